CREATE TABLE m (a integer, b text);
CREATE TABLE n (a integer);
CREATE TABLE b (a integer) INHERITS (m);
CREATE TABLE c (a integer, c integer) INHERITS (b);
CREATE TABLE d (b text) INHERITS (m);
CREATE TABLE e (a integer) INHERITS (m, n);
