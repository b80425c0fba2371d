CREATE FUNCTION made() RETURNS text LANGUAGE sql AS 'SELECT ''made''';
CREATE TABLE t (id integer, a text DEFAULT made(), b text NOT NULL DEFAULT made());
