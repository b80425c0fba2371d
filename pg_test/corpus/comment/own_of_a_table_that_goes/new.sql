CREATE TABLE public.stays (id integer);
