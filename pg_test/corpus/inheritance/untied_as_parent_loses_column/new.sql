CREATE TABLE p (id integer NOT NULL, word text);
CREATE TABLE b (id integer NOT NULL, word text);
