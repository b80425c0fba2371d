CREATE TABLE one (a integer, b text);
CREATE TABLE two (a integer, c date);
CREATE TABLE child (c date) INHERITS (one, two);
