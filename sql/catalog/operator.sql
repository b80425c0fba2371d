-- Operators; one that is only announced, as another one's commutator or negator, has no function and is left out.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2617, o.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', o.oprname),
               'left', CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END,
               'right', CASE WHEN o.oprright <> 0 THEN pg_catalog.format_type(o.oprright, NULL) END,
               'function', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = o.oprcode),
               'commutator', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', x.oprname)
                             FROM pg_catalog.pg_operator x
                             JOIN pg_catalog.pg_namespace s ON s.oid = x.oprnamespace
                            WHERE x.oid = o.oprcom),
               'negator', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', x.oprname)
                             FROM pg_catalog.pg_operator x
                             JOIN pg_catalog.pg_namespace s ON s.oid = x.oprnamespace
                            WHERE x.oid = o.oprnegate),
               'restrict', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = o.oprrest),
               'join', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname)
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = o.oprjoin),
               'merges', CASE WHEN o.oprcanmerge THEN true END,
               'hashes', CASE WHEN o.oprcanhash THEN true END))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_operator o ON o.oprnamespace = n.oid AND o.oprcode <> 0
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 2617 AND e.objid = o.oid AND e.deptype IN ('e', 'i'))
