ALTER VIEW one SET (security_invoker = true);
ALTER VIEW two RESET (security_barrier);
ALTER VIEW three SET (check_option = cascaded);
ALTER VIEW four SET (security_invoker = false);
ALTER VIEW four RESET (security_barrier);
ALTER VIEW four SET (security_barrier = true);
