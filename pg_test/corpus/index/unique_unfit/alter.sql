DROP INDEX lower_a;
CREATE UNIQUE INDEX lower_a ON t (lower(a));
