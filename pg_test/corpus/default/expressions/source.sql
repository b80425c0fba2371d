CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS 'SELECT ''c''';
CREATE TABLE t (
  a integer DEFAULT 1, b integer DEFAULT -1 NOT NULL, c text DEFAULT 'it''s \ here', d text DEFAULT NULL,
  e timestamptz DEFAULT now(), f date DEFAULT CURRENT_DATE, g text DEFAULT CURRENT_USER, h jsonb DEFAULT '{"a": [1]}',
  i integer[] DEFAULT '{1,2}', j text DEFAULT next_code(), k numeric DEFAULT 1.50, l boolean DEFAULT true,
  m interval DEFAULT '1 day'::interval, n text DEFAULT upper('x'::text) || 'y', o uuid DEFAULT gen_random_uuid(),
  p varchar(5) DEFAULT 'abc', q char(3) DEFAULT 'x', r bit(4) DEFAULT B'1010', s text DEFAULT E'tab\tline\nend',
  t timestamp DEFAULT (now() AT TIME ZONE 'utc'), u integer DEFAULT (CASE WHEN 1 > 2 THEN 3 ELSE 4 END),
  v text[] DEFAULT ARRAY['a', 'b']::text[], w regclass DEFAULT 'pg_class'::regclass
);
