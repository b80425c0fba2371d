CREATE TABLE other (id integer CONSTRAINT new_a PRIMARY KEY);
CREATE TABLE t (a integer CONSTRAINT new_b UNIQUE, b integer CONSTRAINT new_c REFERENCES other,
  CONSTRAINT new_d CHECK (a > 0), CONSTRAINT new_e EXCLUDE (a WITH =));
COMMENT ON CONSTRAINT new_d ON t IS 'the same one';
