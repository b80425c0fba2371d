CREATE TYPE public.e AS ENUM ('a');
CREATE TABLE public.p (name public.e PRIMARY KEY);
CREATE TABLE public.c (n public.e REFERENCES public.p (name), m integer);
