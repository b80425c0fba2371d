INSERT INTO public.p VALUES ('a');
INSERT INTO public.c VALUES ('a', 1);
