CREATE SCHEMA going;
CREATE TABLE going.t (a integer);
CREATE TABLE public.stays (a integer);
