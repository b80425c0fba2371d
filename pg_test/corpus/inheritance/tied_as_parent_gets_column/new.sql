CREATE TABLE p (id integer NOT NULL, word text, more uuid, much integer DEFAULT 5);
CREATE TABLE b (id integer NOT NULL, word text) INHERITS (p);
