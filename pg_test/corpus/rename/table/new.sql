CREATE TABLE new_name (a integer CONSTRAINT old_name_pkey PRIMARY KEY, b text);
CREATE VIEW v AS SELECT a FROM new_name;
