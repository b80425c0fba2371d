-- A row a provider and object. The address is [provider, object, number of the column, or of another catalog than pg_class
-- the number below zero]: providers have no numbers, so each gets one of its name, above those that oids reach.
-- SECURITY LABEL knows no indexes, constraints and the like. Left out, as of comments: members of extensions, and what
-- comes with another object.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(
               2147483648 + (pg_catalog.hashtext(l.provider) & 2147483647)::pg_catalog.int8, l.objoid::pg_catalog.int8,
               CASE l.classoid WHEN 1259 THEN l.objsubid ELSE -l.classoid::pg_catalog.int4 END),
           'parent', pg_catalog.json_build_array(
               l.classoid::pg_catalog.int8, l.objoid::pg_catalog.int8, l.objsubid),
           'def', pg_catalog.json_build_object('provider', l.provider, 'label', l.label)) AS fact
  FROM pg_catalog.pg_seclabel l
  LEFT JOIN pg_catalog.pg_class c ON l.classoid = 1259 AND c.oid = l.objoid
  LEFT JOIN pg_catalog.pg_type t ON l.classoid = 1247 AND t.oid = l.objoid
  LEFT JOIN pg_catalog.pg_proc p ON l.classoid = 1255 AND p.oid = l.objoid
  LEFT JOIN pg_catalog.pg_namespace s ON l.classoid = 2615 AND s.oid = l.objoid
  LEFT JOIN pg_catalog.pg_namespace n
         ON n.oid = coalesce(c.relnamespace, t.typnamespace, p.pronamespace, s.oid)
 WHERE (l.objoid >= 16384 OR l.classoid = 2615)
   AND l.classoid IN (1247, 1255, 1259, 2612, 2615, 3466, 6104)
   AND (c.oid IS NULL OR c.relkind NOT IN ('i', 'I', 't'))
   AND (n.oid IS NULL
        OR n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[]))
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = l.classoid AND e.objid = l.objoid AND e.objsubid = 0
                      AND (e.deptype = 'e'
                           OR (e.deptype = 'i' AND l.objsubid = 0 AND (c.oid IS NULL OR c.relkind <> 'S'))))
