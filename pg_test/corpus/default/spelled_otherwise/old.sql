-- The same expression in other words is no change.
CREATE TABLE t (a text DEFAULT 'x', b integer DEFAULT (1 + 2), c date DEFAULT current_date);
