COMMENT ON TABLE public.t IS 'own';
COMMENT ON COLUMN public.t.a IS 'own';
CREATE INDEX own ON public.t (a);
CREATE STATISTICS public.own_too ON id, a FROM public.t;
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER note BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.note();
