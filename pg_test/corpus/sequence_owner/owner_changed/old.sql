CREATE TABLE a (x integer, y integer);
CREATE TABLE b (x integer);
CREATE SEQUENCE free;
CREATE SEQUENCE of_a OWNED BY a.x;
CREATE SEQUENCE moves OWNED BY a.y;
