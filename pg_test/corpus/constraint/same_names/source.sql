-- Constraint names are unique in a table only; index and sequence names in a schema.
CREATE TABLE a (id integer CONSTRAINT positive CHECK (id > 0));
CREATE TABLE b (id integer CONSTRAINT positive CHECK (id > 1));
CREATE DOMAIN c AS integer CONSTRAINT positive CHECK (VALUE > 2);
