SELECT ''::pg_catalog.text AS kind, '' AS object, 0::bigint AS class, 0::bigint AS oid WHERE false
