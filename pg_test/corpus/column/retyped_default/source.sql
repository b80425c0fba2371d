CREATE TABLE t (a text DEFAULT 'one', c text DEFAULT 'x', d numeric(5,2) DEFAULT 1.5);
