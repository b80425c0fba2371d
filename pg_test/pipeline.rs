//! The verbs, one after another, as a user types them.

use crate::dump::{Dump, text_of};
use crate::follow::{Pair, is_unchanged};
use crate::psql::{Database, server_to};
use crate::{Case, Outcome, real, trial};
use libtest_mimic::Trial;

const TWO_TABLES: &str = "
    CREATE TABLE first (id integer PRIMARY KEY, name text NOT NULL);
    CREATE TABLE second (id integer PRIMARY KEY, first integer REFERENCES first);";

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 18] = [
        ("nothing_pending", nothing_pending),
        ("planned_twice", planned_twice),
        ("only_the_change", only_the_change),
        ("one_schema", one_schema),
        ("several_schemas", several_schemas),
        ("two_sources", two_sources),
        ("history_and_status", history_and_status),
        ("dry_run", dry_run),
        ("discard", discard),
        ("script", script),
        ("revisions_by_name", revisions_by_name),
        ("configure", configure),
        ("postgres_fdw", postgres_fdw),
        ("restored_target", restored_target),
        ("data_stays", data_stays),
        ("hostile_names", hostile_names),
        ("targets_own_stays", targets_own_stays),
        ("password_free_history", password_free_history),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("pipeline::{name}"), case)).collect()
}

fn must(condition: bool, message: impl FnOnce() -> String) -> Outcome {
    if condition { Ok(()) } else { Err(message()) }
}

fn nothing_pending() -> Outcome {
    let pair = Pair::new("nothing_pending", TWO_TABLES)?;
    let said = pair.upgrade()?;
    must(!said.trim().is_empty(), || "upgrade says nothing".into())?;
    pair.follow()?;
    let said = pair.upgrade()?;
    must(!said.trim().is_empty(), || "the second upgrade says nothing".into())?;
    pair.must_be_unchanged("after it")
}

/// The second plan replaces the pending one.
fn planned_twice() -> Outcome {
    let pair = Pair::new("planned_twice", TWO_TABLES)?;
    pair.plan()?;
    pair.source.sql("CREATE TABLE third (id integer)")?;
    pair.plan()?;
    let count = pair.target.sql("SELECT count(*) FROM schemig.revision")?;
    must(count.trim() == "1", || format!("{count} revisions"))?;
    let before = Dump::of(&pair.target)?;
    pair.upgrade()?;
    pair.must_be_equal(&before, "after the second plan")
}

/// A revision holds what changed, and nothing else.
fn only_the_change() -> Outcome {
    let pair = Pair::new("only_the_change", TWO_TABLES)?;
    pair.follow()?;
    for (change, object) in [
        ("CREATE TABLE third (id integer)", "third"),
        ("ALTER TABLE first ADD COLUMN extra date", "extra"),
        ("ALTER TABLE first ADD CONSTRAINT not_nobody CHECK (name <> '')", "not_nobody"),
        ("CREATE INDEX by_name ON first (name)", "by_name"),
        ("CREATE VIEW seen AS SELECT id FROM first", "seen"),
        ("DROP VIEW seen", "seen"),
        ("DROP INDEX by_name", "by_name"),
        ("ALTER TABLE first DROP CONSTRAINT not_nobody", "not_nobody"),
        ("ALTER TABLE first DROP COLUMN extra", "extra"),
        ("DROP TABLE third", "third"),
    ] {
        pair.source.sql(change)?;
        let plan = pair.follow()?;
        must(plan.contains(object), || format!("{change}: no {object} in\n{plan}"))?;
        must(!plan.contains("second"), || format!("{change}: more than that in\n{plan}"))?;
        pair.must_be_unchanged(change)?;
    }
    Ok(())
}

const THREE_SCHEMAS: &str = "
    CREATE SCHEMA a; CREATE SCHEMA b; CREATE SCHEMA c;
    CREATE TABLE a.t (id integer PRIMARY KEY);
    CREATE TABLE b.t (id integer REFERENCES a.t);
    CREATE TABLE c.t (id integer);";

