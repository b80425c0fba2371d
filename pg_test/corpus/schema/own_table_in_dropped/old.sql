-- A user's table stands in the schema that is gone in the source.
CREATE SCHEMA going;
CREATE TABLE going.t (a integer);
CREATE TABLE public.stays (a integer);
