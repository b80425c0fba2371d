-- The sequences are given away in time: what owned them goes, and would take them along.
CREATE TABLE t (id serial, other serial);
CREATE TABLE going (id serial);