fn one_schema() -> Outcome {
    let pair = Pair::of_schema("one_schema", THREE_SCHEMAS, "'c'")?;
    pair.follow()?;
    let expected = Dump::of_schemas(&pair.source, &["c"])?;
    expected.must_equal(&Dump::of(&pair.target)?, "schema c only")?;
    pair.must_be_unchanged("after the upgrade")?;
    pair.source.sql("CREATE TABLE a.more (id integer)")?;
    pair.must_be_unchanged("after a change elsewhere")
}

fn several_schemas() -> Outcome {
    let pair = Pair::of_schema("several_schemas", THREE_SCHEMAS, "ARRAY['b', 'a']::name[]")?;
    pair.follow()?;
    let expected = Dump::of_schemas(&pair.source, &["a", "b"])?;
    expected.must_equal(&Dump::of(&pair.target)?, "schemas a and b")?;
    pair.must_be_unchanged("after the upgrade")
}

/// Two sources in one target have each their own history.
fn two_sources() -> Outcome {
    let pair = Pair::new("two_sources", "CREATE SCHEMA one; CREATE TABLE one.t (id integer)")?;
    let other = Database::new("other_source")?;
    other.sql("CREATE SCHEMA two; CREATE TABLE two.t (id integer)")?;
    pair.target.sql(&server_to(&other, "src_server_2", "dblink_fdw"))?;
    pair.target.sql(
        "SELECT schemig.plan('src_server', 'one'); SELECT schemig.plan('src_server_2', 'two');
         SELECT schemig.upgrade(source => 'src_server/one');",
    )?;
    let first = Dump::of(&pair.target)?;
    Dump::of_schemas(&pair.source, &["one"])?.must_equal(&first, "the first source only")?;
    pair.target.sql("SELECT schemig.upgrade();")?;
    let both = first.and(&Dump::of_schemas(&other, &["two"])?);
    both.must_equal(&Dump::of(&pair.target)?, "both sources")?;
    pair.target.sql("SELECT schemig.downgrade('base', 'src_server_2/two', '{data_loss}');")?;
    first.must_equal(&Dump::of(&pair.target)?, "the second source taken back")
}

fn history_and_status() -> Outcome {
    let pair = Pair::new("history_and_status", TWO_TABLES)?;
    pair.target.sql("SELECT schemig.plan('src_server', message => 'the ''first'' one');")?;
    pair.upgrade()?;
    pair.source.sql("CREATE TABLE third (id integer)")?;
    pair.plan()?;
    let history = pair
        .target
        .sql("SELECT message, state FROM schemig.history WHERE source = 'src_server'")?;
    must(history == "|pending\nthe 'first' one|applied\n", || {
        format!("history, newest first, is\n{history}")
    })?;
    let status = pair.target.sql(
        "SELECT current = (SELECT id FROM schemig.revision WHERE state = 'applied'),
                pending = (SELECT id FROM schemig.revision WHERE state = 'pending') FROM schemig.status",
    )?;
    must(status == "t|t\n", || format!("status is {status}"))
}

fn dry_run() -> Outcome {
    let pair = Pair::new("dry_run", TWO_TABLES)?;
    pair.plan()?;
    let before = Dump::of(&pair.target)?;
    pair.target.sql("SELECT schemig.upgrade(dry_run => true);")?;
    before.must_equal(&Dump::of(&pair.target)?, "after a dry run")?;
    pair.upgrade()?;
    let after = Dump::of(&pair.target)?;
    pair.target.sql("SELECT schemig.downgrade('base', dry_run => true);")?;
    after.must_equal(&Dump::of(&pair.target)?, "after a dry run down")
}

fn discard() -> Outcome {
    let pair = Pair::new("discard", TWO_TABLES)?;
    pair.plan()?;
    pair.target.sql("SELECT schemig.discard();")?;
    let left = pair.target.sql("SELECT count(*) FROM schemig.revision WHERE state = 'pending'")?;
    must(left.trim() == "0", || format!("{left} pending"))?;
    let before = Dump::of(&pair.target)?;
    pair.upgrade()?;
    before.must_equal(&Dump::of(&pair.target)?, "nothing was pending")
}

