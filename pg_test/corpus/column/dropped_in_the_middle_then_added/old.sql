-- Two columns of one name, one after the other: whether the new one is where the old one was does not matter.
CREATE TABLE t (a integer, b text, c text);
