-- since 18
CREATE TABLE t (
    a integer,
    b integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
    c integer GENERATED ALWAYS AS (a * 3) STORED);
CREATE VIEW v AS SELECT b FROM t;
CREATE TABLE parent (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL);
CREATE TABLE child () INHERITS (parent);
