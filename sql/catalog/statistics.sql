-- Extended statistics in a followed schema, whatever schema their table is in. Kinds are listed where they are not all of
-- those that there are; statistics of a single expression have none. A target that is not set is -1, from 17 on null.
-- Expressions show one by one only in the whole definition, behind the columns.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3381, s.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, s.stxrelid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', s.stxname),
               'relation', pg_catalog.json_build_object('schema', cn.nspname, 'name', c.relname),
               'kinds', CASE WHEN NOT s.stxkind @> '{d,f,m}' AND s.stxkind <> '{e}' THEN (
                   SELECT pg_catalog.json_agg(k.word ORDER BY k.place)
                     FROM (VALUES (1, 'd', 'ndistinct'), (2, 'f', 'dependencies'), (3, 'm', 'mcv')) AS k(place, code, word)
                    WHERE k.code::pg_catalog."char" = ANY (s.stxkind)) END,
               'columns', (
                   SELECT pg_catalog.json_agg(a.attname ORDER BY a.attnum)
                     FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys::pg_catalog.int2[])),
               'expressions', CASE WHEN 'e' = ANY (s.stxkind) THEN pg_catalog.json_build_object(
                   'definition', pg_catalog.pg_get_statisticsobjdef(s.oid),
                   'columns', pg_catalog.array_length(s.stxkeys::pg_catalog.int2[], 1)) END,
               'target', CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_statistic_ext s ON s.stxnamespace = n.oid
  JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid AND c.relkind IN ('r', 'p', 'm', 'f') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.objsubid = 0 AND e.deptype = 'e')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 3381 AND e.objid = s.oid AND e.deptype = 'e'
                   OFFSET 0)  -- OFFSET 0: by index; without statistics the server would go over all of these for each
