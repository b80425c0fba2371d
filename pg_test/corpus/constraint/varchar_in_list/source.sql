-- compare restored
-- The text of such a check does not survive its own round trip: what it deparses to parses to another tree.
CREATE TABLE t (c varchar(10), d varchar(5)[], CONSTRAINT in_list CHECK (c IN ('x', 'y')), CHECK (d && ARRAY['p', 'q']::varchar[]));
CREATE INDEX t_partial ON t (c) WHERE c IN ('x', 'y');
CREATE VIEW v AS SELECT * FROM t WHERE c IN ('x', 'y');
CREATE DOMAIN d AS varchar(10) CHECK (VALUE IN ('a', 'b'));
