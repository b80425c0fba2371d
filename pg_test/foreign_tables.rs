//! Foreign tables: their rows are elsewhere, and nobody asks for them; what rules make of them; the servers that they need.

use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::{must_give, must_have, must_lack};
use crate::psql::{Database, server_to};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let trials: [(&str, Case); 8] = [
        ("never_read", never_read),
        ("rules", rules),
        ("left_out", left_out),
        ("names_that_lead_elsewhere", names_that_lead_elsewhere),
        ("server_of_the_target", server_of_the_target),
        ("no_secrets", no_secrets),
        ("counters", counters),
        ("trash", trash),
    ];
    trials.map(|(name, run)| trial(format!("foreign_tables::{name}"), run)).into()
}

const SERVER: &str = "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;";

fn configure(pair: &Pair, rules: &str) -> Outcome {
    let schema = if pair.schema == "NULL" { "NULL::name" } else { pair.schema };
    let sql = format!("SELECT schemig.configure('src_server', {schema}, '{rules}')");
    pair.target.sql(&sql).map(|_| ())
}

/// Whoever reads the far relation leaves a trace there, also when that is rolled back.
const TRACED: &str = "CREATE SEQUENCE trace;
    CREATE FUNCTION traced() RETURNS integer LANGUAGE sql VOLATILE AS $$ SELECT nextval('public.trace')::integer $$;
    CREATE VIEW far AS SELECT 2 AS k, 'far'::text AS v, 5 AS n, traced() AS t;";

/// Plans, preflight, upgrades and downgrades of all that touches them.
fn never_read() -> Outcome {
    let far = Database::new("foreign_far")?;
    far.sql(TRACED)?;
    let script = format!(
        "CREATE EXTENSION postgres_fdw; {}
         CREATE TYPE e AS ENUM ('far', 'near', 'none');
         CREATE DOMAIN d AS integer;
         CREATE TABLE p (k integer, v text, n numeric, m e, x d) PARTITION BY LIST (k);
         CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
         CREATE FOREIGN TABLE p2 PARTITION OF p FOR VALUES IN (2) SERVER far OPTIONS (table_name 'far');
         CREATE TABLE h (k integer, v text, n numeric, x d);
         CREATE FOREIGN TABLE h2 () INHERITS (h) SERVER far OPTIONS (table_name 'far');
         CREATE FOREIGN TABLE f (k integer, v text, n numeric) SERVER far OPTIONS (table_name 'far');",
        server_to(&far, "far", "postgres_fdw")
    );
    let pair = Pair::new("foreign_never_read", &script)?;
    pair.follow()?;
    pair.target.sql(
        "INSERT INTO p1 VALUES (1, 'near', 1.5, 'near', 1); INSERT INTO h VALUES (1, 'near', 1.5, 1);",
    )?;
    let changes = [
        "ALTER TABLE p ALTER n TYPE integer, ALTER v TYPE varchar(4), ALTER k SET NOT NULL, ADD CHECK (n < 3);
         ALTER TABLE h ALTER n TYPE integer, ALTER v TYPE varchar(4), ALTER k SET NOT NULL, ADD CHECK (n < 3);
         ALTER FOREIGN TABLE f ALTER n TYPE integer, ALTER v TYPE varchar(2), ALTER k SET NOT NULL, ADD CHECK (n < 3);
         ALTER DOMAIN d ADD CHECK (VALUE < 4); ALTER DOMAIN d SET NOT NULL;",
        "ALTER FOREIGN TABLE p2 RENAME TO pp; ALTER TABLE p DETACH PARTITION pp;",
        "ALTER TABLE p ATTACH PARTITION pp FOR VALUES IN (3); CREATE TABLE rest PARTITION OF p DEFAULT;
         ALTER TABLE f ADD g date NOT NULL;",
        "ALTER TABLE p DROP n, ALTER v TYPE text; ALTER TABLE h DROP n; ALTER TABLE f DROP n;
         ALTER TABLE p ADD g integer GENERATED ALWAYS AS (k + 1) STORED;",
        "DROP TABLE p; DROP TABLE h CASCADE; DROP FOREIGN TABLE f;",
    ];
    for change in changes {
        pair.source.sql(change)?;
        let plan = pair.plan()?;
        must_lack(&plan, &["No changes.", "!"])?;
        pair.target.sql("SELECT * FROM schemig.preflight()")?;
        pair.upgrade_with_loss()?;
        pair.must_be_unchanged(change)?;
        pair.downgrade("-1")?;
        pair.upgrade_with_loss()?;
    }
    pair.downgrade("base")?;
    must_give(&far, "SELECT is_called FROM trace", "f")?;
    pair.upgrade_with_loss()?;
    pair.downgrade("-1")?;
    must_give(&pair.target, "SELECT k FROM f", "2")?;
    must_give(&far, "SELECT is_called FROM trace", "t")
}

