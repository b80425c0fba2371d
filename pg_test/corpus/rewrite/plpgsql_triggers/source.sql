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

CREATE TABLE dbo."Audit" ("AuditId" integer GENERATED ALWAYS AS IDENTITY, "UserId" integer, "Was" text, "Is" text);
CREATE FUNCTION dbo."Audited"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD."DisplayName" IS DISTINCT FROM NEW."DisplayName" THEN
        INSERT INTO dbo."Audit" ("UserId", "Was", "Is") VALUES (NEW."Id", OLD."DisplayName", NEW."DisplayName");
        NEW."Reputation" := OLD."Reputation" + 1;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER "TR_Users" BEFORE INSERT OR UPDATE ON dbo."Users" FOR EACH ROW EXECUTE FUNCTION dbo."Audited"();
CREATE FUNCTION dbo."Counted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO dbo."Audit" ("UserId", "Was", "Is")
        SELECT max(b."Id"), string_agg(b."DisplayName", ','), string_agg(a."DisplayName", ',')
        FROM before b JOIN after a ON a."Id" = b."Id";
    RETURN NULL;
END
$$;
CREATE TRIGGER "TR_Counted" AFTER UPDATE ON dbo."Users" REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION dbo."Counted"();
CREATE FUNCTION dbo."Change"("Who" integer, "Name" text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    UPDATE dbo."Users" SET "DisplayName" = "Name" WHERE "Id" = "Who";
    RETURN (SELECT string_agg(concat_ws('>', a."UserId", a."Was", a."Is"), ';' ORDER BY a."AuditId") FROM dbo."Audit" a)
        || (SELECT u."Reputation" FROM dbo."Users" u WHERE u."Id" = "Who");
END
$$;
CREATE VIEW dbo."V" AS SELECT dbo."Change"(2, 'Rob') AS "Text";
