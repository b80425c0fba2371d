-- Text search configurations; the parser tells the names of its tokens.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(3602, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', c.cfgname),
               'parser', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', x.prsname)
                             FROM pg_catalog.pg_ts_parser x
                             JOIN pg_catalog.pg_namespace s ON s.oid = x.prsnamespace
                            WHERE x.oid = c.cfgparser),
               'mappings', (
                   SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                              'token', t.alias,
                              'dictionaries', (
                                  SELECT pg_catalog.json_agg(pg_catalog.json_build_object('schema', s.nspname, 'name', d.dictname)
                                                             ORDER BY m.mapseqno)
                                    FROM pg_catalog.pg_ts_config_map m
                                    JOIN pg_catalog.pg_ts_dict d ON d.oid = m.mapdict
                                    JOIN pg_catalog.pg_namespace s ON s.oid = d.dictnamespace
                                   WHERE m.mapcfg = c.oid AND m.maptokentype = t.tokid)) ORDER BY t.tokid)
                     FROM pg_catalog.ts_token_type(c.cfgparser) AS t
                    WHERE EXISTS (SELECT FROM pg_catalog.pg_ts_config_map m
                                   WHERE m.mapcfg = c.oid AND m.maptokentype = t.tokid))))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_ts_config c ON c.cfgnamespace = n.oid
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 3602 AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
