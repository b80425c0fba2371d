-- since 14
-- compare restored
CREATE TABLE t (id integer, kind varchar(10), code char(2));
CREATE TABLE log (id integer, kind varchar(10));
CREATE RULE listed AS ON INSERT TO t WHERE new.kind IN ('a', 'b')
  DO ALSO INSERT INTO log SELECT new.id, new.kind WHERE new.kind IN ('c', 'd') AND new.code NOT IN ('x', 'y');
CREATE RULE changed AS ON UPDATE TO t
  DO ALSO (UPDATE log SET kind = new.kind WHERE log.kind IN ('a', 'b') AND log.id = old.id;
           DELETE FROM log WHERE log.kind NOT IN ('a', 'b'));
CREATE POLICY listed ON t USING (kind IN ('a', 'b'));
CREATE STATISTICS listed ON (kind IN ('a', 'b')), id FROM t;
