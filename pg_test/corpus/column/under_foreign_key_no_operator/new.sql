CREATE TABLE parent (id text PRIMARY KEY);
CREATE TABLE child (parent_id text CONSTRAINT there REFERENCES parent);
