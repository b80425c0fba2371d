ALTER TABLE city ADD COLUMN mayor text;
CREATE TABLE port (harbour text) INHERITS (city);
DROP TABLE without_own;