/// The script runs in plain psql, where there is no extension, and so does its undo.
fn script() -> Outcome {
    let pair = Pair::new("script", &real::file("dbo", "source.sql")?)?;
    pair.plan()?;
    let script = pair.target.sql("SELECT schemig.script();")?;
    let undo = pair.target.sql("SELECT schemig.script(undo => true);")?;
    let elsewhere = Database::new("script_elsewhere")?;
    let before = Dump::of(&elsewhere)?;
    elsewhere.sql(&script)?;
    Dump::of(&pair.source)?.must_equal(&Dump::of(&elsewhere)?, "after the script")?;
    elsewhere.sql(&undo)?;
    before.must_equal(&Dump::of(&elsewhere)?, "after the undo")
}

fn revisions_by_name() -> Outcome {
    let pair = Pair::new("revisions_by_name", TWO_TABLES)?;
    let empty = Dump::of(&pair.target)?;
    pair.follow()?;
    let one = Dump::of(&pair.target)?;
    pair.source.sql("CREATE TABLE third (id integer)")?;
    pair.follow()?;
    let two = Dump::of(&pair.target)?;
    let first = pair.target.sql("SELECT id FROM schemig.revision WHERE down_revision IS NULL")?;
    let first = first.trim();
    let steps = [
        (format!("downgrade('{first}')"), &one),
        ("upgrade('+1')".to_owned(), &two),
        ("downgrade('-2')".to_owned(), &empty),
        (format!("upgrade('{}')", &first[..6]), &one),
        ("upgrade('head')".to_owned(), &two),
        ("downgrade()".to_owned(), &one),
        ("downgrade('base')".to_owned(), &empty),
        ("upgrade()".to_owned(), &two),
    ];
    for (verb, expected) in steps {
        pair.target.sql(&format!("SELECT schemig.{verb};"))?;
        expected.must_equal(&Dump::of(&pair.target)?, &format!("after {verb}"))?;
    }
    Ok(())
}

fn configure() -> Outcome {
    let pair = Pair::of_schema(
        "configure",
        "CREATE TABLE \"MyTable\" (\"MyColumn\" integer)",
        "'public'",
    )?;
    let rules = pair.target.sql(
        r#"SELECT schemig.configure('src_server', 'public', '{"schema": "copy_of_{schema}", "case": "lower"}') ->> 'case';"#,
    )?;
    must(rules.trim() == "lower", || format!("effective rules: {rules}"))?;
    pair.follow()?;
    pair.target.sql("SELECT mycolumn FROM copy_of_public.mytable")?;
    pair.must_be_unchanged("under rules")
}

/// A server of postgres_fdw does as well.
fn postgres_fdw() -> Outcome {
    let pair = Pair::new("postgres_fdw", TWO_TABLES)?;
    pair.target.sql("CREATE EXTENSION postgres_fdw")?;
    pair.target.sql(&server_to(&pair.source, "src_server_3", "postgres_fdw"))?;
    let before = Dump::of(&pair.target)?;
    pair.target.sql("SELECT schemig.plan('src_server_3'); SELECT schemig.upgrade();")?;
    pair.must_be_equal(&before, "over postgres_fdw")?;
    let again = pair.target.sql("SELECT schemig.plan('src_server_3');")?;
    must(is_unchanged(&again), || again)
}

/// A dump of the target carries the history: the restored database goes on where the other one was.
fn restored_target() -> Outcome {
    let pair = Pair::new("restored_target", &real::file("dbo", "source.sql")?)?;
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    pair.source.sql("CREATE TABLE dbo.\"More\" (\"Id\" integer PRIMARY KEY)")?;
    pair.follow()?;
    let restored = Database::new("restored_target_copy")?;
    restored.sql(&text_of(&pair.target, &[])?)?;
    let pair = Pair { target: restored, ..pair };
    pair.must_be_equal(&before, "after the restore")?;
    pair.must_be_unchanged("after the restore")?;
    pair.downgrade("-1")?;
    pair.upgrade()?;
    pair.source.sql("CREATE INDEX ON dbo.\"Posts\" (\"Title\")")?;
    pair.follow()?;
    pair.must_be_equal(&before, "after a change")?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")
}