fn rules() -> Outcome {
    let script = format!(
        "{SERVER} CREATE SCHEMA dbo; CREATE DOMAIN dbo.money2 AS numeric;
         CREATE TABLE dbo.\"T\" (\"Id\" integer);
         CREATE FOREIGN TABLE dbo.\"tblOrders\" (\"Id\" integer CHECK (\"Id\" > 0), \"Total\" dbo.money2 DEFAULT 1, \"When\" integer
             GENERATED ALWAYS AS (\"Id\" + 1) STORED) SERVER s OPTIONS (table_name 'tblOrders');
         CREATE FOREIGN TABLE dbo.\"Heir\" () INHERITS (dbo.\"T\") SERVER s;
         CREATE VIEW dbo.\"V\" AS SELECT \"Total\" FROM dbo.\"tblOrders\" WHERE \"Id\" > 1;
         COMMENT ON FOREIGN TABLE dbo.\"tblOrders\" IS 'orders';"
    );
    let pair = Pair::of_schema("foreign_rules", &script, "'dbo'")?;
    pair.target.sql(SERVER)?;
    let before = Dump::of(&pair.target)?;
    configure(
        &pair,
        r#"{"schema": "dw_{schema}", "case": "snake", "types": {"dbo.money2": "numeric(12,2)"}, "rename": {"dbo.Heir": "child"},
            "names": [{"on": ["foreign table"], "match": "^tbl", "replace": ""}]}"#,
    )?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(&said.rows, &["+ foreign table dw_dbo.orders", "+ column total numeric(12,2)"])?;
    must_lack(&said.notices, &["option"])?;
    pair.upgrade()?;
    pair.must_be_unchanged("under rules")?;
    must_give(
        &pair.target,
        "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute
          WHERE attrelid IN ('dw_dbo.orders'::regclass, 'dw_dbo.child'::regclass) AND attnum > 0",
        "id integer, id integer, total numeric(12,2), when integer",
    )?;
    let mapping =
        "SELECT target_object, rule FROM schemig.mapping() WHERE kind = 'foreign table' ORDER BY 1";
    must_give(
        &pair.target,
        mapping,
        "dw_dbo.child|schema, rename.dbo.Heir\ndw_dbo.orders|schema, names[0], case",
    )?;
    configure(&pair, "{}")?;
    pair.follow()?;
    let expected = Dump::of_schemas(&pair.source, &["dbo"])?;
    expected.must_equal(&Dump::of_schemas(&pair.target, &["dbo"])?, "without rules again")?;
    pair.downgrade("-1")?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")
}

