DROP PUBLICATION a;
CREATE PUBLICATION "B b" FOR TABLE app.t, app.u WITH (publish = 'insert, delete', publish_via_partition_root);
COMMENT ON PUBLICATION "B b" IS 'some';
