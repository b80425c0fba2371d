CREATE SCHEMA dbo;

CREATE TYPE dbo."Mood" AS ENUM ('Sad', 'Mood');
CREATE DOMAIN dbo."Short" AS varchar(20);
CREATE FUNCTION dbo."Feel"("N" integer) RETURNS dbo."Mood" LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    m dbo."Mood" := 'Sad';
    all_of_them dbo."Mood"[] := '{Sad,Mood}'::dbo."Mood"[];
    s dbo."Short" DEFAULT 'x'::dbo."Short";
BEGIN
    IF "N" > 1 THEN
        m := all_of_them[2];
    END IF;
    RETURN CAST(m::text AS dbo."Mood");
END
$$;
CREATE VIEW dbo."V" AS SELECT n AS "N", dbo."Feel"(n)::text AS "Mood" FROM generate_series(1, 2) n;