fn left_out() -> Outcome {
    let script = format!(
        "{SERVER} CREATE TABLE t (a integer); CREATE FOREIGN TABLE one (a integer) SERVER s;
         CREATE FOREIGN TABLE two () INHERITS (t) SERVER s; CREATE VIEW v AS SELECT a FROM one;"
    );
    let pair = Pair::new("foreign_left_out", &script)?;
    configure(&pair, r#"{"exclude": ["on*"]}"#)?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(&said.rows, &["+ foreign table public.two", "+ table public.t"])?;
    must_lack(&said.rows, &["one", "view"])?;
    must_have(
        &said.notices,
        &["view public.v is not carried, since it needs column public.one.a"],
    )?;
    configure(&pair, r#"{"include": ["one"]}"#)?;
    let plan = pair.plan()?;
    must_have(&plan, &["+ foreign table public.one"])?;
    must_lack(&plan, &["two", "table public.t"])?;
    configure(&pair, r#"{"kinds": {"exclude": ["foreign table"]}}"#)?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(&said.rows, &["+ table public.t", "+ server s"])?;
    must_lack(&said.rows, &["foreign table"])?;
    must_lack(&said.notices, &["foreign table public.two"])?;
    pair.upgrade()?;
    pair.must_be_unchanged("without foreign tables")
}

/// postgres_fdw takes the names that no option says from the foreign table.
fn names_that_lead_elsewhere() -> Outcome {
    let pair = Pair::new(
        "foreign_names",
        "CREATE EXTENSION postgres_fdw; CREATE SERVER \"Far\" FOREIGN DATA WRAPPER postgres_fdw;
         CREATE SCHEMA dbo; CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
         CREATE FOREIGN TABLE dbo.\"A\" (\"X\" integer, \"Y\" integer OPTIONS (column_name 'Y'), z integer) SERVER \"Far\";
         CREATE FOREIGN TABLE dbo.\"B\" (\"X\" integer OPTIONS (column_name 'X')) SERVER \"Far\"
             OPTIONS (schema_name 'dbo', table_name 'B');
         CREATE FOREIGN TABLE dbo.c (\"X\" integer OPTIONS (column_name 'X')) SERVER \"Far\" OPTIONS (schema_name 'dbo');
         CREATE FOREIGN TABLE dbo.\"D\" (\"X\" integer) SERVER s;",
    )?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_lack(&said.notices, &["foreign table"])?;
    configure(&pair, r#"{"schema": "dw_{schema}", "case": "lower"}"#)?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(
        &said.notices,
        &[
            "foreign table dbo.\"A\" has no option schema_name and table_name: as dw_dbo.a it is another table of server \"Far\"\n",
            "columns of foreign table dbo.\"A\" have no option column_name, and under other names are other columns of server \
             \"Far\": \"X\"\n",
        ],
    )?;
    must_lack(&said.notices, &["dbo.\"B\"", "dbo.c", "dbo.\"D\""])?;
    pair.upgrade()?;
    must_give(
        &pair.target,
        "SELECT ftoptions FROM pg_foreign_table WHERE ftrelid = 'dw_dbo.a'::regclass",
        "",
    )
}

fn server_of_the_target() -> Outcome {
    let script = format!(
        "{SERVER} CREATE SCHEMA app; CREATE FOREIGN TABLE app.f (a integer) SERVER s OPTIONS (x 'y');"
    );
    let pair = Pair::of_schema("foreign_server", &script, "'app'")?;
    pair.target.fails(
        &pair.plan_sql(),
        "42704",
        &["server \"s\" does not exist", "Foreign table app.f needs it.", "CREATE SERVER"],
    )?;
    pair.target
        .sql("CREATE FOREIGN DATA WRAPPER mine; CREATE SERVER s FOREIGN DATA WRAPPER mine;")?;
    let plan = pair.follow()?;
    must_have(&plan, &["+ foreign table app.f"])?;
    pair.must_be_unchanged("over the target's server")?;
    pair.source.sql("ALTER FOREIGN TABLE app.f OPTIONS (SET x 'z')")?;
    let plan = pair.follow()?;
    must_have(&plan, &["~ foreign table app.f: options"])?;
    pair.downgrade("base")?;
    must_give(&pair.target, "SELECT count(*) FROM pg_foreign_server WHERE srvname = 's'", "1")
}

fn no_secrets() -> Outcome {
    let script = format!(
        "{SERVER} CREATE FOREIGN TABLE f (a integer OPTIONS (key 'true', api_token 'hush-1'), b text) SERVER s
             OPTIONS (path '/p', password 'hush-2', \"Secret\" 'hush-3');"
    );
    let pair = Pair::new("foreign_secrets", &script)?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(
        &said.notices,
        &[
            "option password of foreign table public.f is not carried: it may be secret",
            "option \"Secret\" of foreign table public.f",
            "option api_token of column public.f.a is not carried",
        ],
    )?;
    let script = pair.target.sql("SELECT schemig.script()")?;
    pair.upgrade()?;
    let written = pair.target.sql(
        "SELECT f::text FROM schemig.fact f UNION ALL SELECT s::text FROM schemig.step s
         UNION ALL SELECT r::text FROM schemig.revision r",
    )?;
    for text in [&said.rows, &said.notices, &script, &written] {
        must_lack(text, &["hush"])?;
    }
    must_have(&script, &["key 'true'", "path '/p'"])?;
    // A secret that somebody has set here stays.
    pair.target.sql("ALTER FOREIGN TABLE f OPTIONS (ADD password 'own')")?;
    pair.must_be_unchanged("with a password of its own")?;
    pair.source.sql("ALTER FOREIGN TABLE f OPTIONS (SET path '/q', SET password 'hush-4')")?;
    pair.follow()?;
    must_give(
        &pair.target,
        "SELECT ftoptions FROM pg_foreign_table WHERE ftrelid = 'f'::regclass",
        "{path=/q,password=own}",
    )
}

/// Under the rule `identity` they count as those of tables do.
fn counters() -> Outcome {
    let script = format!(
        "{SERVER} CREATE FOREIGN TABLE f (a serial, b integer GENERATED ALWAYS AS IDENTITY) SERVER s;"
    );
    let pair = Pair::new("foreign_counters", &script)?;
    let before = Dump::of(&pair.target)?;
    let identities =
        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'f'::regclass AND attidentity <> ''";
    for (rule, count) in [("serial", "0"), ("identity", "2"), ("keep", "1")] {
        configure(&pair, &format!(r#"{{"identity": "{rule}"}}"#))?;
        pair.follow()?;
        pair.must_be_unchanged(rule)?;
        must_give(&pair.target, identities, count)?;
    }
    pair.must_be_equal(&before, "as they are in the source")
}

/// They hold nothing that could be kept there.
fn trash() -> Outcome {
    let script = format!(
        "{SERVER} CREATE FOREIGN TABLE f (a integer, b text OPTIONS (x 'y')) SERVER s;
         CREATE TABLE t (a integer, b text NOT NULL);
         CREATE FOREIGN TABLE h () INHERITS (t) SERVER s;
         CREATE TABLE p (k integer) PARTITION BY LIST (k);
         CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
         CREATE FOREIGN TABLE p2 PARTITION OF p FOR VALUES IN (2) SERVER s;
         CREATE TABLE q (k integer) PARTITION BY LIST (k);
         CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1);
         CREATE FOREIGN TABLE q2 PARTITION OF q FOR VALUES IN (2) SERVER s;
         CREATE FOREIGN TABLE on_top (a integer) SERVER s;
         CREATE TABLE below () INHERITS (on_top);
         CREATE FOREIGN TABLE gone () INHERITS (below) SERVER s;"
    );
    let pair = Pair::new("foreign_trash", &script)?;
    configure(&pair, r#"{"drops": "trash"}"#)?;
    pair.follow()?;
    pair.target.sql(
        "INSERT INTO t VALUES (1, 'b'); INSERT INTO p1 VALUES (1); INSERT INTO q1 VALUES (1); INSERT INTO below VALUES (1);",
    )?;
    let before = Dump::of(&pair.target)?;
    pair.source.sql(
        "DROP FOREIGN TABLE f, q2; DROP TABLE p; ALTER TABLE t DROP COLUMN b; DROP FOREIGN TABLE on_top CASCADE",
    )?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_lack(&said.notices, &["inheritance ties"])?;
    must_lack(&said.rows, &["data_loss", "public.f to", "public.q2 to", "public.p2 to"])?;
    must_have(&said.rows, &["- foreign table public.f", "- table public.p to schemig_trash.p_"])?;
    pair.upgrade()?;
    pair.must_be_unchanged("with things in the trash")?;
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")?;
    must_give(&pair.target, "SELECT count(*) FROM ONLY t WHERE b = 'b'", "1")?;
    must_give(
        &pair.target,
        "SELECT (SELECT count(*) FROM p1) + (SELECT count(*) FROM ONLY below)",
        "2",
    )?;
    pair.upgrade()?;
    pair.target.sql("SELECT schemig.purge()")?;
    must_give(
        &pair.target,
        "SELECT count(*) FROM pg_namespace WHERE nspname = 'schemig_trash'",
        "0",
    )?;
    pair.target.sql("DELETE FROM ONLY t")?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after purge and downgrade")
}
