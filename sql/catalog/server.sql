-- Foreign servers. Options that look like secrets are left out.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1417, v.oid::pg_catalog.int8, 0),
           'notes', (SELECT pg_catalog.json_agg(pg_catalog.format('option %I of server %I is not carried: it may be secret', o.option_name, v.srvname))
                       FROM pg_catalog.pg_options_to_table(v.srvoptions) AS o
                      WHERE o.option_name ~* '(pass|secret|token|cred|(^|_)key$)'),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', v.srvname,
               'wrapper', w.fdwname,
               'type', v.srvtype,
               'version', v.srvversion,
               'options', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', o.option_name, 'value', o.option_value))
                               FROM pg_catalog.pg_options_to_table(v.srvoptions) AS o
                              WHERE NOT o.option_name ~* '(pass|secret|token|cred|(^|_)key$)')))) AS fact
  FROM pg_catalog.pg_foreign_server v
  JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = v.srvfdw
 WHERE v.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1417 AND e.objid = v.oid AND e.deptype IN ('e', 'i'))
