DROP TYPE announced;
CREATE TYPE later;
