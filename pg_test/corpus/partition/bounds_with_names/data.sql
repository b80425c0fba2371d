INSERT INTO public.p VALUES (1, 'x'), (2, 'y');
