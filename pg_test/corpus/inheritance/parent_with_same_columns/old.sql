CREATE TABLE one (a integer, b text, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE two (a integer, b text, CONSTRAINT positive CHECK (a > 0));
CREATE TABLE child (c date) INHERITS (one);
