ALTER TYPE state ADD VALUE 'new';
ALTER TABLE t ALTER COLUMN state SET DEFAULT 'new', ADD CHECK (state <> 'new' OR id > 0);
