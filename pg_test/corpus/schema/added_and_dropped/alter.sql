DROP SCHEMA going CASCADE;
DROP SCHEMA empty;
CREATE SCHEMA coming;
CREATE TABLE coming.t (a integer);
COMMENT ON SCHEMA coming IS 'new';
