CREATE TABLE public.stays (a integer);
