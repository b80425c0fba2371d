CREATE TABLE parent (a integer CHECK (a > 0), b text);
CREATE TABLE child (a integer CONSTRAINT parent_a_check CHECK (a > 0), b text, c date);
