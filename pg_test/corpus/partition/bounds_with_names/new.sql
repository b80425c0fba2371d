CREATE TABLE public.p (a integer, c text) PARTITION BY LIST (a);
CREATE TABLE public.e PARTITION OF public.p FOR VALUES IN (1, 4);
CREATE TABLE public.d PARTITION OF public.p FOR VALUES IN (2, 3);
CREATE INDEX p_b_idx ON public.p (c);
ALTER INDEX public.e_c_idx RENAME TO d_b_idx;
ALTER INDEX public.d_c_idx RENAME TO e_b_idx;
