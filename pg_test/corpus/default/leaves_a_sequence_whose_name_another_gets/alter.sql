ALTER TABLE t ALTER id SET DEFAULT nextval('z_id_seq');
DROP TABLE note;
ALTER TABLE z RENAME TO note;
ALTER SEQUENCE z_id_seq RENAME TO note_id_seq;
ALTER TABLE note RENAME CONSTRAINT z_pkey TO note_pkey;
