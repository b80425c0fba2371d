CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, a integer, b text);
CREATE TABLE app.u (id integer PRIMARY KEY);
CREATE PUBLICATION "B b" FOR TABLE app.t, app.u WITH (publish = 'insert, delete', publish_via_partition_root);
COMMENT ON PUBLICATION "B b" IS 'some';
