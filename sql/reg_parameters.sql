SELECT n.nspname::pg_catalog.text AS schema, p.proname::pg_catalog.text AS name, (p.pronargs - p.pronargdefaults)::pg_catalog.text AS least,
       (p.provariadic <> 0)::pg_catalog.text AS variadic,
       pg_catalog.to_json(ARRAY(SELECT pg_catalog.format_type(a.type, NULL)
          FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS a(type, place) ORDER BY a.place))::pg_catalog.text AS types
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 WHERE p.proname IN (SELECT o.proname FROM pg_catalog.pg_proc o
         WHERE o.proargtypes::oid[] && ARRAY(SELECT t.oid FROM pg_catalog.pg_type t
                 WHERE t.typnamespace = 11 AND t.typtype = 'b' AND t.typname LIKE 'reg%'))
