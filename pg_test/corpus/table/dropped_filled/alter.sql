DROP TABLE going;
