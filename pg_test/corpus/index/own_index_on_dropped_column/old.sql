-- The server takes an index along with its column; this one is not the source's to take.
CREATE TABLE t (a integer, b text);
