-- Left out: comments on members of extensions, and on what comes with another object and pg_dump does not describe
-- (array types, row types, constructors of ranges). The index of a constraint has a comment beside the constraint's.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(
               d.classoid::pg_catalog.int8, d.objoid::pg_catalog.int8, d.objsubid),
           'def', pg_catalog.json_build_object(
               'text', d.description,
               'index', CASE WHEN k.objid IS NOT NULL
                             THEN pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname) END)) AS fact
  FROM pg_catalog.pg_description d
  LEFT JOIN pg_catalog.pg_class c ON d.classoid = 1259 AND c.oid = d.objoid
  LEFT JOIN pg_catalog.pg_type t ON d.classoid = 1247 AND t.oid = d.objoid
  LEFT JOIN pg_catalog.pg_proc p ON d.classoid = 1255 AND p.oid = d.objoid
  LEFT JOIN pg_catalog.pg_namespace s ON d.classoid = 2615 AND s.oid = d.objoid
  LEFT JOIN pg_catalog.pg_namespace n
         ON n.oid = coalesce(c.relnamespace, t.typnamespace, p.pronamespace, s.oid)
  LEFT JOIN LATERAL (
           SELECT i.objid, i.refclassid
             FROM pg_catalog.pg_depend i
            WHERE i.classid = 1259 AND i.objid = c.oid AND i.objsubid = 0 AND i.deptype = 'i' AND c.relkind IN ('i', 'I')
           OFFSET 0) AS k  -- OFFSET 0: by index; without statistics the server would go over all constraints for each
         ON k.refclassid = 2606
 WHERE (d.objoid >= 16384 OR d.classoid = 2615)
   -- only: AND d.objoid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND (n.oid IS NULL
        OR n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[]))
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = d.classoid AND e.objid = d.objoid AND e.objsubid = 0
                      AND (e.deptype = 'e'
                           OR (e.deptype = 'i' AND d.objsubid = 0
                               AND (c.oid IS NULL OR c.relkind NOT IN ('i', 'I', 'S')))))
