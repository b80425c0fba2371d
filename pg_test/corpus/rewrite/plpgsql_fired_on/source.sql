CREATE SCHEMA dbo;

CREATE TABLE dbo."Items" ("Id" integer);
CREATE TABLE dbo."Others" ("Id" integer);
CREATE TABLE dbo."Log" ("At" integer GENERATED ALWAYS AS IDENTITY, "Text" text);
CREATE FUNCTION dbo."Fired"() RETURNS trigger LANGUAGE plpgsql SET search_path = dbo AS $$
DECLARE
    said text := '';
BEGIN
    IF TG_TABLE_NAME = 'Items' AND TG_OP = 'INSERT' THEN said := said || 'a'; END IF;
    IF 'Items' <> TG_RELNAME THEN said := said || 'b'; END IF;
    IF TG_TABLE_NAME IN ('Items', 'Missing') OR tg_table_name::text = ANY (ARRAY['Others']) THEN said := said || 'c'; END IF;
    IF TG_TABLE_NAME NOT IN ('Items', 'Others') OR TG_TABLE_NAME <> ALL ('{Items,Others}') THEN said := said || 'd'; END IF;
    IF (TG_TABLE_SCHEMA, TG_TABLE_NAME) = ('dbo', 'Items') OR (TG_TABLE_SCHEMA, TG_TABLE_NAME) IN (('dbo', 'Others'), ('x', 'y')) THEN
        said := said || 'e';
    END IF;
    IF TG_TABLE_NAME IS DISTINCT FROM 'Others'::name AND TG_TABLE_SCHEMA = 'dbo' THEN said := said || 'f'; END IF;
    IF TG_NAME = 'TR_Items' OR TG_NAME LIKE 'nothing%' THEN said := said || 'i'; END IF;
    said := said || CASE TG_TABLE_NAME WHEN 'Items' THEN 'Items' WHEN 'Others' THEN 'Others' ELSE '?' END;
    CASE TG_TABLE_NAME
        WHEN 'Missing', 'Items' THEN
            CASE said WHEN 'Items' THEN said := 'Others'; ELSE said := said || 'g'; END CASE;
        WHEN 'Others' THEN said := said || 'h';
    END CASE;
    INSERT INTO "Log" ("Text") VALUES (said);
    RETURN NEW;
END
$$;
CREATE TRIGGER "TR_Items" AFTER INSERT ON dbo."Items" FOR EACH ROW EXECUTE FUNCTION dbo."Fired"();
CREATE TRIGGER "TR_Others" AFTER INSERT ON dbo."Others" FOR EACH ROW EXECUTE FUNCTION dbo."Fired"();
CREATE FUNCTION dbo."Fire"() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dbo."Items" VALUES (1);
    INSERT INTO dbo."Others" VALUES (2);
    RETURN string_agg("Text", ',' ORDER BY "At") FROM dbo."Log";
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Fire"() AS "Text";
