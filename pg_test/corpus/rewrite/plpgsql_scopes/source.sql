-- Variables end with their block; a record holds what stands above, or what its loop gives it.
CREATE SCHEMA dbo;
CREATE TABLE dbo.t1 (a text, b text);
CREATE TABLE dbo.t2 (a text, b text);
INSERT INTO dbo.t1 VALUES ('t1a', 't1b');
INSERT INTO dbo.t2 VALUES ('t2a', 't2b');
CREATE FUNCTION dbo.nested() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r dbo.t1;
    s record;
BEGIN
    SELECT * INTO r FROM dbo.t1;
    SELECT * INTO s FROM dbo.t1;
    DECLARE
        r dbo.t2;
        s record;
    BEGIN
        SELECT * INTO r FROM dbo.t2;
        IF r.a IS NOT NULL THEN
            SELECT * INTO s FROM dbo.t2;
        END IF;
        r.a := s.a || r.a;
    END;
    RETURN r.a || s.a;
END
$$;
CREATE FUNCTION dbo.in_turn() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r record;
    x text := '';
BEGIN
    SELECT * INTO r FROM dbo.t1;
    x := x || r.a;
    SELECT * INTO r FROM dbo.t2;
    x := x || r.a;
    FOR r IN SELECT * FROM dbo.t1 LOOP
        x := x || r.a;
    END LOOP;
    FOR r IN SELECT * FROM dbo.t2 LOOP
        x := x || r.a;
    END LOOP;
    RETURN x;
END
$$;
CREATE VIEW dbo.v AS SELECT dbo.nested() AS x, dbo.in_turn() AS y;
