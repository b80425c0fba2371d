-- Under the rules a relation or alias is called as what qualifies parameters, or as a variable of row type.
CREATE SCHEMA dbo;
CREATE TABLE dbo."Users" ("Id" integer, "Name" text);
INSERT INTO dbo."Users" VALUES (1, 'Ann'), (2, 'Bob');
CREATE FUNCTION dbo."Users"(id integer) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg("Name", ',' ORDER BY "Name") FROM dbo."Users" WHERE "Id" = id
$$;
CREATE FUNCTION dbo."Row"(users dbo."Users") RETURNS text LANGUAGE sql AS $$
    SELECT "Users"."Name" || users."Name" FROM dbo."Users" WHERE "Users"."Id" <> users."Id"
$$;
CREATE FUNCTION dbo."Record"(i integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    users record;
BEGIN
    SELECT * INTO users FROM dbo."Users" WHERE "Id" = i;
    RETURN (SELECT "Users"."Name" || users."Name" FROM dbo."Users" WHERE "Users"."Id" <> users."Id");
END
$$;
CREATE FUNCTION dbo.u(id integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT max(u."Name") FROM dbo."Users" u WHERE u."Id" = id);
END
$$;
CREATE VIEW dbo."V" AS
    SELECT dbo."Users"(1) AS "A", dbo."Row"(u) AS "B", dbo."Record"(u."Id") AS "C", dbo.u(u."Id") AS "D" FROM dbo."Users" u;
