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

CREATE FUNCTION dbo."Both"("Who" integer) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    a text;
    b integer;
    u dbo."Users"%ROWTYPE;
    r record;
BEGIN
    SELECT INTO a, b "DisplayName", "Reputation" FROM dbo."Users" WHERE "Id" = "Who";
    SELECT "Location", "Id" FROM dbo."Users" WHERE "Id" = "Who" INTO u."Location", u."Id";
    IF b > 20 THEN
        SELECT "Id", "Score" INTO r FROM dbo."Posts" WHERE "OwnerUserId" = "Who" ORDER BY "Id" LIMIT 1;
    ELSE
        SELECT p."Id", p."Score" INTO r FROM dbo."Posts" p ORDER BY p."Id" DESC LIMIT 1;
    END IF;
    RETURN concat_ws('/', a, b, u."Location", u."Id", r."Id", r."Score");
END
$$;
CREATE VIEW dbo."V" AS SELECT u."Id", dbo."Both"(u."Id") AS "Text" FROM dbo."Users" u;
