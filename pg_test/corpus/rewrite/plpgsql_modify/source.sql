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

CREATE TABLE dbo."Log" ("LogId" serial PRIMARY KEY, "What" text, "UserId" integer);
CREATE FUNCTION dbo."Register"("Name" text, "Points" integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    new_id integer;
    old_points integer;
    changed integer;
BEGIN
    INSERT INTO dbo."Users" AS u ("Id", "DisplayName", "Reputation")
        VALUES ((SELECT max("Id") + 1 FROM dbo."Users"), "Name", "Points") RETURNING u."Id" INTO new_id;
    UPDATE dbo."Users" SET "Reputation" = "Reputation" + 5, "Location" = 'Here' WHERE "Id" = new_id
        RETURNING "Reputation" INTO old_points;
    INSERT INTO dbo."Log" ("What", "UserId") SELECT 'made', "Id" FROM dbo."Users" WHERE "Id" = new_id;
    DELETE FROM dbo."Users" WHERE "Id" = new_id AND "DisplayName" LIKE 'X%';
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM count(*) FROM dbo."Log" WHERE "UserId" = new_id;
    RETURN new_id || '/' || old_points || '/' || changed || '/' || currval('dbo."Log_LogId_seq"') || FOUND;
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Register"(n, p) AS "Text" FROM (VALUES ('Xu', 1), ('Yo', 2)) AS v(n, p);
