CREATE TABLE t (a_old integer NOT NULL, a integer, CONSTRAINT ck CHECK (a > 0));
CREATE INDEX i ON t (a);
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION tr_old() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS 'begin return old; end';
CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tr();
CREATE SEQUENCE s_old;
CREATE SEQUENCE s;
CREATE TABLE d (n integer DEFAULT nextval('s'), c t);
