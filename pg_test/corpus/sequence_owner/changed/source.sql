CREATE TABLE t (a integer, b integer);
CREATE TABLE u (a integer);
CREATE SEQUENCE s OWNED BY t.a;
CREATE SEQUENCE r OWNED BY t.b;
