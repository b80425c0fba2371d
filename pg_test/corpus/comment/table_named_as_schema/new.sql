CREATE SCHEMA users;
CREATE TABLE users.users (users bigint);
COMMENT ON COLUMN users.users.users IS 'new';
COMMENT ON TABLE users.users IS 'same';
