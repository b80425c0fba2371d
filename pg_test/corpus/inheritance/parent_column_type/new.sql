CREATE TABLE parent (a bigint, b varchar(10));
CREATE TABLE child (c date) INHERITS (parent);
CREATE TABLE grandchild (a bigint) INHERITS (child);
CREATE VIEW v AS SELECT a FROM parent;
CREATE INDEX ON grandchild (a);
