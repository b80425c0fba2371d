CREATE FUNCTION add_one(integer) RETURNS integer LANGUAGE internal STRICT IMMUTABLE AS 'int4inc';
CREATE FUNCTION window_like() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number';
