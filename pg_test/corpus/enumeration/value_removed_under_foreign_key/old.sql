CREATE TYPE public.e AS ENUM ('a', 'b', 'c');
CREATE TABLE public.p (name public.e PRIMARY KEY, above public.e REFERENCES public.p);
CREATE TABLE public.c (n public.e REFERENCES public.p (name) ON DELETE CASCADE, m integer);
COMMENT ON CONSTRAINT c_n_fkey ON public.c IS 'key';
