CREATE TABLE p (a integer, b text) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX p_b ON p (b);
COMMENT ON TABLE p IS 'whole';
COMMENT ON COLUMN p.b IS 'of the whole';
COMMENT ON COLUMN p1.b IS 'of the part';
COMMENT ON INDEX p_b IS 'index of the whole';
