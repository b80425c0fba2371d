-- Detached, renamed and moved to another schema at once: the rows go along.
CREATE SCHEMA archive;
CREATE TABLE p (at date, v integer) PARTITION BY RANGE (at);
CREATE TABLE p_2023 PARTITION OF p FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE p_2024 PARTITION OF p FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
