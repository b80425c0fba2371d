ALTER TABLE parent RENAME CONSTRAINT positive TO above_zero;
ALTER TABLE p RENAME CONSTRAINT p_key TO p_primary;
