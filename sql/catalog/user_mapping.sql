-- User mappings. Options that look like secrets are left out; none shows to a role that the mapping is not for.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1418, m.umid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1417, m.srvid::pg_catalog.int8, 0),
           'notes', (SELECT pg_catalog.json_agg(pg_catalog.format('option %I of user mapping for %I on server %I is not carried: it may be secret', o.option_name, CASE m.umuser WHEN 0 THEN 'public' ELSE m.usename END, m.srvname))
                       FROM pg_catalog.pg_options_to_table(m.umoptions) AS o
                      WHERE o.option_name ~* '(pass|secret|token|cred|(^|_)key$)'),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'role', CASE WHEN m.umuser <> 0 THEN m.usename END,
               'server', m.srvname,
               'options', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', o.option_name, 'value', o.option_value))
                               FROM pg_catalog.pg_options_to_table(m.umoptions) AS o
                              WHERE NOT o.option_name ~* '(pass|secret|token|cred|(^|_)key$)')))) AS fact
  FROM pg_catalog.pg_user_mappings m
 WHERE m.umid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1418 AND e.objid = m.umid AND e.deptype IN ('e', 'i'))
