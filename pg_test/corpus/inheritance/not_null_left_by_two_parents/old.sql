-- since 18
CREATE TABLE m (a integer CONSTRAINT filled NOT NULL, b text);
CREATE TABLE n (a integer CONSTRAINT filled NOT NULL);
CREATE TABLE e (a integer CONSTRAINT filled NOT NULL) INHERITS (m, n);
CREATE TABLE o () INHERITS (m, n);
