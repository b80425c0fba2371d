CREATE TABLE t (id integer PRIMARY KEY, total integer, tag text,
  doubled integer GENERATED ALWAYS AS (total * 2) STORED,
  CONSTRAINT positive CHECK (total > 0));
CREATE INDEX by_amount ON t ((total + 1)) WHERE total > 10;
CREATE UNIQUE INDEX tagged ON t (tag) INCLUDE (total);
CREATE STATISTICS s ON total, tag FROM t;
CREATE VIEW v AS SELECT id, total AS amount FROM t ORDER BY total;
CREATE VIEW star AS SELECT id, total AS amount, tag, doubled FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER grows BEFORE UPDATE OF total ON t FOR EACH ROW WHEN (OLD.total < NEW.total) EXECUTE FUNCTION f();
CREATE POLICY part ON t USING (total < 100) WITH CHECK (total < 50);
CREATE RULE r AS ON DELETE TO t WHERE OLD.total = 0 DO INSTEAD NOTHING;
