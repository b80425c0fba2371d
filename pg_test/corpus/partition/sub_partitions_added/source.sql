-- A partitioned table with indexes gets a partition that is partitioned itself: its indexes are
-- whole before it is attached.
CREATE TABLE measured (
    at date NOT NULL,
    station integer NOT NULL,
    value numeric,
    CONSTRAINT measured_once UNIQUE (at, station)
) PARTITION BY RANGE (at);
CREATE INDEX measured_value ON measured (value);
CREATE TABLE quoted (at date, station integer, FOREIGN KEY (at, station) REFERENCES measured (at, station));
