CREATE SCHEMA dbo;

CREATE TABLE dbo."Loop" ("Begin" integer, "Loop" text, "If" text, "Order" integer);
INSERT INTO dbo."Loop" VALUES (1, 'a', 'x', 2), (2, 'b', 'y', 1);

CREATE FUNCTION dbo."Execute"("N" integer) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    r record;
    result text := '';
BEGIN
    CASE "N"
        WHEN 1 THEN result := (SELECT "Loop" FROM dbo."Loop" WHERE "Begin" = 1);
        ELSE NULL;
    END CASE;
    FOR r IN SELECT "Loop", "If" FROM dbo."Loop" ORDER BY "Order" LOOP
        result := result || r."Loop" || CASE WHEN r."If" = 'x' THEN '!' ELSE r."If" END;
        IF (SELECT "If" FROM dbo."Loop" WHERE "Loop" = r."Loop") = 'y' THEN
            CONTINUE;
        END IF;
    END LOOP;
    RETURN result || (SELECT max("Begin") FROM dbo."Loop");
END
$$;
CREATE VIEW dbo."V" AS SELECT n AS "N", dbo."Execute"(n) AS "Text" FROM generate_series(1, 2) n;
