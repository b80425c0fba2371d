-- Sort order differs from the order in which values were added.
CREATE TYPE level AS ENUM ('b', 'd');
ALTER TYPE level ADD VALUE 'a' BEFORE 'b';
ALTER TYPE level ADD VALUE 'c' AFTER 'b';
ALTER TYPE level ADD VALUE 'e';
