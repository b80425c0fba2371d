CREATE TABLE t (id integer PRIMARY KEY, who name);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY roles ON t TO pg_monitor USING (id > 0);
CREATE POLICY expressions ON t FOR UPDATE USING (id > 0);
CREATE POLICY command ON t FOR SELECT USING (id > 0);
CREATE POLICY permissive ON t USING (id > 0);
CREATE POLICY unchecked ON t FOR UPDATE USING (id > 0) WITH CHECK (id > 1);
COMMENT ON POLICY command ON t IS 'kept';
