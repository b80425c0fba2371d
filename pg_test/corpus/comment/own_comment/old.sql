-- Nobody said anything there; what is said here is nobody else's.
CREATE TABLE t (a integer, b text);
