CREATE TABLE one (a integer, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE two () INHERITS (one);
CREATE TABLE three () INHERITS (two);
