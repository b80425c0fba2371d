CREATE SCHEMA dbo;

CREATE TABLE dbo."Invoice" ("Id" integer PRIMARY KEY, "userId" integer, "Total" integer);
INSERT INTO dbo."Invoice" VALUES (1, 1, 10), (2, 1, 20), (3, 2, 40);
CREATE FUNCTION dbo."Count"(user_id integer) RETURNS bigint LANGUAGE plpgsql SET search_path = dbo AS $$
DECLARE
    invoice "Invoice"; n bigint;
BEGIN
    SELECT count(*) INTO n FROM "Invoice" WHERE "userId" = user_id;
    RETURN n;
END
$$;
CREATE FUNCTION dbo."Sum"(user_id integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    invoice record; n bigint;
BEGIN
    SELECT sum("Total") INTO n FROM dbo."Invoice" WHERE "Invoice"."userId" = user_id;
    SELECT n AS "Total" INTO invoice;
    RETURN invoice."Total";
END
$$;
CREATE FUNCTION dbo."Alias"(user_id integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    i refcursor;
BEGIN
    RETURN sum(i."Total") FROM dbo."Invoice" i WHERE i."userId" = user_id;
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Count"(1) AS "A", dbo."Sum"(1) AS "B", dbo."Alias"(1) AS "C";
