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

CREATE FUNCTION dbo."Best"("Least" integer) RETURNS SETOF dbo."Posts" LANGUAGE plpgsql STABLE AS $$
DECLARE
    one dbo."Posts"%ROWTYPE;
BEGIN
    RETURN QUERY SELECT * FROM dbo."Posts" AS p WHERE p."Score" >= "Least" AND p."Title" IS NOT NULL;
    FOR one IN SELECT * FROM dbo."Posts" WHERE "Score" = 0 LOOP
        one."Title" := 'none';
        RETURN NEXT one;
    END LOOP;
    RETURN QUERY
        WITH RECURSIVE "Tree" AS (
            SELECT "Id", "ParentId", 1 AS "Depth" FROM dbo."Posts" WHERE "ParentId" IS NULL
            UNION ALL
            SELECT p."Id", p."ParentId", t."Depth" + 1 FROM dbo."Posts" p JOIN "Tree" t ON t."Id" = p."ParentId"
        )
        SELECT p.* FROM dbo."Posts" p JOIN "Tree" t USING ("Id") WHERE t."Depth" > 2;
END
$$;
CREATE VIEW dbo."V" AS SELECT b."Id", b."Title", b."Score" FROM dbo."Best"(5) b;
