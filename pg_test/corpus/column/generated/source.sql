CREATE FUNCTION twice(n numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
CREATE TABLE line (
  price numeric(10,2) NOT NULL,
  amount integer NOT NULL DEFAULT 1,
  total numeric GENERATED ALWAYS AS (price * amount) STORED,
  doubled numeric GENERATED ALWAYS AS (twice(price)) STORED NOT NULL,
  label text COLLATE "C" GENERATED ALWAYS AS ('#' || amount::text) STORED
);
