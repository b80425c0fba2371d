DROP CAST (app.m AS integer) CASCADE;
CREATE CAST (app.m AS integer) WITH FUNCTION app.to_int(app.m) AS IMPLICIT;
CREATE OR REPLACE VIEW app.v AS SELECT 'a'::app.m::integer AS x;
