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

CREATE FUNCTION dbo."Double"("N" integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT "N" * 2';
CREATE FUNCTION dbo."Twice"("N" integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT dbo."Double"(dbo."Double"("N"))';
CREATE FUNCTION dbo."Path"("N" integer) RETURNS integer LANGUAGE sql STABLE SET search_path = dbo AS 'SELECT "Double"("N") + "Twice"(1)';
CREATE TYPE dbo."Pair" AS ("Left" integer, "Right" integer);
CREATE FUNCTION dbo."MakePair"("N" integer) RETURNS dbo."Pair" LANGUAGE sql IMMUTABLE AS 'SELECT ROW("N", -"N")::dbo."Pair"';
CREATE FUNCTION dbo."RightOf"("N" integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT (dbo."MakePair"("N"))."Right"';
CREATE VIEW dbo."V" AS SELECT dbo."Twice"("Id") AS "A", dbo."Path"("Id") AS "B", dbo."RightOf"("Id") AS "C" FROM dbo."Users";
