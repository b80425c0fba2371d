CREATE TABLE t (a text DEFAULT 'x'::text, b integer DEFAULT 1 + 2, c date DEFAULT CURRENT_DATE);
