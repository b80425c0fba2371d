CREATE DOMAIN public.y3 AS integer;
CREATE TYPE public.m AS ENUM ('a');
CREATE TABLE public.t (c public.y3, e public.m);
