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

CREATE PROCEDURE dbo."Bump"("Who" integer, INOUT "Now" integer) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE dbo."Users" u SET "Reputation" = u."Reputation" + 1 WHERE u."Id" = "Who" RETURNING u."Reputation" INTO "Now";
END
$$;
CREATE FUNCTION dbo."BumpTwice"("Who" integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    n integer;
BEGIN
    CALL dbo."Bump"("Who", n);
    CALL dbo."Bump"("Who", n);
    RETURN n;
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."BumpTwice"(1) AS "N";
