CREATE SEQUENCE p_numbers;
CREATE TABLE p (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED, s integer DEFAULT nextval('p_numbers')) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE p2 (s integer, b integer GENERATED ALWAYS AS (a + 1) STORED, a integer);
ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2);
CREATE TABLE serial_p (id serial, a integer) PARTITION BY LIST (a);
CREATE TABLE serial_p1 PARTITION OF serial_p FOR VALUES IN (1);
ALTER SEQUENCE p_numbers OWNED BY p.s;
