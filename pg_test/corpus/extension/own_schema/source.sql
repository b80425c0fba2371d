-- Installed in a schema of its own, with a comment that replaces the one it came with.
CREATE SCHEMA extensions;
CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
COMMENT ON EXTENSION "uuid-ossp" IS 'makes identifiers';
CREATE TABLE item (id uuid DEFAULT extensions.uuid_generate_v4() PRIMARY KEY);
