-- There is a cast, but only where it is asked for by name.
CREATE TABLE t (a integer DEFAULT 1);
