ALTER TABLE person ALTER feeling TYPE text;
DROP DOMAIN feeling;
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN feeling AS mood CHECK (VALUE <> 'sad');
ALTER TABLE person ALTER feeling TYPE feeling USING feeling::mood;
