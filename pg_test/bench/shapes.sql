-- Schemas that are large in one way; :shape says which, :n how large.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE SCHEMA "Dbo";
SELECT :'shape' = 'wide' AS wide, :'shape' = 'deep' AS deep, :'shape' = 'dense' AS dense \gset
\if :wide
-- One table of :n columns.
SELECT pg_catalog.format('CREATE TABLE "Dbo"."Wide" (%s)', pg_catalog.string_agg(pg_catalog.format(
         '"Column%s" integer DEFAULT %s', i, i), ', ' ORDER BY i)) FROM pg_catalog.generate_series(1, :n) AS i \gexec
\endif
\if :deep
-- A chain of :n views.
CREATE TABLE "Dbo"."Base" ("Id" integer, "Name" text);
SELECT pg_catalog.format('CREATE VIEW "Dbo"."View%s" AS SELECT "Id", "Name" FROM "Dbo".%I', i,
         CASE WHEN i = 1 THEN 'Base' ELSE 'View' || (i - 1) END) FROM pg_catalog.generate_series(1, :n) AS i ORDER BY i \gexec
\endif
\if :dense
-- :n dependencies: views of 100 columns, each of which depends on the columns of one table.
SELECT pg_catalog.format('CREATE TABLE "Dbo"."Base" (%s)', pg_catalog.string_agg(pg_catalog.format(
         '"Column%s" integer', i), ', ' ORDER BY i)) FROM pg_catalog.generate_series(1, 100) AS i \gexec
SELECT pg_catalog.format('CREATE VIEW "Dbo"."View%s" AS SELECT * FROM "Dbo"."Base"', i)
  FROM pg_catalog.generate_series(1, :n / 100) AS i ORDER BY i \gexec
\endif
