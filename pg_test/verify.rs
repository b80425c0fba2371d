//! `schemig.verify()`, `schemig.mapping()`, names that are taken, and what the rule `drops` keeps.

use crate::follow::{ALLOW, Pair};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

const SCRIPT: &str = r#"
    CREATE SCHEMA dbo;
    CREATE TABLE dbo."tblUSERS" ("UserID" serial PRIMARY KEY, "Name" text, cost money);
    CREATE VIEW dbo."Names" AS SELECT "Name" FROM dbo."tblUSERS";
    CREATE TABLE dbo.plain (id integer);"#;
const RULES: &str = r#"{"schema": "dw_{schema}", "case": "snake", "types": {"money": "numeric(19,4)"},
    "names": [{"on": ["table"], "match": "^tbl", "replace": ""}], "rename": {"dbo.Names.Name": "label"}}"#;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 9] = [
        ("states", states),
        ("mapping", mapping),
        ("collisions", collisions),
        ("taken_names", taken_names),
        ("taken_by_a_rename", taken_by_a_rename),
        ("kept_objects", kept_objects),
        ("inherited_columns", inherited_columns),
        ("own_objects_move_along", own_objects_move_along),
        ("rewritten_along", rewritten_along),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("verify::{name}"), case)).collect()
}

fn pair(hint: &str, script: &str, rules: &str) -> Outcome<Pair> {
    let pair = Pair::of_schema(hint, script, "'dbo'")?;
    configure(&pair, rules)?;
    Ok(pair)
}

fn configure(pair: &Pair, rules: &str) -> Outcome {
    pair.target
        .sql(&format!("SELECT schemig.configure('src_server', 'dbo', '{rules}')"))
        .map(|_| ())
}

fn must_be(found: &str, expected: &str) -> Outcome {
    match found.trim() == expected.trim() {
        true => Ok(()),
        false => Err(format!("expected\n{expected}\nfound\n{found}")),
    }
}

fn states() -> Outcome {
    let pair = pair("states", SCRIPT, RULES)?;
    pair.follow()?;
    let odd = "SELECT kind, source_object, target_object, state, detail FROM schemig.verify() WHERE state <> 'same'";
    must_be(&pair.target.sql(odd)?, "")?;
    pair.source.sql("ALTER TABLE dbo.plain ALTER id TYPE bigint; CREATE TABLE dbo.more ()")?;
    pair.target.sql("DROP VIEW dw_dbo.names; CREATE TABLE dw_dbo.own (id integer PRIMARY KEY);")?;
    must_be(
        &pair.target.sql(odd)?,
        r#"table|dbo.more||missing|
column|dbo."Names"."Name"||missing|
column|dbo.plain.id|dw_dbo.plain.id|different|type is "integer", should be "bigint"
view|dbo."Names"||missing|
table||dw_dbo.own|extra|"#,
    )?;
    let unknown = "SELECT * FROM schemig.verify('nothing')";
    pair.target.fails(unknown, "42704", &["source \"nothing\" does not exist"]).map(|_| ())
}

fn mapping() -> Outcome {
    let pair = pair("mapping", SCRIPT, RULES)?;
    pair.plan()?;
    let expected = r#"schema|dbo|dw_dbo|schema
sequence|dbo."tblUSERS_UserID_seq"|dw_dbo.users_user_id_seq|schema, default name
table|dbo.plain|dw_dbo.plain|schema
table|dbo."tblUSERS"|dw_dbo.users|schema, names[0], case
column|dbo."Names"."Name"|dw_dbo.names.label|rename.dbo.Names.Name
column|dbo."tblUSERS".cost|dw_dbo.users.cost|types.money
column|dbo."tblUSERS"."Name"|dw_dbo.users.name|case
column|dbo."tblUSERS"."UserID"|dw_dbo.users.user_id|case
constraint|dbo."tblUSERS"."tblUSERS_pkey"|dw_dbo.users.tbl_users_pkey|case
view|dbo."Names"|dw_dbo.names|schema, case"#;
    let all = "SELECT m.* FROM schemig.mapping('src_server/dbo') AS m
        JOIN unnest(ARRAY['schema', 'sequence', 'table', 'column', 'constraint', 'view']) WITH ORDINALITY AS k(kind, n)
          USING (kind) ORDER BY k.n, m.source_object COLLATE \"C\"";
    let sort = |text: &str| {
        let mut lines: Vec<String> = text.trim().lines().map(str::to_owned).collect();
        lines.sort();
        lines.join("\n")
    };
    must_be(&sort(&pair.target.sql(all)?), &sort(expected))?;
    pair.upgrade()?;
    must_be(&sort(&pair.target.sql(all)?), &sort(expected))
}

