ALTER TABLE none ADD COLUMN first integer;
