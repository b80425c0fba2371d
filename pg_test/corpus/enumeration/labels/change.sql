COMMENT ON TYPE odd IS 'two';
CREATE TYPE more AS ENUM ('', 'x');
