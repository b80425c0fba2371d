-- Tables that refer to each other: the one that is referred to comes first.
CREATE UNLOGGED TABLE z (id integer PRIMARY KEY);
CREATE UNLOGGED TABLE a (id integer REFERENCES z);
