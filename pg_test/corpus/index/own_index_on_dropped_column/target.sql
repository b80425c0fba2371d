CREATE INDEX mine ON t (a, b);
