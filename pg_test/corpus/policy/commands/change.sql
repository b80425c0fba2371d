DROP POLICY for_all ON t;
DROP POLICY for_delete ON t;
CREATE POLICY for_all ON t AS RESTRICTIVE USING (id < 100);
COMMENT ON POLICY for_insert ON t IS 'new';
DROP TABLE forced;
CREATE TABLE later (id integer);
ALTER TABLE later ENABLE ROW LEVEL SECURITY;
CREATE POLICY for_all ON later USING (id IN (SELECT t.id FROM t));
