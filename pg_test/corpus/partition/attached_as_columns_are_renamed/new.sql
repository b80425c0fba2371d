CREATE TABLE p (key integer NOT NULL, value text) PARTITION BY RANGE (key);
CREATE TABLE loose PARTITION OF p (CONSTRAINT filled CHECK (value <> '')) FOR VALUES FROM (10) TO (20);
CREATE INDEX p_value ON p (value);
