CREATE SCHEMA dbo;

CREATE TABLE dbo."Users" (
    "Id" integer PRIMARY KEY,
    "DisplayName" varchar(40) NOT NULL,
    "Reputation" integer NOT NULL,
    "Location" text
);
CREATE TABLE dbo."Posts" (
    "Id" integer PRIMARY KEY,
    "OwnerUserId" integer REFERENCES dbo."Users",
    "ParentId" integer,
    "Score" integer NOT NULL,
    "Title" text,
    "CreationDate" date NOT NULL
);

INSERT INTO dbo."Users" VALUES
    (1, 'Ann', 10, 'Oslo'), (2, 'Bob', 250, NULL), (3, 'Cid', 35, 'Oslo'), (4, 'Dee', 1, 'Bern');
INSERT INTO dbo."Posts" VALUES
    (1, 1, NULL, 5, 'One', '2020-01-01'), (2, 2, 1, 7, NULL, '2020-02-01'),
    (3, 2, NULL, 3, 'Three', '2020-03-01'), (4, 3, 3, 0, NULL, '2021-01-01'),
    (5, 3, 4, 2, NULL, '2021-02-01'), (6, NULL, NULL, 9, 'Six', '2021-03-01');

CREATE TABLE dbo."Scratch" ("Key" integer, "Value" text);
CREATE FUNCTION dbo."Refill"() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    TRUNCATE TABLE dbo."Scratch";
    LOCK TABLE dbo."Scratch" IN SHARE MODE;
    CREATE TEMP TABLE "Temp" ON COMMIT DROP AS SELECT "Id", "DisplayName" AS "Name" FROM dbo."Users" WHERE "Reputation" > 5;
    INSERT INTO dbo."Scratch" SELECT 1, string_agg("Name", ',') FROM "Temp";
    SELECT "Value" INTO result FROM dbo."Scratch" WHERE "Key" = 1;
    DROP TABLE "Temp";
    RETURN result;
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Refill"() AS "Text";
