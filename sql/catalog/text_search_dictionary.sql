-- Text search dictionaries; options stand as the server prints them, quoted.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3600, d.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', d.dictname),
               'template', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', x.tmplname)
                             FROM pg_catalog.pg_ts_template x
                             JOIN pg_catalog.pg_namespace s ON s.oid = x.tmplnamespace
                            WHERE x.oid = d.dicttemplate),
               'options', d.dictinitoption))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_ts_dict d ON d.dictnamespace = n.oid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 3600 AND e.objid = d.oid AND e.deptype IN ('e', 'i'))
