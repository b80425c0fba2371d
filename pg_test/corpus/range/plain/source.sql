-- since 14
CREATE TYPE float_range AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE text_range AS RANGE (subtype = text, collation = "C");
CREATE TYPE named AS RANGE (subtype = integer, multirange_type_name = many_named);
COMMENT ON TYPE float_range IS 'of measures';
CREATE TABLE t (a float_range, b text_range, c many_named, d named[]);
CREATE INDEX t_a ON t USING gist (a);
