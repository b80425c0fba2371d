//! Revisions of which a part has been run go on and back, wherever they were stopped: what is away by then comes again,
//! with all that was said of it, also where it is the target's own.

use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::must_give;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

/// A schema, what the target has of its own over it, and a change.
struct Stop {
    name: &'static str,
    objects: &'static str,
    own: &'static str,
    change: &'static str,
}

const STOPS: [Stop; 5] = [
    Stop {
        name: "views_of_a_column",
        objects: "CREATE TABLE t (id integer PRIMARY KEY, a integer, b text); CREATE VIEW v AS SELECT id, a FROM t;
            COMMENT ON VIEW v IS 'v'; COMMENT ON COLUMN v.a IS 'a'; CREATE TABLE u (id integer); CREATE TABLE w (id integer);",
        own: "CREATE ROLE stopped_owner; CREATE SCHEMA own; GRANT ALL ON SCHEMA own TO stopped_owner;
            GRANT SELECT ON t, v TO stopped_owner;
            CREATE VIEW own.mine AS SELECT a, id FROM v; ALTER VIEW own.mine OWNER TO stopped_owner;
            COMMENT ON VIEW own.mine IS 'mine'; GRANT SELECT ON own.mine TO PUBLIC; GRANT SELECT (a) ON own.mine TO pg_monitor;
            CREATE MATERIALIZED VIEW own.kept AS SELECT a, count(*) AS n FROM v GROUP BY a;
            CREATE INDEX kept_a ON own.kept (a); COMMENT ON INDEX own.kept_a IS 'kept'; GRANT SELECT ON own.kept TO pg_monitor;",
        change: "CREATE TABLE first (i integer); DROP VIEW v; ALTER TABLE t ALTER a TYPE bigint; CREATE VIEW v AS SELECT id, a FROM t;
            COMMENT ON VIEW v IS 'v'; COMMENT ON COLUMN v.a IS 'a'; ALTER TABLE u ADD x integer; CREATE INDEX ON u (x);
            ALTER TABLE w ADD CHECK (id > 0); CREATE TABLE last (i integer REFERENCES t);",
    },
    Stop {
        name: "type_made_anew",
        objects: "CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE DOMAIN d AS mood CHECK (VALUE <> 'c');
            CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'a', d d); CREATE INDEX t_m ON t (m); COMMENT ON INDEX t_m IS 'm';
            CREATE VIEW v AS SELECT m FROM t WHERE m > 'a'; CREATE FUNCTION f(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1';",
        own: "CREATE VIEW mine AS SELECT m, f(m) AS g FROM t; GRANT SELECT ON mine TO pg_monitor; COMMENT ON VIEW mine IS 'mine';
            GRANT USAGE ON TYPE mood TO pg_monitor; COMMENT ON TYPE mood IS 'own';",
        change: "DROP VIEW v; DROP FUNCTION f(mood); ALTER TYPE mood RENAME TO old; CREATE TYPE mood AS ENUM ('a', 'b');
            ALTER TABLE t DROP d, ALTER m DROP DEFAULT; ALTER TABLE t ALTER m TYPE mood USING m::text::mood; ALTER TABLE t ALTER m SET DEFAULT 'b';
            DROP DOMAIN d; DROP TYPE old; CREATE VIEW v AS SELECT m FROM t WHERE m > 'a';
            CREATE FUNCTION f(mood) RETURNS mood LANGUAGE sql AS 'SELECT $1'; CREATE TABLE last (i integer);",
    },
    Stop {
        name: "tables_that_go",
        objects: "CREATE TABLE t (id serial PRIMARY KEY, a integer, b integer UNIQUE); CREATE INDEX t_a ON t (a); COMMENT ON INDEX t_a IS 'a';
            COMMENT ON COLUMN t.a IS 'a'; COMMENT ON SEQUENCE t_id_seq IS 's'; CREATE TABLE u (t integer REFERENCES t, b integer REFERENCES t (b));
            CREATE TABLE w (id integer GENERATED ALWAYS AS IDENTITY, x text); ALTER TABLE w ENABLE ROW LEVEL SECURITY;
            CREATE POLICY p ON w USING (x <> ''); COMMENT ON POLICY p ON w IS 'p'; CREATE STATISTICS st ON id, x FROM w;",
        own: "GRANT SELECT ON t, u TO pg_monitor; GRANT UPDATE (a) ON t TO pg_monitor; COMMENT ON TABLE t IS 'own';",
        change: "CREATE TABLE n (i integer); DROP TABLE u; DROP TABLE t; CREATE TABLE m (i integer); ALTER TABLE w DROP x CASCADE;",
    },
    Stop {
        name: "functions_and_triggers",
        objects: "CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE TABLE t (id integer, g integer);
            CREATE INDEX t_f ON t (f(id)); COMMENT ON INDEX t_f IS 'f'; ALTER TABLE t ADD CONSTRAINT c CHECK (f(id) > 0);
            COMMENT ON CONSTRAINT c ON t IS 'c'; CREATE VIEW v AS SELECT f(id) AS f FROM t;
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER n BEFORE UPDATE OF g ON t
            FOR EACH ROW EXECUTE FUNCTION note(); COMMENT ON TRIGGER n ON t IS 'n';",
        own: "CREATE VIEW mine AS SELECT f FROM v; GRANT SELECT ON mine TO pg_monitor; GRANT EXECUTE ON FUNCTION f(integer) TO pg_monitor;",
        change: "DROP VIEW v; DROP INDEX t_f; ALTER TABLE t DROP CONSTRAINT c; DROP FUNCTION f(integer);
            CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1::bigint'; CREATE INDEX t_f ON t (f(id));
            ALTER TABLE t ADD CONSTRAINT c CHECK (f(id) > 0); CREATE VIEW v AS SELECT f(id) AS f FROM t;
            DROP TRIGGER n ON t; ALTER TABLE t ALTER g TYPE bigint; CREATE TRIGGER n BEFORE UPDATE OF g ON t
            FOR EACH ROW EXECUTE FUNCTION note();",
    },
    Stop {
        name: "partitions",
        objects: "CREATE TABLE p (id integer, k integer, PRIMARY KEY (id, k)) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
            CREATE INDEX p_id ON p (id); COMMENT ON INDEX p_id IS 'i'; CREATE VIEW v AS SELECT id, k FROM p;",
        own: "CREATE VIEW mine AS SELECT id FROM p1; GRANT SELECT ON mine TO pg_monitor; GRANT SELECT ON p1, p TO pg_monitor; COMMENT ON TABLE p1 IS 'own';",
        change: "DROP VIEW v; ALTER TABLE p ALTER id TYPE bigint; CREATE VIEW v AS SELECT id, k FROM p; CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
            DROP INDEX p_id; CREATE INDEX p_id ON p (id DESC);",
    },
];

