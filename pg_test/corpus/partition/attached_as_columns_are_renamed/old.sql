-- The table that is attached has its columns' new names before, as the partitioned one does.
CREATE TABLE p (k integer NOT NULL, v text) PARTITION BY RANGE (k);
CREATE TABLE loose (k integer NOT NULL, v text, CONSTRAINT filled CHECK (v <> ''));
