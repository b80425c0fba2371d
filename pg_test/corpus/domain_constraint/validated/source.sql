CREATE DOMAIN positive AS integer;
ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100) NOT VALID;
ALTER DOMAIN positive ADD CONSTRAINT "Not Negative" CHECK (VALUE >= 0);
ALTER DOMAIN positive ADD CONSTRAINT unused CHECK (VALUE <> 13) NOT VALID;
COMMENT ON CONSTRAINT small ON DOMAIN positive IS 'below a hundred';
COMMENT ON CONSTRAINT "Not Negative" ON DOMAIN positive IS 'it''s at least 0';
CREATE TABLE item (amount positive);
