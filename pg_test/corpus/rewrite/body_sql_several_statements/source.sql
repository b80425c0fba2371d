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

CREATE FUNCTION dbo."Add"("Id" integer) RETURNS integer LANGUAGE sql AS $$
    INSERT INTO dbo."Users" ("Id", "DisplayName", "Reputation") VALUES ("Id" + 100, 'New', 0)
        ON CONFLICT ("Id") DO UPDATE SET "Reputation" = "Users"."Reputation" + 1;
    UPDATE dbo."Users" SET "DisplayName" = "DisplayName" || '!' WHERE "Users"."Id" = $1 + 100;
    DELETE FROM dbo."Users" u USING dbo."Posts" p WHERE p."OwnerUserId" = u."Id" AND u."Id" = $1 + 100;
    SELECT count(*)::integer FROM dbo."Users" WHERE "Users"."Id" = $1 + 100 AND "DisplayName" LIKE 'New!%';
$$;
CREATE VIEW dbo."V" AS SELECT "N", dbo."Add"("N") AS "Added" FROM (VALUES (1), (2), (1)) AS v("N");
