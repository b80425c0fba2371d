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

CREATE FUNCTION dbo."Walk"("MinScore" integer) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    bound CURSOR ("Least" integer) FOR SELECT p."Id", p."Title" FROM dbo."Posts" p WHERE p."Score" >= "Least" ORDER BY p."Id";
    free refcursor;
    it record;
    result text := '';
BEGIN
    FOR c IN bound("MinScore") LOOP
        result := result || c."Id" || COALESCE(c."Title", '-');
    END LOOP;
    OPEN free FOR SELECT "DisplayName", "Reputation" FROM dbo."Users" ORDER BY "Reputation";
    LOOP
        FETCH free INTO it;
        EXIT WHEN NOT FOUND;
        result := result || ';' || it."DisplayName" || it."Reputation";
    END LOOP;
    CLOSE free;
    RETURN result;
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Walk"(3) AS "Text";
