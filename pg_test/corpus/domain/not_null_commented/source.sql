-- since 17
CREATE DOMAIN d AS integer NOT NULL;
COMMENT ON CONSTRAINT d_not_null ON DOMAIN d IS 'it''s needed';
CREATE DOMAIN e AS integer;
