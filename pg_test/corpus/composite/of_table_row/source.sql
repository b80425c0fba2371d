-- A column of a table's row type, and an array of it.
CREATE TABLE item (id integer, name text);
CREATE TABLE history (at timestamptz, was item, others item[]);
