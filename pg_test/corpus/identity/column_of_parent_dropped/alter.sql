ALTER TABLE public.p DROP n;
