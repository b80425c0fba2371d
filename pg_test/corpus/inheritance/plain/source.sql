CREATE TABLE city (name text NOT NULL, population integer DEFAULT 0, CONSTRAINT has_people CHECK (population >= 0));
CREATE TABLE capital (country char(2) NOT NULL) INHERITS (city);
CREATE TABLE without_own () INHERITS (city);
COMMENT ON COLUMN capital.name IS 'inherited, commented';
