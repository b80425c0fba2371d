CREATE PROCEDURE with_out(OUT x integer) LANGUAGE plpgsql AS 'BEGIN x := 1; END';
DROP PROCEDURE commits();
