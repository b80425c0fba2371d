CREATE TABLE public.p (a integer);
CREATE TABLE public.heir (b integer) INHERITS (public.p);
