CREATE TABLE top (a integer);
CREATE TABLE middle (b integer) INHERITS (top);
CREATE TABLE bottom (c integer) INHERITS (middle);
