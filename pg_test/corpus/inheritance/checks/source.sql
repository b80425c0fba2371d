CREATE TABLE parent (
  a integer CONSTRAINT inherited CHECK (a > 0),
  CONSTRAINT parents_only CHECK (a < 100) NO INHERIT
);
CREATE TABLE child (CONSTRAINT inherited CHECK (a > 0), CONSTRAINT own CHECK (a <> 50)) INHERITS (parent);
CREATE TABLE grandchild () INHERITS (child);
ALTER TABLE parent ADD CONSTRAINT later CHECK (a <> 7) NOT VALID;
