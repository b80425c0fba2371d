CREATE SCHEMA archive;
CREATE TABLE p (at date, v integer) PARTITION BY RANGE (at);
CREATE TABLE archive.year_2023 (at date, v integer);
CREATE TABLE p_2024 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
