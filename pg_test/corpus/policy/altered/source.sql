CREATE TABLE t (id integer, owner name);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY roles ON t TO pg_monitor USING (true);
CREATE POLICY to_public ON t TO pg_monitor, pg_signal_backend USING (id > 0);
CREATE POLICY "Expressions" ON t FOR UPDATE USING (owner = CURRENT_USER) WITH CHECK (id > 0);
CREATE POLICY for_insert ON t AS RESTRICTIVE FOR INSERT WITH CHECK (id > 0);
CREATE POLICY subquery ON t FOR SELECT USING (id IN (SELECT t.id FROM t));
COMMENT ON POLICY roles ON t IS 'few';
