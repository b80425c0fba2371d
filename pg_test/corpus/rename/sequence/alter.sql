ALTER SEQUENCE numbers RENAME TO counter;
ALTER SEQUENCE t_b_seq RENAME TO b_counter;
