SELECT nextval('t_other_seq'), nextval('going_id_seq'), nextval('going_id_seq');
