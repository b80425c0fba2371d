CREATE TABLE parent (a integer, b text);
CREATE TABLE child (a integer, b text, c integer);
CREATE TABLE leaves (a integer, b text) INHERITS (parent);
