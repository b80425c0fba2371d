ALTER TABLE users.users ALTER COLUMN users TYPE bigint;
COMMENT ON COLUMN users.users.users IS 'new';
