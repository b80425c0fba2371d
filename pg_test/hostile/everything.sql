-- Something of nearly every kind, so that there is something to lie about.
CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'all there is';
CREATE TYPE shop.state AS ENUM ('new', 'paid');
CREATE TYPE shop.place AS (street text, number integer);
CREATE DOMAIN shop.money AS numeric(12, 2) DEFAULT 0 NOT NULL CHECK (VALUE >= 0);
CREATE TYPE shop.span AS RANGE (subtype = integer);
CREATE SEQUENCE shop.counter START 5 INCREMENT 2;
CREATE FUNCTION shop.twice(n integer DEFAULT 2) RETURNS integer LANGUAGE sql IMMUTABLE COST 5 AS 'SELECT n * 2';
CREATE FUNCTION shop.thrice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN n * 3;
CREATE FUNCTION shop.many() RETURNS SETOF integer LANGUAGE sql ROWS 7 SET search_path TO shop AS 'SELECT 1';
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE PROCEDURE shop.act(INOUT a text) LANGUAGE plpgsql AS 'BEGIN a := a; END';
CREATE FUNCTION shop.plus(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION shop.as_number(s shop.state) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION shop.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE AGGREGATE shop.total(integer) (SFUNC = pg_catalog.int4pl, STYPE = integer, INITCOND = '0', SORTOP = OPERATOR(pg_catalog.<));
CREATE OPERATOR shop.### (FUNCTION = shop.plus, LEFTARG = integer, RIGHTARG = integer);
CREATE COLLATION shop.plain (provider = libc, locale = 'C');
CREATE TEXT SEARCH DICTIONARY shop.words (TEMPLATE = pg_catalog.simple, stopwords = 'english');
CREATE TEXT SEARCH CONFIGURATION shop.search (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION shop.search ADD MAPPING FOR asciiword WITH shop.words;
CREATE TABLE shop.customer (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL DEFAULT 'x',
    age integer CHECK (age > 0),
    home shop.place,
    worth shop.money,
    kept text,
    upper_name text GENERATED ALWAYS AS (pg_catalog.upper(name)) STORED,
    UNIQUE NULLS NOT DISTINCT (name),
    EXCLUDE USING btree (age WITH =) WHERE (age > 10)
) WITH (fillfactor = 70);
ALTER TABLE shop.customer ALTER kept SET STORAGE EXTERNAL, ALTER kept SET COMPRESSION pglz, ALTER kept SET (n_distinct = 5);
ALTER TABLE shop.customer REPLICA IDENTITY FULL;
CREATE TABLE shop.item (
    id integer DEFAULT nextval('shop.counter') PRIMARY KEY,
    customer integer REFERENCES shop.customer ON DELETE CASCADE,
    state shop.state DEFAULT 'new'
);
ALTER SEQUENCE shop.counter OWNED BY shop.item.id;
CREATE INDEX item_state ON shop.item (state DESC, shop.twice(id)) INCLUDE (customer) WHERE customer > 0;
CREATE STATISTICS shop.both (dependencies) ON id, customer FROM shop.item;
CREATE STATISTICS shop.sums ON (id + customer) FROM shop.item;
CREATE TABLE shop.event (at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE shop.event_1 PARTITION OF shop.event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE shop.special (extra text) INHERITS (shop.customer);
CREATE VIEW shop.paid WITH (security_barrier) AS SELECT i.id, c.name FROM shop.item i JOIN shop.customer c ON c.id = i.customer WHERE i.state = 'paid';
CREATE MATERIALIZED VIEW shop.sums_of AS SELECT customer, count(*) AS n FROM shop.item GROUP BY customer;
CREATE TRIGGER touch BEFORE UPDATE OF age ON shop.customer FOR EACH ROW WHEN (old.age IS DISTINCT FROM new.age) EXECUTE FUNCTION shop.touch('x');
CREATE RULE log AS ON INSERT TO shop.paid DO INSTEAD INSERT INTO shop.event VALUES (now(), 'paid');
ALTER TABLE shop.customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON shop.customer FOR SELECT TO PUBLIC USING (age > 3);
COMMENT ON TABLE shop.customer IS 'who buys';
COMMENT ON COLUMN shop.customer.age IS 'in years';
CREATE FOREIGN DATA WRAPPER nothing OPTIONS (mode 'x');
CREATE SERVER elsewhere TYPE 'a' VERSION '1' FOREIGN DATA WRAPPER nothing OPTIONS (host 'h');
CREATE USER MAPPING FOR PUBLIC SERVER elsewhere OPTIONS (who 'me');
CREATE FOREIGN TABLE shop.far (id integer OPTIONS (column_name 'i')) SERVER elsewhere OPTIONS (table_name 't');
CREATE CAST (shop.state AS integer) WITH FUNCTION shop.as_number(shop.state) AS ASSIGNMENT;
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE VIEW') EXECUTE FUNCTION shop.watch();
CREATE PUBLICATION news FOR TABLE ONLY shop.event_1 WHERE (what <> '');
GRANT SELECT ON shop.customer TO PUBLIC;
