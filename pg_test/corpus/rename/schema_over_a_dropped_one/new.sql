CREATE SCHEMA app;
CREATE SCHEMA next;
CREATE TABLE app.t (a integer PRIMARY KEY, b text);
CREATE TABLE next.t (c date);
