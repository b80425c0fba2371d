-- What must exist before what: one row a dependency, as pg_depend has it, columns as the caller names them.
-- https://www.postgresql.org/docs/current/catalog-pg-depend.html
--
-- Only 'n', 'a' and 'x' order objects. An 'i' row says that one is a part of the other, which facts say by aliases and
-- parents; 'P' and 'S' rows speak of what partitions have from their parents, made by an attachment that is a fact.
-- So is the parent of a partition ('a'), and the column that owns a sequence.
-- An object that belongs to an extension, or is a part of one that does (its array type, an entry of its operator
-- family), stands for the extension.
-- A range type's canonical function takes the type that it is needed for, and so do a base type's functions: they depend
-- on the shell type (-1) only.
WITH RECURSIVE member(class, oid, extension) AS (
    SELECT d.classid, d.objid, d.refobjid
      FROM pg_catalog.pg_depend d
     WHERE d.refclassid = 3079 AND d.deptype = 'e'
     UNION
    SELECT d.classid, d.objid, m.extension
      FROM member m
      JOIN pg_catalog.pg_depend d ON d.refclassid = m.class AND d.refobjid = m.oid
     WHERE d.deptype = 'i' OR (d.deptype = 'a' AND d.classid IN (2602, 2603))
), namespace AS MATERIALIZED (
    SELECT n.oid
      FROM pg_catalog.pg_namespace n
     WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
), relation AS MATERIALIZED (
    SELECT c.oid, c.relkind = 'S' AS is_sequence, c.relispartition AS is_partition
      FROM pg_catalog.pg_class c
      JOIN namespace n ON n.oid = c.relnamespace
     -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
), followed(class, oid, is_sequence, is_partition) AS (
    SELECT 1259::pg_catalog.oid, r.oid, r.is_sequence, r.is_partition FROM relation r
     UNION ALL
    SELECT 1247, t.oid, false, false FROM pg_catalog.pg_type t JOIN namespace n ON n.oid = t.typnamespace
     -- only: AND t.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
     UNION ALL
    SELECT 1255, p.oid, false, false FROM pg_catalog.pg_proc p JOIN namespace n ON n.oid = p.pronamespace
     -- only: AND false
     UNION ALL
    SELECT 2606, k.oid, false, false FROM pg_catalog.pg_constraint k JOIN namespace n ON n.oid = k.connamespace
     WHERE (k.contype <> 'f' OR k.conparentid = 0)
     -- only: AND k.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
     UNION ALL
    SELECT 2604, a.oid, false, false FROM pg_catalog.pg_attrdef a JOIN relation r ON r.oid = a.adrelid
     UNION ALL
    SELECT 2618, w.oid, false, false FROM pg_catalog.pg_rewrite w JOIN relation r ON r.oid = w.ev_class
     UNION ALL
    SELECT 2620, g.oid, false, false FROM pg_catalog.pg_trigger g JOIN relation r ON r.oid = g.tgrelid
     UNION ALL
    SELECT 3256, p.oid, false, false FROM pg_catalog.pg_policy p JOIN relation r ON r.oid = p.polrelid
     UNION ALL
    SELECT 3381, s.oid, false, false FROM pg_catalog.pg_statistic_ext s JOIN namespace n ON n.oid = s.stxnamespace
)
SELECT d.classid::pg_catalog.int8 AS dependent_class,
       d.objid::pg_catalog.int8 AS dependent_oid,
       d.objsubid AS dependent_sub,
       CASE WHEN m.extension IS NULL THEN d.refclassid::pg_catalog.int8 ELSE 3079 END AS referenced_class,
       coalesce(m.extension, d.refobjid)::pg_catalog.int8 AS referenced_oid,
       CASE WHEN m.extension IS NOT NULL THEN 0
            WHEN g.rngtypid IS NOT NULL OR b.oid IS NOT NULL THEN -1
            ELSE d.refobjsubid END AS referenced_sub
  FROM pg_catalog.pg_depend d
  LEFT JOIN followed f ON f.class = d.classid AND f.oid = d.objid
  LEFT JOIN member m ON m.class = d.refclassid AND m.oid = d.refobjid
  LEFT JOIN pg_catalog.pg_range g
         ON d.classid = 1255 AND d.refclassid = 1247 AND g.rngtypid = d.refobjid AND g.rngcanonical = d.objid
  LEFT JOIN pg_catalog.pg_type b
         ON d.classid = 1255 AND d.refclassid = 1247 AND b.oid = d.refobjid AND b.typtype = 'b'
        AND d.objid IN (b.typinput, b.typoutput, b.typreceive, b.typsend)
 -- Cast, since statistics from before objects were made say that there are no such rows: nested loops would follow.
 WHERE d.objid::pg_catalog.int8 >= 16384
   -- only: AND d.classid IN (1247, 1259, 2604, 2606, 2618, 2620, 3256, 3381) AND d.objid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND d.deptype IN ('n', 'a', 'x')
   AND (f.oid IS NOT NULL OR d.classid NOT IN (1247, 1255, 1259, 2604, 2606, 2618, 2620, 3256, 3381))
   AND (d.refclassid <> 1259 OR d.deptype <> 'a' OR d.objsubid <> 0
        OR NOT coalesce(CASE d.refobjsubid WHEN 0 THEN f.is_partition ELSE f.is_sequence END, false))
   AND NOT EXISTS (SELECT FROM member o WHERE o.class = d.classid AND o.oid = d.objid)
