CREATE TABLE t (id integer PRIMARY KEY, gone integer, name text, n integer DEFAULT 0);
ALTER TABLE t DROP COLUMN gone;
CREATE TABLE log (at timestamptz DEFAULT now(), what text, id integer, name text);
CREATE UNIQUE INDEX log_id ON log (id);
CREATE RULE nothing AS ON DELETE TO t DO NOTHING;
CREATE RULE nothing_instead AS ON DELETE TO t WHERE old.id < 0 DO INSTEAD NOTHING;
CREATE RULE one AS ON INSERT TO t DO ALSO INSERT INTO log (what, id, name) VALUES ('new; row', new.id, new.name);
CREATE RULE several AS ON UPDATE TO t WHERE old.name IS DISTINCT FROM new.name
  DO ALSO (INSERT INTO log (what, id) SELECT 'old', old.id WHERE old.n > 0;
           UPDATE log SET name = new.name, what = DEFAULT FROM t x WHERE log.id = old.id AND x.id = old.id;
           DELETE FROM log USING t y WHERE log.id = y.id AND y.id = new.id AND log.name = ANY (ARRAY['do', 'also']);
           SELECT count(*) FROM log WHERE log.id = new.id);
CREATE RULE upsert AS ON INSERT TO t WHERE new.n > 5
  DO ALSO INSERT INTO log (id, name) VALUES (new.id, new.name), (-new.id, upper(new.name))
     ON CONFLICT (id) DO UPDATE SET name = excluded.name || log.name WHERE excluded.id > log.id;
CREATE RULE told AS ON UPDATE TO log DO (NOTIFY "To ld", 'it''s told'; NOTIFY told);
CREATE RULE joined AS ON DELETE TO log DO ALSO
  (SELECT 1 AS x ORDER BY 1 LIMIT 1) UNION (SELECT 2 ORDER BY 1) ORDER BY 1;
CREATE RULE with_query AS ON DELETE TO log DO ALSO WITH s AS (SELECT max(id) AS id FROM t) INSERT INTO t (id) SELECT s.id + 1 FROM s;
COMMENT ON RULE one ON t IS 'writes the log';
