CREATE DOMAIN url AS text CHECK (VALUE ~ '^https?://');
ALTER TABLE item ADD COLUMN link url;
ALTER DOMAIN positive ADD CONSTRAINT not_too_large CHECK (VALUE < 1000000);
ALTER DOMAIN code DROP CONSTRAINT code_not_empty;
