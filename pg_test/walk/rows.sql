-- A row for each empty table, with a value in each column that has a usual one, where the table takes it.
DO $rows$
DECLARE
  t record;
  there boolean;
BEGIN
  SET CONSTRAINTS ALL IMMEDIATE;
  FOR t IN
    SELECT c.oid, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
           string_agg(CASE
             WHEN b.typtype = 'e' THEN (SELECT format('%L', e.enumlabel) FROM pg_enum e WHERE e.enumtypid = b.oid ORDER BY e.enumsortorder LIMIT 1)
             WHEN b.typcategory = 'N' THEN '1'
             WHEN b.typcategory = 'S' THEN '''x'''
             WHEN b.typcategory = 'B' THEN 'true'
             WHEN b.typcategory = 'D' THEN '''2024-02-29'''
             WHEN b.typcategory = 'A' THEN '''{}'''
             WHEN b.typcategory = 'R' THEN '''empty'''
             WHEN b.typname = 'uuid' THEN 'gen_random_uuid()'
             WHEN b.typname = 'jsonb' THEN '''{}'''
             WHEN b.typname = 'bytea' THEN '''x'''
             WHEN b.typcategory = 'C' THEN (SELECT '''(' || repeat(',', greatest(r.relnatts - 1, 0)) || ')''' FROM pg_class r WHERE r.oid = b.typrelid)
             ELSE 'NULL' END, ', ' ORDER BY a.attnum) AS values
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type d ON d.oid = a.atttypid
      JOIN pg_type b ON b.oid = CASE WHEN d.typtype = 'd' THEN d.typbasetype ELSE d.oid END
     WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemig')
       AND a.attgenerated = '' AND a.attidentity = ''
     GROUP BY c.oid ORDER BY c.oid
  LOOP
    BEGIN
      EXECUTE format('SELECT EXISTS (SELECT FROM %s)', t.oid::regclass) INTO there;
      IF NOT there THEN
        EXECUTE format('INSERT INTO %s (%s) VALUES (%s)', t.oid::regclass, t.columns, t.values);
      END IF;
    EXCEPTION WHEN OTHERS THEN
      NULL;
    END;
  END LOOP;
END $rows$;
