CREATE TABLE parent (a integer, b varchar(5));
CREATE TABLE child (c date) INHERITS (parent);
CREATE TABLE grandchild (a integer) INHERITS (child);
CREATE VIEW v AS SELECT a FROM parent;
CREATE INDEX ON grandchild (a);
