CREATE FUNCTION first_letter(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT left(t, 1)';
CREATE TABLE t (a text, b text, c integer, d jsonb, e timestamptz);
CREATE INDEX t_lower ON t (lower(a));
CREATE INDEX t_mixed ON t (c, (a || b), upper(b) DESC);
CREATE INDEX t_own ON t (first_letter(a));
CREATE INDEX t_json ON t ((d ->> 'key'), ((d -> 'a' -> 0)::text));
CREATE UNIQUE INDEX t_coalesce ON t (COALESCE(c, 0), (c IS NULL));
CREATE INDEX t_zone ON t ((e AT TIME ZONE 'Europe/Zurich'));
CREATE INDEX t_cast ON t ((c::text) text_pattern_ops);
