CREATE TYPE date_span AS RANGE (subtype = date, subtype_opclass = date_ops);
ALTER TABLE t ADD COLUMN e date_span;
