CREATE TYPE "Span" AS RANGE (subtype = integer, multirange_type_name = span_multirange);
CREATE TABLE t (id integer PRIMARY KEY, s "Span");
