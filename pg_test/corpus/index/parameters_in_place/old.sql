CREATE TABLE t (a integer, b int[]);
CREATE INDEX i ON t (a) WITH (fillfactor = 80);
CREATE INDEX g ON t USING gin (b);
CREATE INDEX e ON t ((a + 1), a);
