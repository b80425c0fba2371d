-- Schemas that publications list, from 15 on. Their catalog is missing before; what it says stands in pg_depend as well.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(6237, x.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(6104, x.pub::pg_catalog.int8, 0),
           'after', pg_catalog.json_build_array(pg_catalog.json_build_array(2615, x.schema::pg_catalog.int8, 0)),
           'def', pg_catalog.json_build_object('publication', p.pubname, 'schema', n.nspname)) AS fact
  FROM (SELECT d.objid AS oid,
               pg_catalog.max(d.refobjid) FILTER (WHERE d.refclassid = 6104) AS pub,
               pg_catalog.max(d.refobjid) FILTER (WHERE d.refclassid = 2615) AS schema
          FROM pg_catalog.pg_depend d
         WHERE d.classid = 6237
         GROUP BY d.objid) AS x
  JOIN pg_catalog.pg_publication p ON p.oid = x.pub
  JOIN pg_catalog.pg_namespace n ON n.oid = x.schema
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 6104 AND e.objid = p.oid AND e.deptype = 'e')
