CREATE SCHEMA users;
CREATE TABLE users.users (users integer);
COMMENT ON COLUMN users.users.users IS 'old';
COMMENT ON TABLE users.users IS 'same';
