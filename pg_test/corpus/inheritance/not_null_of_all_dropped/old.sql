CREATE TABLE m (a integer NOT NULL, b text NOT NULL);
CREATE TABLE n (a integer NOT NULL);
CREATE TABLE b (a integer NOT NULL) INHERITS (m);
CREATE TABLE c (a integer NOT NULL, c integer) INHERITS (b);
CREATE TABLE d (b text NOT NULL) INHERITS (m);
CREATE TABLE e (a integer NOT NULL) INHERITS (m, n);
