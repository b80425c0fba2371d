INSERT INTO public.p VALUES ('a', NULL), ('c', 'a');
INSERT INTO public.c VALUES ('c', 1), ('a', 2);