pub fn trials() -> Vec<Trial> {
    let case = |stop: &'static Stop| {
        trial(format!("stopped::{}", stop.name), move || stop.goes_on_and_back())
    };
    STOPS.iter().map(case).collect()
}

impl Stop {
    /// After each number of batches an upgrade goes on to the end, and a downgrade back to the start.
    fn goes_on_and_back(&self) -> Outcome {
        let pair = Pair::new(&format!("stopped_{}", self.name), self.objects)?;
        pair.follow()?;
        pair.target.sql(self.own)?;
        let before = Dump::with_privileges(&pair.target)?;
        pair.source.sql(self.change)?;
        pair.plan()?;
        pair.upgrade_with_loss()?;
        let after = Dump::with_privileges(&pair.target)?;
        pair.downgrade("-1")?;
        before.must_equal(&Dump::with_privileges(&pair.target)?, "after downgrade('-1')")?;
        for count in 1.. {
            if self.stop(&pair, count)? {
                return Ok(());
            }
            pair.upgrade_with_loss()?;
            let what = format!("after {count} batches and upgrade()");
            after.must_equal(&Dump::with_privileges(&pair.target)?, &what)?;
            must_give(&pair.target, "SELECT count(*) FROM schemig.progress", "0")?;
            pair.downgrade("-1")?;
            before.must_equal(&Dump::with_privileges(&pair.target)?, "after downgrade('-1')")?;
            self.stop(&pair, count)?;
            pair.downgrade("-1")?;
            let what = format!("after {count} batches and downgrade('-1')");
            before.must_equal(&Dump::with_privileges(&pair.target)?, &what)?;
        }
        Ok(())
    }

    /// Runs so many batches; whether that was all.
    fn stop(&self, pair: &Pair, count: usize) -> Outcome<bool> {
        let batch = "SELECT schemig.upgrade_batch('head', NULL, '{data_loss}', 1);\n";
        pair.target.sql(&batch.repeat(count))?;
        let left = pair.target.sql("SELECT count(*) FROM schemig.progress")?;
        Ok(left.trim() == "0")
    }
}
