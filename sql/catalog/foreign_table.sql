-- Foreign tables. Columns, constraints, inheritance and attachment to a parent are facts of their own, as those of tables.
-- Options that look like secrets are left out; an option called `key` tells which columns are one, and is none.
-- by_name: what tables and columns are called elsewhere is what they are called here, unless an option says otherwise.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1259, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           -- A partition goes along with its parent.
           'falls', CASE WHEN c.relispartition
                         THEN (SELECT pg_catalog.json_build_array(1259, h.inhparent::pg_catalog.int8, 0)
                                 FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid) END,
           'aliases', pg_catalog.json_build_array(
               pg_catalog.json_build_array(1247, t.oid::pg_catalog.int8, 0),
               pg_catalog.json_build_array(1247, t.typarray::pg_catalog.int8, 0)),
           'notes', (SELECT pg_catalog.json_agg(pg_catalog.format('option %I of foreign table %I.%I is not carried: it may be secret',
                                                                  o.option_name, n.nspname, c.relname))
                       FROM pg_catalog.pg_options_to_table(f.ftoptions) AS o
                      WHERE o.option_name ~* '(pass|secret|token|cred)'),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'server', v.srvname,
               'options', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object('name', o.option_name, 'value', o.option_value))
                               FROM pg_catalog.pg_options_to_table(f.ftoptions) AS o
                              WHERE NOT o.option_name ~* '(pass|secret|token|cred)'),
               'by_name', CASE WHEN p.prosrc = 'postgres_fdw_handler' THEN true END))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind = 'f' AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_type t ON t.oid = c.reltype
  JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
  JOIN pg_catalog.pg_foreign_server v ON v.oid = f.ftserver
  JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = v.srvfdw
  LEFT JOIN pg_catalog.pg_proc p ON p.oid = w.fdwhandler
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
