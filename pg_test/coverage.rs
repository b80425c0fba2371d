//! `schemig.coverage()`: everything that the catalogs have is counted once. Each case of the corpus is asked, too.

use crate::follow::Pair;
use crate::must::must_give;
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 5] = [
        ("not_carried", not_carried),
        ("rules", rules),
        ("extensions", extensions),
        ("schema_alone", schema_alone),
        ("several_sources", several_sources),
    ];
    cases.map(|(name, case)| trial(format!("coverage::{name}"), case)).into()
}

/// Kinds whose counts do not add up, or of which something is not supported, and the number of facts if `coverage` has
/// another one than `verify`.
const WRONG: &str = "
    WITH c AS MATERIALIZED (SELECT * FROM schemig.coverage())
    SELECT c.* FROM c WHERE total <> carried + filtered + extension + unsupported OR unsupported > 0
     UNION ALL
    SELECT 'facts', carried, verified, 0, 0, 0
      FROM (SELECT sum(carried) AS carried FROM c) AS c,
           (SELECT count(*) AS verified FROM schemig.verify() WHERE source_object IS NOT NULL) AS v
     WHERE carried <> verified";

/// The counts must add up, and nothing may be left that is not supported.
pub fn must_be_full(pair: &Pair) -> Outcome {
    must_give(&pair.target, WRONG, "")
}

fn configure(pair: &Pair, rules: &str) -> Outcome {
    let schema = pair.schema;
    pair.target
        .sql(&format!("SELECT schemig.configure('src_server', {schema}::name, '{rules}')"))
        .map(|_| ())
}

const SCRIPT: &str = "
    CREATE SCHEMA app;
    CREATE TABLE app.t (id serial PRIMARY KEY, name text DEFAULT 'x' CHECK (name <> ''));
    CREATE TABLE app.tmp_u (id integer REFERENCES app.t);
    CREATE INDEX ON app.t (name);
    CREATE VIEW app.v AS SELECT id FROM app.tmp_u;
    CREATE VIEW app.w AS SELECT id FROM app.t;
    COMMENT ON TABLE app.tmp_u IS 'for a while';
    GRANT SELECT ON app.t TO pg_monitor;
    GRANT UPDATE (name) ON app.t TO PUBLIC;";

