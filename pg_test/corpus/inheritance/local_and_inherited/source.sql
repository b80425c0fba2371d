-- A column that is the child's own and inherited at once, in another order than the parent's.
CREATE TABLE parent (a integer, b text DEFAULT 'parent', c numeric(5,2));
CREATE TABLE child (c numeric(5,2), b text, a integer, d integer) INHERITS (parent);
