ALTER SEQUENCE note_id_seq OWNED BY t.id;
ALTER SEQUENCE note_id_seq RENAME TO t_id_seq;
ALTER SEQUENCE mark_id_seq OWNED BY t.n;
DROP TABLE note, mark;
ALTER TABLE z RENAME TO note;
ALTER TABLE note RENAME CONSTRAINT z_pkey TO note_pkey;
