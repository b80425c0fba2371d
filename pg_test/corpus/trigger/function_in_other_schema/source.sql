CREATE SCHEMA tools;
CREATE TABLE t (id integer, body tsvector, title text);
CREATE FUNCTION tools.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION tools.touch();
CREATE TRIGGER search BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(body, 'pg_catalog.english', title);
