ALTER PUBLICATION a SET (publish = 'update', publish_via_partition_root = false);
