-- New tables refer to a column that gets another type, or is made anew by the way back: their keys go before that.
CREATE SCHEMA dbo;
CREATE TABLE dbo.w (id integer PRIMARY KEY, g integer GENERATED ALWAYS AS (1) STORED, UNIQUE (id, g));
