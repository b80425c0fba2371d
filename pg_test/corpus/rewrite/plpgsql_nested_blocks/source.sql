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

CREATE FUNCTION dbo."Safe"("Id" integer) RETURNS text LANGUAGE plpgsql AS $$
<<main>>
DECLARE
    name text;
    "Id2" integer := "Id";
BEGIN
    BEGIN
        SELECT u."DisplayName" INTO STRICT name FROM dbo."Users" u WHERE u."Id" = "Id2";
    EXCEPTION
        WHEN no_data_found THEN
            name := 'nobody';
        WHEN too_many_rows OR unique_violation THEN
            RAISE EXCEPTION 'user % of dbo."Users"', "Id2" USING HINT = (SELECT max(u."DisplayName") FROM dbo."Users" u);
    END;
    DECLARE
        name text := (SELECT max(p."Title") FROM dbo."Posts" p WHERE p."OwnerUserId" = "Id2");
    BEGIN
        main.name := main.name || COALESCE(name, '-');
    END;
    CASE (SELECT u."Location" FROM dbo."Users" u WHERE u."Id" = "Id2")
        WHEN 'Oslo', 'Bern' THEN RETURN main.name || ' in town';
        ELSE
            WHILE length(name) < (SELECT sum(p."Score") FROM dbo."Posts" p) LOOP
                name := name || '.';
                CONTINUE WHEN EXISTS (SELECT FROM dbo."Users" u WHERE u."Reputation" = length(name));
            END LOOP;
            RETURN name;
    END CASE;
END main
$$;
CREATE VIEW dbo."V" AS SELECT n AS "N", dbo."Safe"(n) AS "Text" FROM generate_series(0, 5) n;
