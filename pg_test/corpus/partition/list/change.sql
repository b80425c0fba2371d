CREATE TABLE flag (on_off boolean) PARTITION BY LIST (on_off);
CREATE TABLE flag_on PARTITION OF flag FOR VALUES IN (true);
