ALTER TABLE t ALTER home TYPE text USING home::text;
DROP TYPE address;
