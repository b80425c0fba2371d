-- Defaults of columns of tables, foreign tables and views; a generated column's expression belongs to the column.
-- A default refers to no column: without the table's oid pg_get_expr need not name all columns of it, each time (up to 17
-- that takes the square of their number).
SELECT pg_catalog.json_build_object(
           'at', pg_catalog.json_build_array(2604, d.oid::pg_catalog.int8, 0),
           'parent', pg_catalog.json_build_array(1259, a.attrelid::pg_catalog.int8, a.attnum),
           'def', pg_catalog.json_build_object(
               'of', CASE c.relkind WHEN 'v' THEN 'view' WHEN 'f' THEN 'foreign table' ELSE 'table' END,
               'relation', pg_catalog.json_build_object('schema', n.nspname, 'name', c.relname),
               'column', a.attname,
               'expression', pg_catalog.pg_get_expr(d.adbin, 0))) AS fact
  FROM pg_catalog.pg_namespace n
  JOIN pg_catalog.pg_class c
    ON c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'f') AND c.relpersistence <> 't'
  JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum
                                AND a.attgenerated = '' AND NOT a.attisdropped
 WHERE n.nspname = ANY (pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[])
   -- only: AND c.oid = ANY (pg_catalog.current_setting('schemig.objects')::pg_catalog.oid[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 1259 AND e.objid = c.oid AND e.deptype = 'e')
