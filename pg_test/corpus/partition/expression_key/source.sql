CREATE TABLE log (at timestamptz, message text) PARTITION BY RANGE ((date_part('year', at AT TIME ZONE 'utc')));
CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM (2024) TO (2025);
CREATE FUNCTION bucket(t text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT length(t)';
CREATE TABLE by_function (t text, n integer) PARTITION BY LIST (bucket(t));
CREATE TABLE by_function_1 PARTITION OF by_function FOR VALUES IN (1, 2);
CREATE TABLE mixed (t text, n integer) PARTITION BY RANGE (n, (lower(t)));
CREATE TABLE mixed_1 PARTITION OF mixed FOR VALUES FROM (1, 'a') TO (1, 'b');
