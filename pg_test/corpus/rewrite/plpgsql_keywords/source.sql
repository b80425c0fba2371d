-- Words of a statement are spelled as columns are.
CREATE SCHEMA dbo;
CREATE TABLE dbo.items (id integer, "order" integer, "user" text, "check" integer);
INSERT INTO dbo.items VALUES (1, 2, 'u', 5), (2, 1, 'v', 6);
CREATE FUNCTION dbo.sorted() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r text;
BEGIN
    CREATE TEMP TABLE x ON COMMIT DROP AS SELECT * FROM dbo.items ORDER BY id;
    SELECT string_agg(id || "user", ',') INTO r FROM x;
    DROP TABLE x;
    RETURN r;
END
$$;
CREATE FUNCTION dbo.who() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    b boolean;
BEGIN
    CREATE TEMP TABLE y ON COMMIT DROP AS SELECT user AS u FROM dbo.items;
    b := (SELECT min(u) = current_user FROM y);
    DROP TABLE y;
    RETURN b;
END
$$;
CREATE FUNCTION dbo.indexed() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    CREATE INDEX made ON dbo.items ("order", id) WHERE "check" > 0;
    ALTER TABLE dbo.items ADD CONSTRAINT c CHECK ("check" > 0);
    ALTER TABLE dbo.items DROP CONSTRAINT c;
    RETURN '';
END
$$;
CREATE VIEW dbo.v AS SELECT dbo.sorted() AS a, dbo.who() AS b;
