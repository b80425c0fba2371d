-- Neither side can be changed while the other one is as it was: there is no = of integer and text.
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE child (parent_id integer CONSTRAINT there REFERENCES parent);
