CREATE TYPE inner_of AS (n bigint, label text);
CREATE DOMAIN positive AS inner_of CHECK ((VALUE).n > 0);
CREATE TYPE outer_of AS (p positive, other text);
CREATE TABLE t (id integer PRIMARY KEY, o outer_of);
