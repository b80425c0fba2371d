CREATE TABLE a (id integer, code text);
CREATE TABLE b (id integer PRIMARY KEY, code text, a integer);
