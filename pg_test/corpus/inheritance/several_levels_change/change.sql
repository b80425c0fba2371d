ALTER TABLE top ADD COLUMN added text DEFAULT 'x';
ALTER TABLE middle ADD COLUMN own integer;
