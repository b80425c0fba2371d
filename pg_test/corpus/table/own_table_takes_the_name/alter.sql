CREATE TABLE wanted (b text);
