-- Both of one circle change; of the other, one is made anew.
CREATE FUNCTION f(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION g(a integer DEFAULT f(4)) RETURNS integer LANGUAGE sql AS 'SELECT a + 1';
CREATE OR REPLACE FUNCTION f(a integer DEFAULT g(3)) RETURNS integer LANGUAGE sql AS 'SELECT a + 1';
CREATE FUNCTION x(a integer DEFAULT 1) RETURNS bigint LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION y(a integer DEFAULT length((x(3))::text)) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE OR REPLACE FUNCTION x(a integer DEFAULT y(2)) RETURNS bigint LANGUAGE sql AS 'SELECT a';
CREATE TABLE t (a integer DEFAULT f());
CREATE VIEW v AS SELECT x() AS a;
