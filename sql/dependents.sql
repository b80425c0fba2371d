-- Schemas that hold something that depends on an object of the schemas that are read, or is a part of something that does.
-- Schemas of the server and temporary ones are left out; so is what belongs to an extension.
WITH namespace AS MATERIALIZED (
    SELECT n.oid
      FROM pg_catalog.pg_namespace n
     WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
), held(class, oid) AS MATERIALIZED (
    SELECT 1259::pg_catalog.oid, c.oid FROM pg_catalog.pg_class c JOIN namespace n ON n.oid = c.relnamespace
     UNION ALL
    SELECT 1247, t.oid FROM pg_catalog.pg_type t JOIN namespace n ON n.oid = t.typnamespace
     UNION ALL
    SELECT 1255, p.oid FROM pg_catalog.pg_proc p JOIN namespace n ON n.oid = p.pronamespace
     UNION ALL
    SELECT 2606, k.oid FROM pg_catalog.pg_constraint k JOIN namespace n ON n.oid = k.connamespace
), dependent AS (
    SELECT DISTINCT d.classid, d.objid
      FROM held h
      JOIN pg_catalog.pg_depend d ON d.refclassid = h.class AND d.refobjid = h.oid
     WHERE d.objid::pg_catalog.int8 >= 16384 AND d.deptype IN ('n', 'a', 'x')
), place AS (
    SELECT c.relnamespace AS namespace FROM dependent d JOIN pg_catalog.pg_class c ON d.classid = 1259 AND c.oid = d.objid
     UNION
    SELECT t.typnamespace FROM dependent d JOIN pg_catalog.pg_type t ON d.classid = 1247 AND t.oid = d.objid
     UNION
    SELECT p.pronamespace FROM dependent d JOIN pg_catalog.pg_proc p ON d.classid = 1255 AND p.oid = d.objid
     UNION
    SELECT k.connamespace FROM dependent d JOIN pg_catalog.pg_constraint k ON d.classid = 2606 AND k.oid = d.objid
     UNION
    SELECT s.stxnamespace FROM dependent d JOIN pg_catalog.pg_statistic_ext s ON d.classid = 3381 AND s.oid = d.objid
     UNION
    SELECT c.relnamespace
      FROM (SELECT a.adrelid FROM dependent d JOIN pg_catalog.pg_attrdef a ON d.classid = 2604 AND a.oid = d.objid
             UNION
            SELECT w.ev_class FROM dependent d JOIN pg_catalog.pg_rewrite w ON d.classid = 2618 AND w.oid = d.objid
             UNION
            SELECT g.tgrelid FROM dependent d JOIN pg_catalog.pg_trigger g ON d.classid = 2620 AND g.oid = d.objid
             UNION
            SELECT p.polrelid FROM dependent d JOIN pg_catalog.pg_policy p ON d.classid = 3256 AND p.oid = d.objid) AS r(oid)
      JOIN pg_catalog.pg_class c ON c.oid = r.oid
)
SELECT n.nspname::pg_catalog.text AS schema
  FROM place p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.namespace
 WHERE n.nspname <> ALL (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemig')
 ORDER BY 1
