CREATE EXTENSION hstore;
ALTER TABLE person ADD COLUMN attributes hstore DEFAULT ''::hstore;
