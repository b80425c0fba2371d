CREATE TABLE one (a integer CONSTRAINT positive CHECK (a > 0), b text);
CREATE TABLE two (a integer CONSTRAINT positive CHECK (a > 0), d date);
CREATE TABLE child (d date, c date) INHERITS (one);
