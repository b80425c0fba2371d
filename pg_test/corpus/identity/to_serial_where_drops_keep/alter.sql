ALTER TABLE dbo.t ALTER id DROP IDENTITY;
CREATE SEQUENCE dbo.t_id_seq AS integer OWNED BY dbo.t.id;
ALTER TABLE dbo.t ALTER id SET DEFAULT nextval('dbo.t_id_seq');
