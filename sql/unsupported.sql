-- Objects of the followed schemas, and those that hang on their relations, types and routines: the caller leaves out
-- what a fact holds, and warns of the rest. So whatever no kind's query returns shows, and not only the kinds that
-- are known to be missing here.
-- Members of extensions are left out, and parts ('i' in pg_depend): array types, identity sequences, views' rules.
-- Constraints, columns and defaults are not objects here: their relation's or domain's kind answers for them. Nor are
-- default privileges of a sort that is known: like all privileges they are left out by a rule.
WITH namespace AS MATERIALIZED (
    SELECT n.oid
      FROM pg_catalog.pg_namespace n
     WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
), relation AS MATERIALIZED (
    SELECT c.oid, c.relkind,
           EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e') AS is_member
      FROM pg_catalog.pg_class c
      JOIN namespace n ON n.oid = c.relnamespace
     WHERE c.relkind NOT IN ('c', 'i', 'I', 't')
     -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
), type AS MATERIALIZED (
    SELECT t.oid FROM pg_catalog.pg_type t JOIN namespace n ON n.oid = t.typnamespace
     -- only: AND false
), routine AS MATERIALIZED (
    SELECT p.oid FROM pg_catalog.pg_proc p JOIN namespace n ON n.oid = p.pronamespace
     -- only: AND false
), object(class, oid) AS (
    SELECT 1259::pg_catalog.oid, r.oid FROM relation r
     UNION
    SELECT 1247, t.oid FROM type t
     UNION
    SELECT 1255, p.oid FROM routine p
     UNION
    SELECT d.classid, d.objid
      FROM pg_catalog.pg_depend d
      JOIN namespace n ON n.oid = d.refobjid
     WHERE d.refclassid = 2615 AND d.classid NOT IN (1247, 1255, 1259, 2604, 2618, 3256)
       -- only: AND false
       AND (d.classid, d.objid) NOT IN (SELECT 826, a.oid FROM pg_catalog.pg_default_acl a
                                         WHERE a.defaclobjtype IN ('r', 'S', 'f', 'T'))
     UNION
    SELECT 1259, x.indexrelid FROM pg_catalog.pg_index x JOIN relation r ON r.oid = x.indrelid WHERE NOT r.is_member
     UNION
    SELECT 2620, g.oid
      FROM pg_catalog.pg_trigger g
      JOIN relation r ON r.oid = g.tgrelid
     WHERE NOT r.is_member AND NOT g.tgisinternal AND g.tgparentid = 0
     UNION
    SELECT 2618, w.oid FROM pg_catalog.pg_rewrite w JOIN relation r ON r.oid = w.ev_class WHERE NOT r.is_member
     UNION
    SELECT 3381, s.oid FROM pg_catalog.pg_statistic_ext s JOIN relation r ON r.oid = s.stxrelid WHERE NOT r.is_member
     UNION
    SELECT 3256, p.oid FROM pg_catalog.pg_policy p JOIN relation r ON r.oid = p.polrelid
     UNION
    SELECT 6106, p.oid FROM pg_catalog.pg_publication_rel p JOIN relation r ON r.oid = p.prrelid
     UNION
    SELECT 2605, k.oid
      FROM pg_catalog.pg_cast k
     WHERE k.castsource IN (SELECT t.oid FROM type t)
        OR k.casttarget IN (SELECT t.oid FROM type t)
        OR k.castfunc IN (SELECT p.oid FROM routine p)
     UNION
    SELECT 3576, k.oid
      FROM pg_catalog.pg_transform k
     WHERE k.trftype IN (SELECT t.oid FROM type t)
        OR k.trffromsql IN (SELECT p.oid FROM routine p)
        OR k.trftosql IN (SELECT p.oid FROM routine p)
), own AS (
    SELECT o.class, o.oid
      FROM object o
     WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                        WHERE e.classid = o.class AND e.objid = o.oid AND e.objsubid = 0
                          AND e.deptype IN ('e', 'i'))
)
SELECT i.type AS kind, i.identity AS object, o.class::pg_catalog.int8, o.oid::pg_catalog.int8
  FROM own o
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.class, o.oid, 0) AS i
 UNION ALL
-- A provider may label what SECURITY LABEL does not know.
SELECT 'security label', i.type || ' ' || i.identity, 3596, s.objoid::pg_catalog.int8
  FROM pg_catalog.pg_seclabel s
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(s.classoid, s.objoid, s.objsubid) AS i
 WHERE (s.classoid, s.objoid) IN (SELECT o.class, o.oid FROM own o)
   AND (s.classoid NOT IN (1247, 1255, 1259, 2612, 2615, 3466, 6104)
        OR EXISTS (SELECT FROM pg_catalog.pg_index x WHERE s.classoid = 1259 AND x.indexrelid = s.objoid))
