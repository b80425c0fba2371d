ALTER DOMAIN public.y3 RENAME TO y4;
CREATE DOMAIN public.y3 AS text;
ALTER TABLE public.t ALTER c TYPE public.y3;
ALTER TYPE public.m RENAME TO m2;
CREATE DOMAIN public.m AS public.y4;
