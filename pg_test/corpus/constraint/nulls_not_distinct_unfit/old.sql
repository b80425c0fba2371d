-- since 15
CREATE TABLE t (a integer CONSTRAINT once UNIQUE);
