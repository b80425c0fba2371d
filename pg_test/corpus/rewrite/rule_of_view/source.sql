CREATE SCHEMA dbo;
CREATE TABLE dbo."Person" ("PersonID" integer PRIMARY KEY, "FullName" text, "IsActive" boolean DEFAULT true);
CREATE TABLE dbo."PersonLog" ("Note" text, "Row" dbo."Person");
CREATE VIEW dbo."ActivePerson" AS SELECT "PersonID" AS "ID", "FullName" AS "DisplayName" FROM dbo."Person" WHERE "IsActive";
CREATE RULE "Ins" AS ON INSERT TO dbo."ActivePerson" DO INSTEAD
  INSERT INTO dbo."Person" VALUES (new."ID", new."DisplayName") RETURNING "Person"."PersonID", "Person"."FullName";
CREATE RULE "Upd" AS ON UPDATE TO dbo."ActivePerson" DO INSTEAD
  (UPDATE dbo."Person" SET "FullName" = new."DisplayName" WHERE "PersonID" = old."ID";
   INSERT INTO dbo."PersonLog" SELECT old."DisplayName" || ' is ' || new."DisplayName", p FROM dbo."Person" p WHERE p."PersonID" = new."ID";
   UPDATE dbo."PersonLog" SET "Row"."IsActive" = NULL WHERE ("Row")."FullName" = old."DisplayName");
CREATE RULE "Del" AS ON DELETE TO dbo."ActivePerson" DO INSTEAD NOTHING;
CREATE RULE "DelSome" AS ON DELETE TO dbo."ActivePerson" WHERE old."ID" > 1 DO INSTEAD
  UPDATE dbo."Person" SET "IsActive" = false WHERE "Person"."PersonID" = old."ID";
CREATE VIEW dbo."Names" AS SELECT "DisplayName" FROM dbo."ActivePerson";
CREATE RULE "Ins" AS ON INSERT TO dbo."Names" DO INSTEAD
  INSERT INTO dbo."ActivePerson" ("ID", "DisplayName") SELECT "Next"."ID" + 1, new."DisplayName" FROM (SELECT max("PersonID") AS "ID" FROM dbo."Person") "Next";
INSERT INTO dbo."Person" VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cyd');
