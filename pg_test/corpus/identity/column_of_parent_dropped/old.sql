CREATE TABLE public.p (n integer NOT NULL GENERATED ALWAYS AS IDENTITY, a integer);
CREATE TABLE public.heir (b integer) INHERITS (public.p);
