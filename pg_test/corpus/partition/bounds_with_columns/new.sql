CREATE TABLE public.p (a integer, b varchar(20) NOT NULL, n integer DEFAULT 3, CONSTRAINT k2 CHECK (a > 0)) PARTITION BY LIST (a);
CREATE TABLE public.d PARTITION OF public.p FOR VALUES IN (1, 4);
CREATE TABLE public.e PARTITION OF public.p FOR VALUES IN (2, 3);
CREATE INDEX ON public.p (b);
CREATE TABLE public.f PARTITION OF public.p DEFAULT;
