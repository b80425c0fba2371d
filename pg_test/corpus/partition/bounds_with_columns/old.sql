CREATE TABLE public.p (a integer, b text, CONSTRAINT k CHECK (a > 0)) PARTITION BY LIST (a);
CREATE TABLE public.d PARTITION OF public.p FOR VALUES IN (1);
CREATE TABLE public.e PARTITION OF public.p FOR VALUES IN (2);
CREATE INDEX ON public.p (b);
