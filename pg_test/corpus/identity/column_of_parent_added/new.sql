CREATE TABLE public.p (a integer, n integer NOT NULL GENERATED ALWAYS AS IDENTITY (START WITH 7));
CREATE TABLE public.heir (b integer) INHERITS (public.p);