/// Rows of the target are not touched by what is added around them.
fn data_stays() -> Outcome {
    let pair = Pair::new("data_stays", TWO_TABLES)?;
    pair.follow()?;
    pair.target
        .sql("INSERT INTO first SELECT n, 'name ' || n FROM generate_series(1, 100) n; INSERT INTO second VALUES (1, 7);")?;
    pair.source.sql(
        "ALTER TABLE first ADD COLUMN extra integer NOT NULL DEFAULT 5 CHECK (extra > 0);
         CREATE UNIQUE INDEX ON first (name);
         ALTER TABLE second ADD COLUMN other integer REFERENCES first;",
    )?;
    pair.plan()?;
    pair.upgrade()?;
    let rows = pair.target.sql("SELECT count(*), sum(extra), max(name) FROM first")?;
    must(rows == "100|500|name 99\n", || format!("rows are {rows}"))?;
    pair.downgrade("-1")?;
    let rows =
        pair.target.sql("SELECT count(*) FROM first JOIN second ON second.first = first.id")?;
    must(rows == "1\n", || format!("rows are {rows}"))
}

/// No text of the source can add a statement.
fn hostile_names() -> Outcome {
    let pair = Pair::new(
        "hostile_names",
        r#"CREATE TABLE "t""; DROP TABLE victim; --" (
             "c) ; DROP TABLE victim; --" text DEFAULT '''; DROP TABLE victim; --',
             CONSTRAINT "k""); DROP TABLE victim; --" CHECK ("c) ; DROP TABLE victim; --" <> '$$; DROP TABLE victim; --'));
           COMMENT ON TABLE "t""; DROP TABLE victim; --" IS 'x''; DROP TABLE victim; --';
           CREATE TYPE "e""); DROP TABLE victim; --" AS ENUM ('''); DROP TABLE victim; --', '\''); DROP TABLE victim; --');
           CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''$_$; DROP TABLE victim; --''';
           CREATE INDEX "i""; DROP TABLE victim; --" ON "t""; DROP TABLE victim; --" ("c) ; DROP TABLE victim; --");"#,
    )?;
    pair.target.sql("CREATE TABLE victim (id integer)")?;
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    pair.target.sql("TABLE victim")?;
    pair.must_be_equal(&before, "after the upgrade")?;
    pair.must_be_unchanged("after the upgrade")?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")
}

/// What the target has of its own, in a followed schema and upon followed tables, is left alone.
fn targets_own_stays() -> Outcome {
    let pair = Pair::new("targets_own_stays", TWO_TABLES)?;
    pair.follow()?;
    pair.target.sql(
        "CREATE TABLE own (id integer); CREATE VIEW own_view AS SELECT first.name FROM first;
         CREATE INDEX own_index ON first (name); COMMENT ON TABLE own IS 'ours';",
    )?;
    let before = Dump::of(&pair.target)?;
    pair.must_be_unchanged("beside the target's own")?;
    pair.source
        .sql("ALTER TABLE first ADD COLUMN extra integer; CREATE TABLE third (id integer)")?;
    pair.follow()?;
    pair.downgrade("-1")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('-1')")
}

/// No table of the extension holds how to connect.
fn password_free_history() -> Outcome {
    let pair = Pair::new("password_free_history", TWO_TABLES)?;
    pair.target.sql(
        "ALTER USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (ADD password 'mellon-42')",
    )?;
    pair.follow()?;
    for table in ["source", "revision", "step", "fact_page"] {
        let rows = pair.target.sql(&format!("SELECT t::text FROM schemig.{table} t"))?;
        must(!rows.contains("mellon-42"), || format!("schemig.{table} holds the password"))?;
    }
    Ok(())
}
