-- Names that other kinds take over: parts of the old object are not parts of the new one.
CREATE TABLE becomes_view (id integer DEFAULT 3);
COMMENT ON COLUMN becomes_view.id IS 'a table''s';
CREATE VIEW becomes_matview AS SELECT 1 AS id;
CREATE MATERIALIZED VIEW becomes_table AS SELECT 1 AS id;
CREATE INDEX of_matview ON becomes_table (id);
CREATE SEQUENCE becomes_index;
CREATE TYPE becomes_domain AS ENUM ('a');
CREATE TYPE becomes_row_type AS (id integer);
