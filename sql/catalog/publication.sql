-- Publications; the tables and schemas that they list are facts of their own.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(6104, p.oid::pg_catalog.int8, 0),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', p.pubname,
               'all_tables', CASE WHEN p.puballtables THEN true END,
               'publish', pg_catalog.concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                                               CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END),
               'via_root', CASE WHEN p.pubviaroot THEN true END,
               'generated', CASE WHEN p.gencols = 's' THEN true END))) AS fact
  FROM (VALUES (NULL::pg_catalog."char")) AS absent(pubgencols)
 CROSS JOIN LATERAL (SELECT u.*, pubgencols::pg_catalog.text AS gencols FROM pg_catalog.pg_publication u) AS p
 WHERE p.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 6104 AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
