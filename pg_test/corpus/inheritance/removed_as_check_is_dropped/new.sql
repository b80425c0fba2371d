CREATE TABLE parent (a integer);
CREATE TABLE child (a integer CONSTRAINT positive CHECK (a > 0), c date);
