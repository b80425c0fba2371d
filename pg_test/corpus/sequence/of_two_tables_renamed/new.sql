CREATE SEQUENCE "Number";
CREATE TABLE a (id integer DEFAULT nextval('"Number"') PRIMARY KEY);
CREATE TABLE b (id integer DEFAULT nextval('"Number"') PRIMARY KEY);
ALTER SEQUENCE "Number" OWNED BY b.id;
