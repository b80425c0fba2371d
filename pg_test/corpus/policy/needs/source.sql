CREATE SCHEMA a_first;
CREATE SCHEMA z_last;
CREATE TABLE a_first.doc (id integer, owner text, team integer);
CREATE TABLE z_last.member (team integer, name text);
CREATE FUNCTION z_last.may_see(a integer) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1 > 0';
CREATE VIEW z_last.active AS SELECT team, name FROM z_last.member WHERE name IS NOT NULL;
ALTER TABLE a_first.doc ENABLE ROW LEVEL SECURITY;
ALTER TABLE z_last.member ENABLE ROW LEVEL SECURITY;
CREATE POLICY "of team" ON a_first.doc
  USING (EXISTS (SELECT FROM z_last.member WHERE member.team = doc.team AND member.name = CURRENT_USER));
CREATE POLICY seen ON a_first.doc FOR SELECT USING (z_last.may_see(id) OR team IN (SELECT a.team FROM z_last.active a));
CREATE POLICY mutual ON z_last.member USING (name IN (SELECT d.owner FROM a_first.doc d WHERE d.team = member.team));
CREATE POLICY self ON a_first.doc FOR DELETE USING (owner = (SELECT min(x.owner) FROM a_first.doc x WHERE x.team = doc.team));
