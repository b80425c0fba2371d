-- Owners of what is a fact; of what it is not, the caller leaves out. Not of what has its owner from something else:
-- identity sequences, indexes, row types, array types and multirange types.
-- The role must have CREATE on the schema: "after" names the schema's owner, and grants to the role and to PUBLIC.
-- Up to 14 the schema public belongs to the bootstrap superuser until somebody changes that; that is what later versions
-- have the role pg_database_owner for.
WITH namespace AS MATERIALIZED (
    SELECT n.oid, n.nspname, n.nspowner
      FROM pg_catalog.pg_namespace n
     WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
), object(class, oid, owner, schema) AS (
    SELECT 1259::pg_catalog.oid, c.oid, c.relowner, c.relnamespace
      FROM pg_catalog.pg_class c
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
     UNION ALL
    SELECT 1247, t.oid, t.typowner, t.typnamespace
      FROM pg_catalog.pg_type t
      LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
     WHERE t.typtype IN ('b', 'c', 'd', 'e', 'r', 'p') AND (c.relkind IS NULL OR c.relkind = 'c')
     UNION ALL
    SELECT 1255, p.oid, p.proowner, p.pronamespace FROM pg_catalog.pg_proc p
     UNION ALL
    SELECT 2607, o.oid, o.conowner, o.connamespace FROM pg_catalog.pg_conversion o
     UNION ALL
    SELECT 2616, o.oid, o.opcowner, o.opcnamespace FROM pg_catalog.pg_opclass o
     UNION ALL
    SELECT 2617, o.oid, o.oprowner, o.oprnamespace FROM pg_catalog.pg_operator o
     UNION ALL
    SELECT 2753, o.oid, o.opfowner, o.opfnamespace FROM pg_catalog.pg_opfamily o
     UNION ALL
    SELECT 3381, o.oid, o.stxowner, o.stxnamespace FROM pg_catalog.pg_statistic_ext o
     UNION ALL
    SELECT 3456, o.oid, o.collowner, o.collnamespace FROM pg_catalog.pg_collation o
     UNION ALL
    SELECT 3600, o.oid, o.dictowner, o.dictnamespace FROM pg_catalog.pg_ts_dict o
     UNION ALL
    SELECT 3602, o.oid, o.cfgowner, o.cfgnamespace FROM pg_catalog.pg_ts_config o
), own AS (
    SELECT o.class, o.oid, o.owner, o.schema,
           EXISTS (SELECT FROM pg_catalog.pg_depend d
                     JOIN pg_catalog.pg_class t ON t.oid = d.refobjid AND t.relkind IN ('r', 'p', 'v', 'f')
                    WHERE o.class = 1259 AND d.classid = 1259 AND d.objid = o.oid AND d.objsubid = 0
                      AND d.refclassid = 1259 AND d.refobjsubid > 0 AND d.deptype = 'a') AS linked
      FROM object o
      JOIN namespace n ON n.oid = o.schema
     WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                        WHERE e.classid = o.class AND e.objid = o.oid AND e.objsubid = 0
                          AND (e.deptype = 'e' OR (e.deptype = 'i' AND o.class IN (1247, 1255, 1259))))
)
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(o.class::pg_catalog.int8, o.oid::pg_catalog.int8, -2),
           'parent', pg_catalog.json_build_array(o.class::pg_catalog.int8, o.oid::pg_catalog.int8, 0),
           'after', pg_catalog.json_build_array(
               pg_catalog.json_build_array(2615, o.schema::pg_catalog.int8, -2),
               pg_catalog.json_build_array(o.owner::pg_catalog.int8, o.schema::pg_catalog.int8, -2615),
               pg_catalog.json_build_array(1260, o.schema::pg_catalog.int8, -2615)),
           'def', pg_catalog.json_build_object(
               'role', pg_catalog.pg_get_userbyid(o.owner),
               'linked', o.linked)) AS fact
  FROM own o
 UNION ALL
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, -2),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_build_object(
               'role', CASE WHEN n.nspname = 'public' AND n.nspowner = 10
                             AND pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 150000
                            THEN 'pg_database_owner'
                            ELSE pg_catalog.pg_get_userbyid(n.nspowner) END))
  FROM namespace n
 UNION ALL
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(o.class, o.oid::pg_catalog.int8, -2),
           'parent', pg_catalog.json_build_array(o.class, o.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_build_object('role', pg_catalog.pg_get_userbyid(o.owner)))
  FROM (SELECT 1417, v.oid, v.srvowner FROM pg_catalog.pg_foreign_server v
         UNION ALL
        SELECT 2328, w.oid, w.fdwowner FROM pg_catalog.pg_foreign_data_wrapper w
         UNION ALL
        SELECT 2612, l.oid, l.lanowner FROM pg_catalog.pg_language l
         UNION ALL
        SELECT 3466, g.oid, g.evtowner FROM pg_catalog.pg_event_trigger g
         UNION ALL
        SELECT 6104, p.oid, p.pubowner FROM pg_catalog.pg_publication p) AS o(class, oid, owner)
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = o.class::pg_catalog.oid AND e.objid = o.oid AND e.deptype = 'e')
