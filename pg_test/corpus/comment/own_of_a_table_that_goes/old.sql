CREATE TABLE public.t (id integer PRIMARY KEY, a integer);
CREATE TABLE public.stays (id integer);
