INSERT INTO p1 SELECT i FROM generate_series(1, 100) i WHERE satisfies_hash_partition('p'::regclass, 2, 1, i);
