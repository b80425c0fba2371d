-- Of an ordered-set aggregate, the arguments from `direct` on are those after ORDER BY.
SELECT pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1255, p.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', p.proname),
               'args', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                                   'variadic', CASE WHEN t.mode = 'v' THEN true END,
                                   'name', nullif(t.name, ''),
                                   'type', pg_catalog.format_type(t.type, NULL)) ORDER BY t.n)
                          FROM ROWS FROM (
                                   pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[])),
                                   pg_catalog.unnest(p.proargmodes),
                                   pg_catalog.unnest(p.proargnames))
                               WITH ORDINALITY AS t(type, mode, name, n)),
               'direct', CASE WHEN a.aggkind <> 'n' THEN a.aggnumdirectargs END,
               'hypothetical', CASE WHEN a.aggkind = 'h' THEN true END,
               'plain', pg_catalog.json_build_object(
                   'transition', f.transition,
                   'state', pg_catalog.format_type(a.aggtranstype, NULL),
                   'space', nullif(a.aggtransspace, 0),
                   'final', f.final,
                   'final_extra', nullif(a.aggfinalextra, false),
                   'final_modify', CASE WHEN a.aggfinalmodify <> m.usual THEN a.aggfinalmodify END,
                   'initial', a.agginitval),
               'combine', f.combine,
               'serial', f.serial,
               'deserial', f.deserial,
               'moving', CASE WHEN a.aggmtransfn <> 0 THEN pg_catalog.json_build_object(
                   'transition', f.moving_transition,
                   'state', pg_catalog.format_type(a.aggmtranstype, NULL),
                   'space', nullif(a.aggmtransspace, 0),
                   'inverse', f.inverse,
                   'final', f.moving_final,
                   'final_extra', nullif(a.aggmfinalextra, false),
                   'final_modify', CASE WHEN a.aggmfinalmodify <> m.usual THEN a.aggmfinalmodify END,
                   'initial', a.aggminitval) END,
               'sort_operator', (SELECT pg_catalog.json_build_object('schema', s.nspname, 'name', o.oprname)
                                   FROM pg_catalog.pg_operator o
                                   JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace
                                  WHERE o.oid = a.aggsortop),
               'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END,
               'returns', pg_catalog.format_type(p.prorettype, NULL)))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_proc p ON p.pronamespace = n.oid
  JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
 CROSS JOIN LATERAL (SELECT CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::pg_catalog."char" AS usual) AS m
 CROSS JOIN LATERAL (
     SELECT pg_catalog.max(q.name) FILTER (WHERE q.oid = a.aggtransfn)::pg_catalog.json AS transition,
            pg_catalog.max(q.name) FILTER (WHERE q.oid = a.aggfinalfn)::pg_catalog.json AS final,
            pg_catalog.max(q.name) FILTER (WHERE q.oid = a.aggcombinefn)::pg_catalog.json AS combine,
            pg_catalog.max(q.name) FILTER (WHERE q.oid = a.aggserialfn)::pg_catalog.json AS serial,
            pg_catalog.max(q.name) FILTER (WHERE q.oid = a.aggdeserialfn)::pg_catalog.json AS deserial,
            pg_catalog.max(q.name) FILTER (WHERE q.oid = a.aggminvtransfn)::pg_catalog.json AS inverse,
            pg_catalog.max(q.name) FILTER (WHERE q.oid = a.aggmtransfn)::pg_catalog.json AS moving_transition,
            pg_catalog.max(q.name) FILTER (WHERE q.oid = a.aggmfinalfn)::pg_catalog.json AS moving_final
       FROM (SELECT s.oid, pg_catalog.json_build_object('schema', sn.nspname, 'name', s.proname)::pg_catalog.text AS name
               FROM pg_catalog.pg_proc s
               JOIN pg_catalog.pg_namespace sn ON sn.oid = s.pronamespace
              WHERE s.oid IN (a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
                              a.aggminvtransfn, a.aggmtransfn, a.aggmfinalfn)) AS q) AS f
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1255 AND e.objid = p.oid AND e.deptype = 'e')
