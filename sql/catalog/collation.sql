-- Collations that this database's encoding can have. Up to 14 the locale of ICU is in collcollate, of 15 and 16 in colliculocale.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3456, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', c.collname),
               'provider', CASE c.collprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END,
               'nondeterministic', CASE WHEN NOT c.collisdeterministic THEN true END,
               'locale', CASE c.collprovider WHEN 'c' THEN NULL ELSE coalesce(c.locale, c.collate) END,
               'collate', CASE c.collprovider WHEN 'c' THEN c.collate END,
               'ctype', CASE c.collprovider WHEN 'c' THEN c.ctype END,
               'rules', c.rules))) AS fact
  FROM pg_catalog.pg_namespace n
 CROSS JOIN (VALUES (NULL::pg_catalog.text, NULL::pg_catalog.text, NULL::pg_catalog.text)) AS absent(colliculocale, colllocale, collicurules)
 CROSS JOIN LATERAL (
           SELECT k.oid, k.collname, k.collprovider, k.collisdeterministic, k.collencoding,
                  k.collcollate::pg_catalog.text AS collate, k.collctype::pg_catalog.text AS ctype,
                  coalesce(colllocale, colliculocale) AS locale, collicurules AS rules
             FROM pg_catalog.pg_collation k
            WHERE k.collnamespace = n.oid) AS c
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND (c.collencoding = -1
        OR c.collencoding = (SELECT d.encoding FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 3456 AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
