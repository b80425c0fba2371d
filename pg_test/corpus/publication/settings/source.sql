CREATE PUBLICATION a FOR ALL TABLES;
CREATE PUBLICATION "B b" WITH (publish = 'insert, truncate', publish_via_partition_root);
CREATE PUBLICATION c WITH (publish = '');
