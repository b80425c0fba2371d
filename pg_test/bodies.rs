//! Bodies of routines that are strings, where views cannot show what became of them: what is told,
//! what stays as it is. What works afterwards is shown by `corpus/rewrite/{body,plpgsql}_*`.

use crate::follow::Pair;
use crate::must::must_give;
use crate::real;
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub const SNAKE: &str = r#"{"schema": "dw__{schema}", "case": "snake"}"#;

const TABLES: &str = r#"
    CREATE SCHEMA dbo; CREATE SCHEMA crm;
    CREATE TABLE dbo."Users" ("UserId" integer, "Name" text);
    CREATE TABLE crm."Users" ("UserId" integer, "Mail" text);
    CREATE TABLE crm."Leads" ("LeadId" integer);
    SET check_function_bodies = off;"#;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 19] = [
        ("plpgsql_is_checked", plpgsql_is_checked),
        ("code_rewritten", code_rewritten),
        ("execute", execute),
        ("search_path", search_path),
        ("unqualified", unqualified),
        ("no_trigger", no_trigger),
        ("differing_triggers", differing_triggers),
        ("variable_or_column", variable_or_column),
        ("declared_variable_is_new_name", declared_variable_is_new_name),
        ("records_differ", records_differ),
        ("overloads_differ", overloads_differ),
        ("server_has_old_name", server_has_old_name),
        ("columns_change_under_a_list", columns_change_under_a_list),
        ("columns_in_another_order", columns_in_another_order),
        ("literals_and_comments", literals_and_comments),
        ("other_languages", other_languages),
        ("sql_is_checked", sql_is_checked),
        ("sql_is_checked_by_path", sql_is_checked_by_path),
        ("demo_needs_no_warning", demo_needs_no_warning),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("bodies::{name}"), case)).collect()
}

