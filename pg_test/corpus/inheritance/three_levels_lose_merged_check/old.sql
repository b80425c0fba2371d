CREATE TABLE one (a integer, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE two () INHERITS (one);
CREATE TABLE three (CONSTRAINT positive CHECK (a > 0)) INHERITS (two);
