CREATE VIEW added AS SELECT count(*) FROM v;
DROP VIEW star;
