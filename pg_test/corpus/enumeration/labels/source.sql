-- Labels may be empty, long, quoted, and like those of another type.
CREATE TYPE odd AS ENUM ('', ' ', 'it''s', 'back\slash', 'a "b" c', 'äöü', 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk');
CREATE TYPE other AS ENUM ('', 'b', 'a');
ALTER TYPE other ADD VALUE 'between' BEFORE 'b';
ALTER TYPE other RENAME VALUE 'a' TO 'z';
CREATE TABLE t (o odd DEFAULT '', p other[]);
COMMENT ON TYPE odd IS 'one';
