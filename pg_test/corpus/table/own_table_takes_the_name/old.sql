-- What a user made here has the name that a new table of the source wants.
CREATE TABLE t (a integer);
