-- The default partition has rows that belong to the new one.
CREATE TABLE p (k integer, v text) PARTITION BY LIST (k);
CREATE TABLE p_rest PARTITION OF p DEFAULT;
