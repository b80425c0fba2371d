CREATE TABLE a (x integer, y integer);
CREATE TABLE b (x integer);
CREATE SEQUENCE free OWNED BY a.x;
CREATE SEQUENCE of_a;
CREATE SEQUENCE moves OWNED BY b.x;
