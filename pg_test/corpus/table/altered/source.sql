-- since 15
CREATE TABLE plain (a text);
CREATE UNLOGGED TABLE fast (a text);
CREATE TABLE stored (a text) WITH (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false);
CREATE TABLE full_identity (a integer);
ALTER TABLE full_identity REPLICA IDENTITY FULL;
CREATE TABLE no_identity (a integer);
CREATE TYPE pair AS (a integer, b text);
CREATE TABLE typed OF pair;
CREATE TABLE untyped (a integer, b text);
CREATE TABLE secure (a integer);
