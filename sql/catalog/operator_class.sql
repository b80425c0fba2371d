-- Operator classes, with their own members. Servers before 14 tie to the class whatever CREATE OPERATOR CLASS lists, later ones
-- what the access method (amadjustmembers) cannot do without, and the rest to the family: so it is read here.
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2616, c.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(2615, n.oid::pg_catalog.int8, 0),
           'aliases', (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(w.class, w.oid::pg_catalog.int8, 0))
                         FROM (SELECT 2602, pg_catalog.unnest(own.operators)
                                UNION ALL
                               SELECT 2603, pg_catalog.unnest(own.functions)) AS w(class, oid)),
           'def', pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
               'name', pg_catalog.json_build_object('schema', n.nspname, 'name', c.opcname),
               'method', a.amname,
               'family', pg_catalog.json_build_object('schema', fn.nspname, 'name', f.opfname),
               'default', CASE WHEN c.opcdefault THEN true END,
               'type', pg_catalog.format_type(c.opcintype, NULL),
               'storage', CASE WHEN c.opckeytype <> 0 AND c.opckeytype <> c.opcintype
                               THEN pg_catalog.format_type(c.opckeytype, NULL) END,
               'operators', (
                   SELECT pg_catalog.json_agg(pg_catalog.json_strip_nulls(pg_catalog.json_build_object(
                              'number', m.amopstrategy,
                              'name', pg_catalog.json_build_object('schema', s.nspname, 'name', x.oprname),
                              'left', pg_catalog.format_type(m.amoplefttype, NULL),
                              'right', pg_catalog.format_type(m.amoprighttype, NULL),
                              'order_by', (SELECT pg_catalog.json_build_object('schema', b.nspname, 'name', y.opfname)
                                             FROM pg_catalog.pg_opfamily y
                                             JOIN pg_catalog.pg_namespace b ON b.oid = y.opfnamespace
                                            WHERE y.oid = m.amopsortfamily)))
                          ORDER BY m.amopstrategy, pg_catalog.format_type(m.amoplefttype, NULL), pg_catalog.format_type(m.amoprighttype, NULL))
                     FROM pg_catalog.pg_amop m
                     JOIN pg_catalog.pg_operator x ON x.oid = m.amopopr
                     JOIN pg_catalog.pg_namespace s ON s.oid = x.oprnamespace
                    WHERE m.oid = ANY (own.operators)),
               'functions', (
                   SELECT pg_catalog.json_agg(pg_catalog.json_build_object(
                              'number', m.amprocnum,
                              'left', pg_catalog.format_type(m.amproclefttype, NULL),
                              'right', pg_catalog.format_type(m.amprocrighttype, NULL),
                              'function', (SELECT pg_catalog.json_build_object(
                                  'name', pg_catalog.json_build_object('schema', s.nspname, 'name', q.proname),
                                  'args', (SELECT pg_catalog.json_agg(pg_catalog.format_type(a.type, NULL) ORDER BY a.n)
                                             FROM pg_catalog.unnest(q.proargtypes) WITH ORDINALITY AS a(type, n)))
                             FROM pg_catalog.pg_proc q
                             JOIN pg_catalog.pg_namespace s ON s.oid = q.pronamespace
                            WHERE q.oid = m.amproc))
                          ORDER BY m.amprocnum, pg_catalog.format_type(m.amproclefttype, NULL), pg_catalog.format_type(m.amprocrighttype, NULL))
                     FROM pg_catalog.pg_amproc m
                    WHERE m.oid = ANY (own.functions))))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_opclass c ON c.opcnamespace = n.oid
  JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod
  JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
  JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
 CROSS JOIN (SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 < 140000 AS it) AS old
 -- Cast, so that the index is that over what is referred to: without statistics the server would go over all of a class.
 CROSS JOIN LATERAL (
           SELECT ARRAY(SELECT m.oid
                          FROM pg_catalog.pg_depend d
                          JOIN pg_catalog.pg_amop m ON m.oid = d.objid
                         WHERE d.refclassid = 2616 AND d.refobjid = c.oid AND d.classid::pg_catalog.int8 = 2602
                           AND NOT (old.it AND (a.amname IN ('gist', 'gin', 'spgist')
                                OR (a.amname IN ('btree', 'hash') AND m.amoplefttype <> m.amoprighttype)))) AS operators,
                  ARRAY(SELECT m.oid
                          FROM pg_catalog.pg_depend d
                          JOIN pg_catalog.pg_amproc m ON m.oid = d.objid
                         WHERE d.refclassid = 2616 AND d.refobjid = c.oid AND d.classid::pg_catalog.int8 = 2603
                           AND NOT (old.it AND CASE a.amname WHEN 'gist' THEN m.amprocnum NOT IN (1, 2, 5, 6, 7)
                                              WHEN 'gin' THEN m.amprocnum NOT IN (2, 3)
                                              WHEN 'spgist' THEN m.amprocnum > 5
                                              WHEN 'btree' THEN m.amprocnum <> 1 OR m.amproclefttype <> m.amprocrighttype
                                              WHEN 'hash' THEN m.amprocnum <> 1 OR m.amproclefttype <> m.amprocrighttype
                                              ELSE false END)) AS functions) AS own
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 2616 AND e.objid = c.oid AND e.deptype IN ('e', 'i')
                   OFFSET 0)  -- OFFSET 0: by index
