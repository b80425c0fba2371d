CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER near FOREIGN DATA WRAPPER w;
CREATE SERVER "Far away" FOREIGN DATA WRAPPER w;
CREATE SCHEMA app;
CREATE DOMAIN app.amount AS numeric(10, 2) CHECK (VALUE >= 0);
CREATE FOREIGN TABLE app.nothing () SERVER near;
CREATE FOREIGN TABLE app.plain (id integer) SERVER near OPTIONS (schema_name 'it''s', "Two two" '');
CREATE FOREIGN TABLE app."All Of It" (
    id bigint OPTIONS (column_name 'Id', key 'true') NOT NULL,
    "Some Name" varchar(20) COLLATE "C" DEFAULT 'x' CONSTRAINT named CHECK ("Some Name" <> ''),
    amount app.amount OPTIONS (nulls 'it''s "none"'),
    twice numeric GENERATED ALWAYS AS (amount * 2) STORED,
    long text,
    tags text[],
    at timestamp(3) with time zone DEFAULT now()
) SERVER "Far away" OPTIONS (table_name 'T');
ALTER FOREIGN TABLE app."All Of It" ALTER COLUMN long SET STATISTICS 500, ALTER COLUMN long SET STORAGE EXTERNAL,
    ALTER COLUMN tags SET (n_distinct = 100, n_distinct_inherited = -0.5);
ALTER FOREIGN TABLE app."All Of It" ADD CONSTRAINT later CHECK (id > 0) NOT VALID;
ALTER FOREIGN TABLE app."All Of It" ADD CONSTRAINT alone CHECK (id < 1000) NO INHERIT;
COMMENT ON FOREIGN TABLE app."All Of It" IS 'elsewhere';
COMMENT ON COLUMN app."All Of It".long IS 'a column elsewhere';
COMMENT ON CONSTRAINT later ON app."All Of It" IS 'a check elsewhere';
