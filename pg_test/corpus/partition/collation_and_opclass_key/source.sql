CREATE TABLE names (name text) PARTITION BY RANGE (name COLLATE "C" text_pattern_ops);
CREATE TABLE names_a PARTITION OF names FOR VALUES FROM ('a') TO ('n');
CREATE TABLE codes (code text COLLATE "POSIX") PARTITION BY LIST (code COLLATE "C");
CREATE TABLE codes_a PARTITION OF codes FOR VALUES IN ('a');
