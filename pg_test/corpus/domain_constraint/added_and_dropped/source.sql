CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN code AS varchar(10) NOT NULL DEFAULT 'none'
  CONSTRAINT code_not_empty CHECK (VALUE <> '')
  CONSTRAINT code_upper CHECK (upper(VALUE) = VALUE);
COMMENT ON DOMAIN code IS 'upper case';
COMMENT ON CONSTRAINT code_upper ON DOMAIN code IS 'no small letters';
CREATE TABLE item (amount positive, code code);
