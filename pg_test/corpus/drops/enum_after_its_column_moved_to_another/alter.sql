CREATE TYPE feeling AS ENUM ('ok', 'happy', 'sad');
ALTER TABLE t ALTER m DROP DEFAULT;
ALTER TABLE t ALTER m TYPE feeling USING m::text::feeling;
ALTER TABLE t ALTER m SET DEFAULT 'ok';
DROP TYPE mood;
