-- One of a new function, and one of functions that are both there.
CREATE FUNCTION f(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION g(a integer DEFAULT f(3)) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE OR REPLACE FUNCTION f(a integer DEFAULT g(2)) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION x(a integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION y(a integer DEFAULT x(2)) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE OR REPLACE FUNCTION x(a integer DEFAULT y(3)) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE TABLE t (a integer DEFAULT f(), b integer DEFAULT x());
