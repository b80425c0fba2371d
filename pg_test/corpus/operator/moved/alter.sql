ALTER OPERATOR app.<<< (integer, integer) SET SCHEMA other;
