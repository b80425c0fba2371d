CREATE TABLE t (a text DEFAULT 'one', b integer DEFAULT 0, c text DEFAULT 'x');