/// What is not carried counts with what belongs to it and what needs it.
fn not_carried() -> Outcome {
    let script = "
        CREATE FUNCTION one(a anyelement DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION other(a anyelement DEFAULT one(1)) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE OR REPLACE FUNCTION one(a anyelement DEFAULT other(1)) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        COMMENT ON FUNCTION one IS 'in a circle';
        CREATE VIEW near AS SELECT one() AS a;
        CREATE TABLE t (id integer);
        CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere password=hush' PUBLICATION pub WITH (connect = false);";
    let drop = "ALTER SUBSCRIPTION sub SET (slot_name = NONE); DROP SUBSCRIPTION sub;";
    let pair = Pair::new("coverage_not_carried", script)?;
    let found = pair.plan().and_then(|_| {
        must_give(
            &pair.target,
            "SELECT kind, total, carried, unsupported FROM schemig.coverage()
              WHERE unsupported > 0 AND kind <> 'owner' ORDER BY kind COLLATE \"C\"",
            "column|2|1|1\ncomment|2|1|1\nroutine|2|0|2\nsubscription|1|0|1\nview|1|0|1",
        )
    });
    pair.source.sql(drop)?;
    found
}

/// What a rule leaves out is filtered, with what belongs to it and what needs it; nothing else is.
fn rules() -> Outcome {
    let pair = Pair::of_schema("coverage_rules", SCRIPT, "'app'")?;
    let filtered = |rules: &str, expected: &str| {
        configure(&pair, rules)?;
        must_be_full(&pair)?;
        must_give(
            &pair.target,
            "SELECT kind, total, carried, filtered FROM schemig.coverage() WHERE filtered > 0 ORDER BY kind COLLATE \"C\"",
            expected,
        )
    };
    filtered("{}", "grant|2|0|2\nowner|6|0|6")?;
    filtered(r#"{"owner": "keep", "grants": "keep"}"#, "")?;
    filtered(
        r#"{"owner": "keep", "grants": "keep", "exclude": ["tmp_*"]}"#,
        "column|5|3|2\ncomment|1|0|1\nconstraint|3|2|1\nowner|6|4|2\ntable|2|1|1\nview|2|1|1",
    )?;
    filtered(
        r#"{"grants": "keep", "kinds": {"exclude": ["view", "index"]}}"#,
        "column|5|3|2\nindex|1|0|1\nowner|6|0|6\nview|2|0|2",
    )?;
    // What becomes something else under a rule is carried all the same.
    configure(&pair, r#"{"case": "upper", "identity": "identity"}"#)?;
    must_give(
        &pair.target,
        "SELECT * FROM schemig.coverage() WHERE kind IN ('default', 'sequence', 'sequence owner')",
        "sequence|1|1|0|0|0\ndefault|2|2|0|0|0\nsequence owner|1|1|0|0|0",
    )
}

/// Members of extensions, with what belongs to them; what users have made beside them in the same schema is their own.
fn extensions() -> Outcome {
    let script = "
        CREATE SCHEMA app;
        CREATE EXTENSION hstore SCHEMA app;
        CREATE TABLE app.t (id integer, pairs app.hstore);
        CREATE FUNCTION app.size(app.hstore) RETURNS integer LANGUAGE sql
            AS 'SELECT pg_catalog.cardinality(app.akeys($1))';";
    let pair = Pair::of_schema("coverage_extensions", script, "'app'")?;
    pair.follow()?;
    pair.must_be_unchanged("after the upgrade")?;
    must_be_full(&pair)?;
    must_give(
        &pair.target,
        "SELECT kind, carried, extension > 0 FROM schemig.coverage() WHERE kind IN ('extension', 'routine', 'base type', 'table')",
        "extension|1|f\nbase type|0|t\nroutine|1|t\ntable|1|f",
    )
}

/// Where a schema is followed, what belongs to the database counts only where it hangs on that schema.
fn schema_alone() -> Outcome {
    let script = "
        CREATE SCHEMA app; CREATE SCHEMA other;
        CREATE TYPE app.m AS ENUM ('a'); CREATE CAST (app.m AS text) WITH INOUT;
        CREATE TYPE other.m AS ENUM ('a'); CREATE CAST (other.m AS text) WITH INOUT;
        CREATE TABLE app.t (); CREATE TABLE other.t ();
        CREATE PUBLICATION pub FOR TABLE app.t, other.t;";
    let pair = Pair::of_schema("coverage_schema", script, "'app'")?;
    pair.plan()?;
    must_give(
        &pair.target,
        "SELECT kind, total, carried, unsupported FROM schemig.coverage() WHERE kind <> 'owner'",
        "schema|1|1|0\nenum|1|1|0\ncast|1|0|1\ntable|1|1|0\npublication table|1|0|1",
    )
}

/// Without a name all sources are counted together.
fn several_sources() -> Outcome {
    let pair = Pair::of_schema("coverage_several", SCRIPT, "'app'")?;
    pair.plan()?;
    pair.source.sql("CREATE SCHEMA beside; CREATE TABLE beside.t ()")?;
    pair.target.sql("SELECT schemig.plan('src_server', 'beside')")?;
    let tables = |source: &str| {
        format!("SELECT total, carried FROM schemig.coverage({source}) WHERE kind = 'table'")
    };
    must_give(&pair.target, &tables(""), "3|3")?;
    must_give(&pair.target, &tables("'src_server/beside'"), "1|1")?;
    pair.target
        .fails("SELECT schemig.coverage('nothing')", "42704", &["\"nothing\" does not exist"])
        .map(|_| ())
}
