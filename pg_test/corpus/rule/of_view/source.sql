CREATE TABLE person (id integer PRIMARY KEY, "Name" text, active boolean DEFAULT true);
CREATE TABLE z_log (id integer, note text);
CREATE VIEW a_view AS SELECT id, "Name" AS label FROM person WHERE active;
CREATE RULE ins AS ON INSERT TO a_view DO INSTEAD
  INSERT INTO person (id, "Name") VALUES (new.id, new.label) RETURNING person.id, person."Name";
CREATE RULE upd AS ON UPDATE TO a_view DO INSTEAD (UPDATE person SET "Name" = new.label WHERE person.id = old.id;
  INSERT INTO z_log VALUES (old.id, old.label || ' to ' || new.label));
CREATE RULE del AS ON DELETE TO a_view DO INSTEAD NOTHING;
CREATE RULE del_few AS ON DELETE TO a_view WHERE old.id > 10 DO INSTEAD UPDATE person SET active = false WHERE person.id = old.id;
CREATE VIEW counted AS SELECT count(*) AS n FROM a_view;
CREATE RULE ins AS ON INSERT TO counted DO INSTEAD INSERT INTO a_view (id) SELECT generate_series(1, new.n);
COMMENT ON RULE ins ON counted IS 'through two views';
