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

CREATE FUNCTION dbo."Summary"() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    r record;
    p record;
    result text := '';
BEGIN
    FOR r IN SELECT "Id", "DisplayName" AS "Name", "Reputation" FROM dbo."Users" ORDER BY "Id" LOOP
        result := result || r."Id" || r."Name" || r."Reputation";
        FOR p IN
            SELECT q."Title", q."Score" * 2 AS "Twice" FROM dbo."Posts" q WHERE q."OwnerUserId" = r."Id" ORDER BY q."Id"
        LOOP
            IF p."Title" IS NOT NULL AND p."Twice" > 6 THEN
                result := result || '(' || p."Title" || ':' || p."Twice" || ')';
            ELSIF EXISTS (SELECT 1 FROM dbo."Users" u WHERE u."Id" = r."Id" AND u."Location" = 'Oslo') THEN
                result := result || '*';
            ELSE
                result := result || CASE WHEN p."Title" IS NULL THEN '-' ELSE p."Title" END;
            END IF;
        END LOOP;
    END LOOP;
    FOR i IN 1 .. (SELECT count(*) FROM dbo."Posts") LOOP
        result := result || i;
    END LOOP;
    RETURN result;
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Summary"() AS "Text";
