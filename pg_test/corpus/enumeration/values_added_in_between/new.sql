CREATE TYPE size AS ENUM ('tiny', 'small', 'medium', 'it''s "big"', 'large', 'huge');
CREATE TABLE shirt (id integer PRIMARY KEY, size size);
CREATE INDEX shirt_size ON shirt (size);
