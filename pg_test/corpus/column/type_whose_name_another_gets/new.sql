CREATE DOMAIN public.y4 AS integer;
CREATE TYPE public.m2 AS ENUM ('a');
CREATE DOMAIN public.y3 AS text;
CREATE DOMAIN public.m AS public.y4;
CREATE TABLE public.t (c public.y3, e public.m2);
