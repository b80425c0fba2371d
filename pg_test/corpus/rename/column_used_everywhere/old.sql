CREATE TABLE t (id integer PRIMARY KEY, amount integer, tag text,
  doubled integer GENERATED ALWAYS AS (amount * 2) STORED,
  CONSTRAINT positive CHECK (amount > 0));
CREATE INDEX by_amount ON t ((amount + 1)) WHERE amount > 10;
CREATE UNIQUE INDEX tagged ON t (tag) INCLUDE (amount);
CREATE STATISTICS s ON amount, tag FROM t;
CREATE VIEW v AS SELECT id, amount FROM t ORDER BY amount;
CREATE VIEW star AS SELECT * FROM t;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER grows BEFORE UPDATE OF amount ON t FOR EACH ROW WHEN (OLD.amount < NEW.amount) EXECUTE FUNCTION f();
CREATE POLICY part ON t USING (amount < 100) WITH CHECK (amount < 50);
CREATE RULE r AS ON DELETE TO t WHERE OLD.amount = 0 DO INSTEAD NOTHING;
