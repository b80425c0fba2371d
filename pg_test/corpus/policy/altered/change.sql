ALTER POLICY roles ON t TO pg_signal_backend, pg_monitor;
ALTER POLICY to_public ON t TO PUBLIC USING (id > 1);
ALTER POLICY "Expressions" ON t USING (owner = SESSION_USER) WITH CHECK (id > 2);
ALTER POLICY for_insert ON t TO pg_monitor WITH CHECK (id < 100);
ALTER POLICY subquery ON t USING (EXISTS (SELECT FROM pg_roles));
