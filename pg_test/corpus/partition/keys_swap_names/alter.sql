ALTER INDEX p_pkey RENAME TO between;
ALTER INDEX q_pkey RENAME TO p_pkey;
ALTER INDEX between RENAME TO q_pkey;
