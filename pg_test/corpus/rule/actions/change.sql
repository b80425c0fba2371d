DROP RULE one ON t;
DROP RULE nothing ON t;
DROP RULE several ON t;
DROP RULE upsert ON t;
DROP RULE joined ON log;
CREATE RULE another AS ON DELETE TO t DO ALSO DELETE FROM log WHERE log.id = old.id;
COMMENT ON RULE told ON log IS 'new';
CREATE TABLE later (id integer);
CREATE RULE one AS ON INSERT TO later DO INSTEAD INSERT INTO t (id, n) VALUES (new.id, DEFAULT);
