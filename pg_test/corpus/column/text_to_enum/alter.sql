CREATE TYPE state AS ENUM ('open', 'closed');
DROP INDEX t_state_idx;
ALTER TABLE t DROP CONSTRAINT t_state_check, ALTER COLUMN state DROP DEFAULT;
ALTER TABLE t ALTER COLUMN state TYPE state USING state::state;
ALTER TABLE t ALTER COLUMN state SET DEFAULT 'open';
CREATE INDEX ON t (state) WHERE state = 'open';
