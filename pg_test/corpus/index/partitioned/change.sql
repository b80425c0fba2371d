CREATE INDEX p_c ON p (c, a);
DROP INDEX p_b;
