DROP CAST (app.m AS integer);
CREATE CAST (app.m AS text) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (app.m AS text) IS 'as it stands';
