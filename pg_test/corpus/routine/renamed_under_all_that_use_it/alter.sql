ALTER FUNCTION twice(integer) RENAME TO "double";
ALTER FUNCTION stamp() RENAME TO touch;
