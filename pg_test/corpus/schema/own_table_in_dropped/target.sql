CREATE TABLE going.mine (a integer);