/// Two objects of different kinds and one name: all of them at once, before anything is written.
fn collisions() -> Outcome {
    let script = r#"CREATE SCHEMA dbo; CREATE TABLE dbo."T" (a integer); CREATE VIEW dbo.t AS SELECT 1 AS b;
        CREATE INDEX "V" ON dbo."T" (a); CREATE TYPE dbo.v AS (c integer); CREATE SEQUENCE dbo."S";
        CREATE TABLE dbo.u (a integer CONSTRAINT s PRIMARY KEY);"#;
    let pair = pair("collisions", script, r#"{"case": "lower"}"#)?;
    let said = pair.target.fails(
        &pair.plan_sql(),
        "42710",
        &[
            "the rules make one name of two",
            "table dbo.\"T\"",
            "view dbo.t",
            "index dbo.\"V\"",
            "composite type dbo.v",
        ],
    )?;
    match said.contains("sequence dbo.\"S\"") && said.contains("constraint dbo.u.s") {
        true => Ok(()),
        false => Err(format!("a sequence and the index of a key have one name, too:\n{said}")),
    }
}

/// Names that other kinds of objects have in the target, listed all at once.
fn taken_names() -> Outcome {
    let pair = pair("taken_names", SCRIPT, RULES)?;
    pair.target.sql(
        "CREATE SCHEMA dw_dbo; CREATE FOREIGN TABLE dw_dbo.users (a integer) SERVER src_server;
         CREATE DOMAIN dw_dbo.names AS integer; CREATE VIEW dw_dbo.plain AS SELECT 1 AS a;",
    )?;
    let texts = [
        "table dw_dbo.users: that is the name of foreign table dw_dbo.users",
        "table dw_dbo.plain: that is the name of view dw_dbo.plain",
        "view dw_dbo.names: that is the name of type dw_dbo.names",
    ];
    pair.target.fails(&pair.plan_sql(), "42710", &texts)?;
    must_be(&pair.target.sql("SELECT count(*) FROM schemig.revision")?, "0")
}

fn taken_by_a_rename() -> Outcome {
    let pair = pair("taken_by_a_rename", SCRIPT, "{}")?;
    pair.follow()?;
    pair.target.sql("CREATE VIEW dbo.users AS SELECT 1 AS a; CREATE TABLE dbo.names ();")?;
    configure(
        &pair,
        r#"{"case": "snake", "names": [{"on": ["table"], "match": "^tbl", "replace": ""}]}"#,
    )?;
    let texts = [
        "table dbo.users: that is the name of view dbo.users",
        "view dbo.names: that is the name of table dbo.names",
    ];
    pair.target.fails(&pair.plan_sql(), "42710", &texts).map(|_| ())
}

/// Under `"drops": "keep"` what is gone from the source stays, is followed no longer, and returns to the record by an undo.
fn kept_objects() -> Outcome {
    let pair = pair("kept_objects", SCRIPT, r#"{"drops": "keep"}"#)?;
    pair.follow()?;
    pair.target.sql("INSERT INTO dbo.plain VALUES (7)")?;
    pair.source.sql(r#"DROP VIEW dbo."Names"; ALTER TABLE dbo."tblUSERS" DROP COLUMN "Name"; DROP TABLE dbo.plain;"#)?;
    let said = pair.target.said(&pair.plan_sql())?;
    if said.rows.lines().any(|line| line.trim_start().starts_with("- ")) {
        return Err(format!("something is dropped:\n{}", said.rows));
    }
    let kept = ["table dbo.plain", "view dbo.\"Names\"", "column dbo.\"tblUSERS\".\"Name\""];
    if said.notices.matches("and kept\n").count() != kept.len() {
        return Err(format!("other objects are kept:\n{}", said.notices));
    }
    for object in kept {
        let warning = format!("{object} is gone from the source, and kept");
        if !said.notices.contains(&warning) {
            return Err(format!("should say \"{warning}\":\n{}", said.notices));
        }
    }
    pair.upgrade()?;
    must_be(&pair.target.sql("SELECT id FROM dbo.plain")?, "7")?;
    pair.target.sql("SELECT \"Name\" FROM dbo.\"tblUSERS\"; SELECT * FROM dbo.\"Names\";")?;
    let followed = "SELECT count(*) FROM schemig.recorded WHERE object ~ 'plain|Name'";
    must_be(&pair.target.sql(followed)?, "0")?;
    pair.must_be_unchanged("with objects that were kept")?;
    pair.downgrade("-1")?;
    pair.target.sql(&format!("SELECT schemig.downgrade('base', {ALLOW})"))?;
    must_be(
        &pair
            .target
            .sql("SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('dbo')")?,
        "0",
    )
}

/// A column that a table has from its parent has the parent's new name.
fn inherited_columns() -> Outcome {
    let script = r#"CREATE SCHEMA dbo; CREATE TABLE dbo.parent ("A" integer, "B" integer) PARTITION BY LIST ("A");
        CREATE TABLE dbo.child PARTITION OF dbo.parent DEFAULT;
        CREATE TABLE dbo.top ("C" integer); CREATE TABLE dbo.heir ("D" integer) INHERITS (dbo.top);
        CREATE VIEW dbo.seen AS SELECT c."B", h."C" FROM dbo.child c, dbo.heir h;"#;
    let rules = r#"{"rename": {"dbo.parent.B": "b_new", "dbo.top.C": "c_new"}}"#;
    let pair = pair("inherited_columns", script, rules)?;
    pair.follow()?;
    pair.target.sql(
        "SELECT b_new FROM dbo.child; SELECT c_new, \"D\" FROM dbo.heir; SELECT * FROM dbo.seen",
    )?;
    pair.must_be_unchanged("under the same rules")?;
    configure(
        &pair,
        r#"{"rename": {"dbo.parent.B": "b_last", "dbo.top.C": "c_last", "dbo": "moved"}}"#,
    )?;
    pair.plan()?;
    pair.upgrade()?;
    pair.target.sql(
        "SELECT b_last FROM moved.child; SELECT c_last FROM moved.heir; SELECT * FROM moved.seen",
    )?;
    pair.must_be_unchanged("under other rules")
}

/// What somebody made in a followed schema, and over it, goes on working when names change.
fn own_objects_move_along() -> Outcome {
    let pair = pair("own_objects", SCRIPT, "{}")?;
    pair.follow()?;
    pair.target.sql(
        r#"CREATE VIEW dbo.own AS SELECT "Name" FROM dbo."tblUSERS"; CREATE INDEX own_index ON dbo."tblUSERS" ("Name");
           CREATE SCHEMA elsewhere; CREATE VIEW elsewhere.own AS SELECT "UserID" FROM dbo."tblUSERS";
           INSERT INTO dbo."tblUSERS" ("Name") VALUES ('one');"#,
    )?;
    configure(&pair, RULES.replace(r#""types": {"money": "numeric(19,4)"},"#, "").as_str())?;
    pair.plan()?;
    pair.upgrade()?;
    must_be(&pair.target.sql("SELECT \"Name\" FROM dw_dbo.own")?, "one")?;
    must_be(&pair.target.sql("SELECT \"UserID\" FROM elsewhere.own")?, "1")?;
    must_be(&pair.target.sql("SELECT indrelid::regclass FROM pg_index WHERE indexrelid = 'dw_dbo.own_index'::regclass")?, "dw_dbo.users")?;
    pair.downgrade("-1")?;
    must_be(&pair.target.sql("SELECT \"Name\" FROM dbo.own")?, "one")
}

/// What keeps its name but gets another text, since it uses what is renamed, is told, and goes on working.
fn rewritten_along() -> Outcome {
    let script = r#"CREATE SCHEMA dbo; CREATE TABLE dbo."Users" ("UserID" integer);
        CREATE FUNCTION dbo.text_body() RETURNS bigint LANGUAGE plpgsql AS
            'BEGIN RETURN (SELECT sum(u."UserID") FROM dbo."Users" u); END';
        CREATE FUNCTION dbo.parsed_body() RETURNS bigint LANGUAGE sql
            RETURN (SELECT sum(u."UserID") FROM dbo."Users" u);
        CREATE VIEW dbo.seen AS SELECT sum("UserID") AS total FROM dbo."Users";"#;
    let pair = pair("rewritten_along", script, "{}")?;
    pair.follow()?;
    pair.target.sql("INSERT INTO dbo.\"Users\" VALUES (3)")?;
    configure(&pair, r#"{"case": "lower"}"#)?;
    let plan = pair.plan()?;
    let lines: Vec<&str> = plan.lines().filter(|l| l.starts_with("  ")).map(str::trim).collect();
    must_be(
        &lines.join("\n"),
        r#"> table dbo."Users" to users
> column dbo."Users"."UserID" to userid
~ routine dbo.parsed_body()
~ routine dbo.text_body()  [code_rewritten]
~ view dbo.seen"#,
    )?;
    pair.upgrade()?;
    let works = "SELECT dbo.text_body() + dbo.parsed_body() + total FROM dbo.seen";
    must_be(&pair.target.sql(works)?, "9")?;
    pair.downgrade("-1")?;
    must_be(&pair.target.sql(works)?, "9")
}
