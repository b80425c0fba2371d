CREATE TABLE t (id integer PRIMARY KEY, a date, b timestamp(0), c date, d time);
