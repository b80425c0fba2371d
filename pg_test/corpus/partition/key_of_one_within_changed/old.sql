-- A partition that is made anew is attached again.
CREATE TABLE top (a text, b integer) PARTITION BY LIST (b);
CREATE TABLE sub PARTITION OF top FOR VALUES IN (1) PARTITION BY LIST (a);
CREATE TABLE leaf PARTITION OF sub FOR VALUES IN ('x');
