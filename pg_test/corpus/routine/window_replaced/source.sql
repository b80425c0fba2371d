CREATE FUNCTION number() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
CREATE FUNCTION supported(a text, b text) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT SUPPORT textlike_support AS 'textlike';
CREATE VIEW v AS SELECT number() OVER () AS n;
