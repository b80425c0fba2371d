CREATE TABLE u (x integer, b text);
