CREATE TYPE address AS (street text, number integer, tags text[], price numeric(10,2));
CREATE TYPE person AS (name varchar(40) COLLATE "C", home address, other address[]);
CREATE TYPE nothing AS ();
COMMENT ON TYPE person IS 'name and addresses';
COMMENT ON COLUMN person.home IS 'where mail goes';
CREATE TABLE contact (id integer, who person);
