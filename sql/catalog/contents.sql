-- Left out: a materialized view that reads one without contents, for it cannot be refreshed (pg_dump does the same).
WITH RECURSIVE reads AS (
    SELECT DISTINCT r.ev_class AS reader, c.oid, c.relkind, c.relispopulated
      FROM pg_catalog.pg_rewrite r
      JOIN pg_catalog.pg_depend d ON d.classid = 2618 AND d.objid = r.oid AND d.refclassid = 1259
      JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
     WHERE r.rulename = '_RETURN'
       AND c.relkind IN ('v', 'm')
       AND c.oid <> r.ev_class
), root AS (
    SELECT c.oid, n.nspname, c.relname
      FROM pg_catalog.pg_namespace n
      JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
     WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
       AND c.relkind = 'm'
       AND c.relispopulated
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                        WHERE e.classid = 1259 AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e')
), reach AS (
    SELECT root.oid AS root, reads.oid, reads.relkind, reads.relispopulated
      FROM root
      JOIN reads ON reads.reader = root.oid
     UNION
    SELECT reach.root, reads.oid, reads.relkind, reads.relispopulated
      FROM reach
      JOIN reads ON reads.reader = reach.oid
), below AS (
    SELECT reach.root, pg_catalog.bool_and(reach.relispopulated) AS populated,
           pg_catalog.json_agg(pg_catalog.json_build_array(1259, reach.oid::pg_catalog.int8, -1)) AS contents
      FROM reach
     WHERE reach.relkind = 'm'
     GROUP BY reach.root
)
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, root.oid::pg_catalog.int8, -1),
           'parent', pg_catalog.json_build_array(1259, root.oid::pg_catalog.int8, 0),
           'after', below.contents,
           'def', pg_catalog.json_build_object(
               'view', pg_catalog.json_build_object('schema', root.nspname, 'name', root.relname))) AS fact
  FROM root
  LEFT JOIN below ON below.root = root.oid
 WHERE below.root IS NULL OR below.populated
