CREATE TABLE t (a integer);
CREATE TABLE wanted (b text);
