CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE TABLE two.r (id integer PRIMARY KEY);
CREATE TABLE one.t (r integer REFERENCES two.r);
CREATE TABLE one.r (id integer PRIMARY KEY);
CREATE TABLE two.t (r integer REFERENCES one.r);
