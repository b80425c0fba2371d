-- The default of before is no value of the new type.
CREATE TABLE t (a text DEFAULT 'none', b text DEFAULT '5');
