-- Functions, procedures and window functions. What a range type brings along (its constructors) belongs to the type.
-- Only a whole definition shows the body of a routine that has no string: pg_get_function_sqlbody is missing before 14.
SELECT pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(1255, p.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'falls', CASE WHEN coalesce(r.rngtypid, b.oid) IS NOT NULL
                         THEN pg_catalog.json_build_array(1247, coalesce(r.rngtypid, b.oid)::pg_catalog.int8, 0) END,
           'def', pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', p.proname),
               'sort', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'w' THEN 'window' END,
               'args', (SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                                   'mode', CASE a.mode WHEN 'o' THEN 'out' WHEN 'b' THEN 'inout'
                                                       WHEN 'v' THEN 'variadic' WHEN 't' THEN 'table' END,
                                   'name', nullif(a.name, ''),
                                   'type', pg_catalog.format_type(a.type, NULL),
                                   'default', CASE WHEN p.pronargdefaults > 0
                                                   THEN pg_catalog.pg_get_function_arg_default(
                                                            p.oid, a.n::pg_catalog.int4) END) ORDER BY a.n)
                          FROM ROWS FROM (
                                   pg_catalog.unnest(coalesce(p.proallargtypes, p.proargtypes::pg_catalog.oid[])),
                                   pg_catalog.unnest(p.proargmodes),
                                   pg_catalog.unnest(p.proargnames))
                               WITH ORDINALITY AS a(type, mode, name, n)),
               'returns', CASE WHEN p.prokind <> 'p' THEN pg_catalog.format_type(p.prorettype, NULL) END,
               'set', nullif(p.proretset, false),
               'language', l.lanname,
               'transforms', (SELECT pg_catalog.json_agg(pg_catalog.format_type(t.type, NULL) ORDER BY t.n)
                                FROM pg_catalog.unnest(p.protrftypes) WITH ORDINALITY AS t(type, n)),
               'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END,
               'strict', nullif(p.proisstrict, false),
               'security_definer', nullif(p.prosecdef, false),
               'leakproof', nullif(p.proleakproof, false),
               'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END,
               'cost', CASE WHEN p.procost <> CASE WHEN l.lanname IN ('internal', 'c') THEN 1 ELSE 100 END
                            THEN p.procost::pg_catalog.text END,
               'rows', CASE WHEN p.proretset AND p.prorows NOT IN (0, 1000)
                            THEN p.prorows::pg_catalog.text END,
               'support', (SELECT pg_catalog.json_build_object('schema', sn.nspname, 'name', s.proname)
                             FROM pg_catalog.pg_proc s
                             JOIN pg_catalog.pg_namespace sn ON sn.oid = s.pronamespace
                            WHERE s.oid = p.prosupport),
               'settings', pg_catalog.to_json(p.proconfig),
               'body', CASE
                   WHEN p.has_sql_body
                   THEN pg_catalog.json_build_object('definition', pg_catalog.pg_get_functiondef(p.oid))
                   WHEN p.probin IS NOT NULL
                   THEN pg_catalog.json_build_object('file', p.probin, 'symbol', p.prosrc)
                   ELSE pg_catalog.json_build_object('string', p.prosrc) END,
               'extensions', (SELECT pg_catalog.json_agg(x.extname ORDER BY x.extname)
                                FROM pg_catalog.pg_depend d
                                JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid
                               WHERE d.classid = 1255 AND d.objid = p.oid
                                 AND d.refclassid = 3079 AND d.deptype = 'x')))) AS fact
  FROM (VALUES (NULL::pg_catalog.text)) AS absent(prosqlbody)
 CROSS JOIN LATERAL (SELECT q.*, prosqlbody IS NOT NULL AS has_sql_body
                       FROM pg_catalog.pg_proc q
                      WHERE q.prokind IN ('f', 'p', 'w')) AS p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  LEFT JOIN pg_catalog.pg_range r ON r.rngcanonical = p.oid
  LEFT JOIN LATERAL (
           SELECT t.oid
             FROM pg_catalog.pg_type t
            WHERE t.oid IN (p.prorettype, p.proargtypes[0]) AND t.typtype = 'b'
              AND p.oid IN (t.typinput, t.typoutput, t.typreceive, t.typsend)
            LIMIT 1) AS b ON true
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1255 AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
