CREATE EXTENSION hstore;
CREATE TABLE t (pairs hstore);
SECURITY LABEL FOR keeper ON TABLE t IS 'own';
SECURITY LABEL FOR keeper ON TYPE hstore IS 'a member';
SECURITY LABEL FOR keeper ON FUNCTION akeys(hstore) IS 'a member';
