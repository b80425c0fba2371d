-- One function goes, one calls no other any more, one has no default any more.
CREATE FUNCTION f(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION y(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION x(a integer DEFAULT y(2)) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE TABLE t (a integer DEFAULT f());