/// A variable that is called as a column will be: the columns keep their names by a list, which is another one as soon as
/// the table has other columns, though the source has the body as it was.
fn columns_change_under_a_list() -> Outcome {
    let script = r#"CREATE TABLE dbo."Item" (id int, "fwdUserId" int, "rootId" int, boost int);
        CREATE FUNCTION dbo.f(k int) RETURNS int LANGUAGE plpgsql AS $$
            DECLARE root_id int := k; r int;
            BEGIN SELECT boost INTO r FROM dbo."Item" WHERE id = root_id; RETURN r; END $$;"#;
    let (pair, _) = planned("under_a_list", script, SNAKE)?;
    pair.upgrade()?;
    pair.target.sql("INSERT INTO dw__dbo.item VALUES (1, 11, 3, 44)")?;
    must_give(&pair.target, "SELECT dw__dbo.f(1)", "44")?;
    pair.source.sql(r#"ALTER TABLE dbo."Item" DROP "fwdUserId", ADD upvotes int"#)?;
    must_say(&pair.plan()?, &["~ routine dw__dbo.f(integer)"])?;
    let changed =
        "SELECT count(*) FROM schemig.verify() WHERE kind = 'routine' AND state <> 'same'";
    must_give(&pair.target, changed, "1")?;
    pair.upgrade_with_loss()?;
    pair.target.sql("UPDATE dw__dbo.item SET upvotes = 77")?;
    must_give(&pair.target, "SELECT dw__dbo.f(1)", "44")?;
    pair.must_be_unchanged("after the change")
}

/// Lists count the columns as the target has them, which had the table before, in its own order.
fn columns_in_another_order() -> Outcome {
    let script = r#"CREATE TABLE dbo."Item" (id int, "fwdUserId" int, "rootId" int, boost int);
        CREATE TABLE dbo.b ("Id" int, z text);
        CREATE VIEW dbo.v AS SELECT id, a."fwdUserId", a.boost, z FROM dbo."Item" a JOIN dbo.b ON id = "Id";
        CREATE VIEW dbo.w AS SELECT id, a.x, a.y, c.z FROM (SELECT 1 AS id, 2 AS z) c JOIN dbo.pinned a USING (id);
        CREATE FUNCTION dbo.f(k int) RETURNS int LANGUAGE plpgsql AS $$
            DECLARE root_id int := k; r int;
            BEGIN SELECT boost INTO r FROM dbo."Item" WHERE id = root_id; RETURN r; END $$;"#;
    let script = script.replace(
        "CREATE VIEW dbo.v",
        "CREATE TABLE dbo.pinned (id int, w text, x text, y text); CREATE VIEW dbo.v",
    );
    let rules =
        r#"{"schema": "dw__{schema}", "case": "snake", "rename": {"dbo.pinned.id": "a_id"}}"#;
    let pair = Pair::of_schema("another_order", &format!("{TABLES}{script}"), "'dbo'")?;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', 'dbo', '{rules}')"))?;
    pair.target.sql(
        "CREATE SCHEMA dw__dbo; CREATE TABLE dw__dbo.item (boost int, root_id int, id int, fwd_user_id int);
         CREATE TABLE dw__dbo.pinned (y text, x text, w text, a_id int);",
    )?;
    pair.follow()?;
    pair.target.sql(
        "INSERT INTO dw__dbo.item (id, fwd_user_id, root_id, boost) VALUES (1, 11, 3, 44);
         INSERT INTO dw__dbo.pinned (a_id, w, x, y) VALUES (1, 'w', 'x', 'y'); INSERT INTO dw__dbo.b VALUES (1, 'z');",
    )?;
    must_give(&pair.target, "SELECT dw__dbo.f(1)", "44")?;
    must_give(&pair.target, "SELECT * FROM dw__dbo.v", "1|11|44|z")?;
    must_give(&pair.target, "SELECT * FROM dw__dbo.w", "1|x|y|2")?;
    pair.must_be_unchanged("with columns in another order")?;
    must_give(&pair.target, "SELECT count(*) FROM schemig.verify() WHERE state <> 'same'", "0")?;
    pair.source.sql(r#"ALTER TABLE dbo."Item" RENAME "fwdUserId" TO "Forwarded""#)?;
    pair.follow()?;
    must_give(&pair.target, "SELECT dw__dbo.f(1)", "44")
}

/// A pair that follows two schemas under rules, planned; what the plan said.
pub fn planned(hint: &str, script: &str, rules: &str) -> Outcome<(Pair, String)> {
    let schemas = "ARRAY['dbo', 'crm']::name[]";
    let pair = Pair::of_schema(hint, &format!("{TABLES}{script}"), schemas)?;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', {schemas}, '{rules}')"))?;
    let said = pair.target.said(&pair.plan_sql())?;
    if !said.succeeded {
        return Err(said.notices);
    }
    Ok((pair, said.notices + &said.rows))
}

pub fn must_say(text: &str, parts: &[&str]) -> Outcome {
    match parts.iter().find(|part| !text.contains(**part)) {
        Some(part) => Err(format!("should say \"{part}\":\n{text}")),
        None => Ok(()),
    }
}

pub fn must_not_say(text: &str, part: &str) -> Outcome {
    if text.contains(part) { Err(format!("should not say \"{part}\":\n{text}")) } else { Ok(()) }
}

/// A routine's body in the target.
pub fn body(pair: &Pair, name: &str) -> Outcome<String> {
    pair.upgrade()?;
    let body = pair.target.sql(&format!("SELECT prosrc FROM pg_proc WHERE proname = '{name}'"))?;
    pair.must_be_unchanged("after the upgrade")?;
    pair.downgrade("base")?;
    Ok(body.trim().to_owned())
}

pub fn must_be(found: &str, expected: &str) -> Outcome {
    if found == expected { Ok(()) } else { Err(format!("expected\n{expected}\nfound\n{found}")) }
}

/// The hazard is told by plan and script, of those routines only, and needs no permission.
fn code_rewritten() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Touched"() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM dbo."Users"';
        CREATE FUNCTION dbo."Plain"() RETURNS integer LANGUAGE sql AS 'SELECT 1';"#;
    let (pair, plan) = planned("code_rewritten", script, SNAKE)?;
    must_say(
        &plan,
        &["+ routine dw__dbo.touched()  [code_rewritten]\n", "routine dw__dbo.plain()\n"],
    )?;
    let script = pair.target.sql("SELECT schemig.script()")?;
    must_say(&script, &[": create routine dw__dbo.touched() [code_rewritten]\n"])?;
    must_say(&script, &[": create routine dw__dbo.plain()\n"])?;
    let undo = pair.target.sql("SELECT schemig.script(undo => true)")?;
    must_not_say(&undo, "code_rewritten")?;
    let steps = pair.target.sql("SELECT object FROM schemig.step WHERE hazards <> '{}'")?;
    must_be(steps.trim(), "dw__dbo.touched()")?;
    must_be(&body(&pair, "touched")?, "SELECT count(*) FROM dw__dbo.users")
}

/// Each EXECUTE of text that is not known is told, with its line.
fn execute() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Dynamic"(t text) RETURNS SETOF integer LANGUAGE plpgsql AS $$
        DECLARE r record;
        BEGIN
            EXECUTE 'ANALYZE';
            EXECUTE 'DELETE FROM dbo."Users"';
            EXECUTE format('DELETE FROM %I', t) USING (SELECT max("UserId") FROM dbo."Users");
            FOR r IN EXECUTE 'SELECT 1 FROM ' || t LOOP
                RETURN QUERY EXECUTE t;
            END LOOP;
        END $$;"#;
    let (pair, plan) = planned("execute", script, SNAKE)?;
    let told = |line: u32| {
        format!(r#"line {line} of the body of routine dbo."Dynamic"(text) executes a string"#)
    };
    for line in [5, 6, 7, 8] {
        must_say(&plan, &[&told(line)])?;
    }
    must_not_say(&plan, &told(4))?;
    let found = body(&pair, "dynamic")?;
    must_say(
        &found,
        &["USING (SELECT max(user_id) FROM dw__dbo.users)", r#"'DELETE FROM dbo."Users"'"#],
    )?;
    let (_, plan) = planned("execute_kept", script, "{}")?;
    must_not_say(&plan, "WARNING")
}

/// The routine's own search path follows, and names without schema are found by it.
fn search_path() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Found"() RETURNS SETOF text LANGUAGE plpgsql SET search_path = crm, dbo AS $$
        BEGIN
            RETURN QUERY SELECT "Mail" FROM "Users" WHERE "UserId" = (SELECT "LeadId" FROM "Leads");
            RETURN QUERY SELECT "Name" FROM dbo."Users";
        END $$;"#;
    let (pair, plan) = planned("search_path", script, SNAKE)?;
    must_not_say(&plan, "WARNING")?;
    must_say(
        &pair.target.sql("SELECT schemig.script()")?,
        &["SET search_path TO 'dw__crm', 'dw__dbo'"],
    )?;
    let found = body(&pair, "found")?;
    must_say(
        &found,
        &[
            "SELECT mail FROM users WHERE user_id = (SELECT lead_id FROM leads)",
            "SELECT name FROM dw__dbo.users",
        ],
    )
}

/// Without a search path a name is certain that one schema has only.
fn unqualified() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Free"() RETURNS bigint LANGUAGE sql AS 'SELECT count("LeadId") FROM "Leads"';
        CREATE FUNCTION dbo."Torn"() RETURNS bigint LANGUAGE sql AS 'SELECT count(u."Mail") FROM "Users" u';"#;
    let (pair, plan) = planned("unqualified", script, SNAKE)?;
    must_say(
        &plan,
        &[
            r#"name "Users" in the body of routine dbo."Torn"() is not changed"#,
            r#"name "Mail" in the body of routine dbo."Torn"() is not changed"#,
        ],
    )?;
    must_not_say(&plan, r#"dbo."Free"() is"#)?;
    let found = pair.target.sql("SELECT schemig.script()")?;
    must_say(
        &found,
        &["SELECT count(lead_id) FROM leads", r#"SELECT count(u."Mail") FROM "Users" u"#],
    )
}

fn no_trigger() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Alone"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW."Name" := NEW."Other" || OLD."Name";
            RETURN NEW;
        END $$;"#;
    let (_, plan) = planned("no_trigger", script, SNAKE)?;
    must_say(&plan, &[r#"name "Name" in the body of routine dbo."Alone"() is not changed"#])?;
    must_be(&plan.matches("is not certain").count().to_string(), "1")
}

/// A column of the row that does not change alike in all relations.
fn differing_triggers() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Shared"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW."UserId" := 1;
            RAISE NOTICE '%', NEW."Name";
            RETURN NEW;
        END $$;
        CREATE TRIGGER a BEFORE INSERT ON dbo."Users" FOR EACH ROW EXECUTE FUNCTION dbo."Shared"();
        CREATE TRIGGER a BEFORE INSERT ON crm."Users" FOR EACH ROW EXECUTE FUNCTION dbo."Shared"();"#;
    let rules =
        r#"{"schema": "dw__{schema}", "case": "snake", "rename": {"crm.Users.UserId": "crm_id"}}"#;
    let (pair, plan) = planned("differing_triggers", script, rules)?;
    must_say(&plan, &[r#"name "UserId" in the body of routine dbo."Shared"() is not changed"#])?;
    must_say(&body(&pair, "shared")?, &[r#"NEW."UserId" := 1"#, "NEW.name;"])
}

/// A name that is both, to PL/pgSQL, is left alone.
fn variable_or_column() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Torn"("UserId" integer) RETURNS bigint LANGUAGE plpgsql AS $$
        BEGIN
            RETURN (SELECT count(*) FROM dbo."Users" u WHERE "UserId" = 1 AND u."UserId" = 2);
        END $$;"#;
    let (pair, plan) = planned("variable_or_column", script, SNAKE)?;
    must_say(
        &plan,
        &[r#"name "UserId" in the body of routine dbo."Torn"(integer) is not changed"#],
    )?;
    must_say(
        &body(&pair, "torn")?,
        &[r#"FROM dw__dbo.users u WHERE "UserId" = 1 AND u.user_id = 2"#],
    )
}

/// A variable would be taken for a column, and has no other name: the statement is left and told.
fn declared_variable_is_new_name() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Set"() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE name text := 'x';
        BEGIN
            UPDATE dbo."Users" SET "Name" = name;
            DELETE FROM dbo."Users" WHERE "UserId" = 1;
        END $$;"#;
    let (pair, plan) = planned("declared_variable", script, SNAKE)?;
    must_say(
        &plan,
        &[
            r#"a statement in the body of routine dbo."Set"() keeps its names, since name "name" would be ambiguous"#,
        ],
    )?;
    must_say(
        &body(&pair, "set")?,
        &[r#"UPDATE dbo."Users" SET "Name" = name"#, "FROM dw__dbo.users WHERE user_id = 1"],
    )
}

/// What a record holds depends on a choice or a loop, and its columns do not change alike.
fn records_differ() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Chosen"() RETURNS integer LANGUAGE plpgsql AS $$
        DECLARE r record;
        BEGIN
            IF true THEN SELECT * INTO r FROM dbo."Users"; ELSE SELECT * INTO r FROM crm."Users"; END IF;
            RETURN r."UserId";
        END $$;
        CREATE FUNCTION dbo."Repeated"() RETURNS integer LANGUAGE plpgsql AS $$
        DECLARE r record; n integer := 0;
        BEGIN
            SELECT * INTO r FROM dbo."Users";
            FOR i IN 1..2 LOOP
                n := n + r."UserId";
                SELECT * INTO r FROM crm."Users";
            END LOOP;
            RETURN n;
        END $$;
        CREATE FUNCTION dbo."Notation"() RETURNS SETOF integer LANGUAGE sql AS
            'SELECT "UserId"(u) FROM dbo."Users" u';"#;
    let rules =
        r#"{"schema": "dw__{schema}", "case": "snake", "rename": {"crm.Users.UserId": "crm_id"}}"#;
    let (pair, plan) = planned("records_differ", script, rules)?;
    must_say(
        &plan,
        &[
            r#"a statement in the body of routine dbo."Chosen"() keeps its names"#,
            r#"a statement in the body of routine dbo."Repeated"() keeps its names"#,
            r#"name "UserId" in the body of routine dbo."Notation"() is not changed"#,
        ],
    )?;
    must_say(&body(&pair, "chosen")?, &[r#"RETURN r."UserId";"#, "FROM dw__crm.users"])
}

/// Overloads have one name: their results may not.
fn overloads_differ() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Get"(integer) RETURNS dbo."Users" LANGUAGE sql AS 'SELECT * FROM dbo."Users"';
        CREATE FUNCTION dbo."Get"(text) RETURNS crm."Users" LANGUAGE sql AS 'SELECT * FROM crm."Users"';
        CREATE FUNCTION dbo."Got"() RETURNS integer LANGUAGE sql AS 'SELECT g."UserId" FROM dbo."Get"(1) g';
        CREATE FUNCTION dbo."NameGot"() RETURNS text LANGUAGE sql AS 'SELECT g."Name" FROM dbo."Get"(1) g';"#;
    let rules =
        r#"{"schema": "dw__{schema}", "case": "snake", "rename": {"crm.Users.UserId": "crm_id"}}"#;
    let (pair, plan) = planned("overloads_differ", script, rules)?;
    must_say(&plan, &[r#"a statement in the body of routine dbo."Got"() keeps its names"#])?;
    must_be(&body(&pair, "name_got")?, "SELECT g.name FROM dw__dbo.get(1) g")
}

/// The server's own function comes first, unless the arguments say otherwise.
fn server_has_old_name() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo.left(text) RETURNS text LANGUAGE sql AS 'SELECT $1';
        CREATE FUNCTION dbo."Cut"() RETURNS text LANGUAGE sql AS 'SELECT left("Name", 1) FROM dbo."Users"';"#;
    let rules = r#"{"case": "snake", "rename": {"dbo.left": "left_part"}}"#;
    let (pair, plan) = planned("server_has_old_name", script, rules)?;
    must_say(&plan, &[r#"name "left" in the body of routine dbo."Cut"() is not changed"#])?;
    must_be(&body(&pair, "cut")?, "SELECT left(name, 1) FROM dbo.users")
}

fn literals_and_comments() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Said"() RETURNS text LANGUAGE plpgsql AS $body$
        BEGIN -- dbo."Users"."Name"
            /* dbo."Users" */ RETURN 'dbo."Users"' || $$ dbo."Users" $$ || E'\'dbo."Users"' || U&"\0061" FROM dbo."Users" AS t(a);
        END $body$;"#;
    let (pair, plan) = planned("literals", script, SNAKE)?;
    must_not_say(&plan, "WARNING")?;
    must_be(
        &body(&pair, "said")?,
        r#"BEGIN -- dbo."Users"."Name"
            /* dbo."Users" */ RETURN 'dbo."Users"' || $$ dbo."Users" $$ || E'\'dbo."Users"' || U&"\0061" FROM dw__dbo.users AS t(a);
        END"#,
    )
}

/// A language that is not known is only told where its text holds a name that changes.
fn other_languages() -> Outcome {
    let language = "CREATE LANGUAGE odd HANDLER plpgsql_call_handler;";
    let script = format!(
        r#"{language}
        CREATE FUNCTION dbo."Told"() RETURNS integer LANGUAGE odd AS 'read all of USERS';
        CREATE FUNCTION dbo."Untold"() RETURNS integer LANGUAGE odd AS 'read superusers';"#
    );
    let (_, plan) = planned("other_languages", &script, SNAKE)?;
    must_say(&plan, &[r#"names in the body of routine dbo."Told"() are not changed"#])?;
    must_not_say(&plan, "Untold")
}

/// What the server would have refused to make is told after the upgrade, which goes on.
fn sql_is_checked() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Broken"() RETURNS integer LANGUAGE sql AS 'SELECT nothing FROM dbo."Users"';
        CREATE FUNCTION dbo."Pathless"() RETURNS integer LANGUAGE sql AS 'SELECT "LeadId" FROM "Leads"';
        CREATE FUNCTION dbo."Fine"() RETURNS text LANGUAGE sql SET search_path = dbo AS 'SELECT "Name" FROM "Users"';"#;
    let (pair, _) = planned("sql_is_checked", script, SNAKE)?;
    let said = pair.target.said("SELECT schemig.upgrade();")?;
    if !said.succeeded {
        return Err(said.notices);
    }
    must_say(
        &said.notices,
        &[
            r#"WARNING:  01000: the body of routine dw__dbo.broken() is not valid: column "nothing" does not exist"#,
        ],
    )?;
    must_be(&said.notices.matches("is not valid").count().to_string(), "1")?;
    pair.must_be_unchanged("after the warning")
}

/// What bodies call without a schema, and nobody follows, is found where schemig.search_path says.
fn sql_is_checked_by_path() -> Outcome {
    let helper = "CREATE FUNCTION public.helper(text) RETURNS text LANGUAGE sql AS 'SELECT $1';";
    let script = format!(
        r#"{helper} CREATE FUNCTION dbo."Calls"() RETURNS text LANGUAGE sql AS 'SELECT helper("LeadId"::text) FROM "Leads"';"#
    );
    let (pair, _) = planned("sql_is_checked_by_path", &script, SNAKE)?;
    pair.target.sql(helper)?;
    let told = pair.target.said("SELECT schemig.upgrade();")?;
    must_say(
        &told.notices,
        &["the body of routine dw__dbo.calls() is not valid: function helper(text) does not exist"],
    )?;
    pair.downgrade("base")?;
    let said = pair.target.said("SET schemig.search_path = 'public'; SELECT schemig.upgrade();")?;
    if !said.succeeded {
        return Err(said.notices);
    }
    must_not_say(&said.notices, "WARNING")?;
    must_be(
        pair.target
            .sql("SET search_path = dw__dbo, dw__crm, public; SELECT count(calls()) FROM dw__dbo.calls() it WHERE it > ''")?
            .trim(),
        "0",
    )
}

fn demo_needs_no_warning() -> Outcome {
    let pair = Pair::of_schema("demo_bodies", &real::file("dbo", "source.sql")?, "'dbo'")?;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', 'dbo', '{SNAKE}')"))?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_not_say(&said.notices, "WARNING")?;
    must_say(&said.rows, &["routine dw__dbo.touch_last_edit()  [code_rewritten]"])?;
    must_say(&body(&pair, "touch_last_edit")?, &["NEW.last_edit_date := now();"])
}

/// Where the extension plpgsql_check is there, it looks at PL/pgSQL: what the source has broken is told, the rest
/// is not.
fn plpgsql_is_checked() -> Outcome {
    let script = r#"CREATE SCHEMA dbo; CREATE TABLE dbo."Users" ("UserID" integer);
        CREATE FUNCTION dbo."Good"() RETURNS bigint LANGUAGE plpgsql AS
            'BEGIN RETURN (SELECT count(u."UserID") FROM dbo."Users" u); END';
        CREATE FUNCTION dbo."Bad"() RETURNS bigint LANGUAGE plpgsql AS
            'BEGIN RETURN (SELECT count(u.missing) FROM dbo."Users" u); END';
        CREATE FUNCTION dbo."Touch"() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW."UserID" := 1; RETURN NEW; END';
        CREATE TRIGGER "OnUser" BEFORE INSERT ON dbo."Users" FOR EACH ROW EXECUTE FUNCTION dbo."Touch"();"#;
    let pair = Pair::of_schema("plpgsql_is_checked", script, "'dbo'")?;
    pair.target.sql(&format!(
        "CREATE EXTENSION plpgsql_check; SELECT schemig.configure('src_server', 'dbo', '{SNAKE}')"
    ))?;
    pair.plan()?;
    let said = pair.target.said("SELECT schemig.upgrade()")?;
    must_say(
        &said.notices,
        &["WARNING:  01000: the body of routine dw__dbo.bad() is not valid", "u.missing"],
    )?;
    must_be(&said.notices.matches("is not valid").count().to_string(), "1")?;
    must_be(pair.target.sql("SELECT dw__dbo.good()")?.trim(), "0")
}
