-- A value of one type is none of the other, whatever the column and its table are called.
CREATE TABLE o (status text DEFAULT 'new', n text DEFAULT 'none');
CREATE TABLE p (status text DEFAULT 'new');
