CREATE SCHEMA base;
CREATE SCHEMA derived;
CREATE TABLE base.t (id integer, CHECK (id > 0));
CREATE TABLE derived.t (name text) INHERITS (base.t);
CREATE INDEX ON derived.t (id);
