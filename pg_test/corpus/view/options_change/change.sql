ALTER VIEW gets SET (security_invoker = true);
ALTER VIEW loses RESET (security_invoker);
ALTER VIEW changes SET (security_invoker = false);
ALTER VIEW moves RESET (security_barrier);
ALTER VIEW moves SET (security_barrier = true);
ALTER VIEW local SET (check_option = cascaded, security_barrier = true);
ALTER VIEW "Checked" RESET (check_option);
CREATE OR REPLACE VIEW also_query WITH (security_barrier = true) AS SELECT id FROM t WHERE id > 0 WITH LOCAL CHECK OPTION;
