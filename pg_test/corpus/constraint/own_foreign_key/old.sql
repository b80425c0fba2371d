-- A user's table refers to a followed one whose key is changed.
CREATE TABLE t (id integer PRIMARY KEY, a text);
