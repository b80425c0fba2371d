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

CREATE TYPE dbo."Address" AS ("City" text, "Zip" text);
CREATE TABLE dbo."People" ("Id" integer CONSTRAINT "PkPeople" PRIMARY KEY, "Name" text, "Home" dbo."Address", "Tags" text[]);
CREATE PROCEDURE dbo."Store"("Id" integer, "Name" text) LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO dbo."People" AS p ("Id", "Name", "Home"."City", "Tags"[1]) VALUES ("Store"."Id", "Store"."Name", 'Oslo', 'x')
        ON CONFLICT ("Id") DO UPDATE SET "Name" = excluded."Name", "Home"."Zip" = 'z' WHERE p."Id" > 0;
    INSERT INTO dbo."People" ("Id") VALUES (99) ON CONFLICT DO NOTHING;
    UPDATE dbo."People" SET ("Name", "Tags"[2]) = (SELECT u."DisplayName", 'y' FROM dbo."Users" u WHERE u."Id" = "People"."Id")
        FROM dbo."Posts" WHERE "Posts"."OwnerUserId" = "People"."Id";
    DELETE FROM dbo."People" USING dbo."Users" u WHERE u."Id" = "People"."Id" AND u."Reputation" < 0 RETURNING "People"."Id", "Name";
END;

CREATE VIEW dbo."V" AS SELECT "Id", "Home" FROM dbo."People" UNION ALL SELECT 0, NULL;
