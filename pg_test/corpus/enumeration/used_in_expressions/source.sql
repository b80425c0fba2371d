CREATE TYPE state AS ENUM ('new', 'done');
CREATE FUNCTION is_done(s state) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT s = 'done' $$;
CREATE TABLE task (
  id integer,
  state state NOT NULL DEFAULT 'new',
  CONSTRAINT known CHECK (state IN ('new', 'done'))
);
CREATE INDEX open_task ON task (id) WHERE state = 'new';
CREATE VIEW done_task AS SELECT * FROM task WHERE state = 'done'::state;
