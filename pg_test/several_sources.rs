//! Sources of one database that refer to each other, whichever was followed first.

use crate::dump::Dump;
use crate::must::must_give;
use crate::psql::{Database, server_to};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

const SCRIPT: &str = r#"
    CREATE SCHEMA stock;
    CREATE TYPE stock."Size" AS ENUM ('s', 'm');
    CREATE TYPE stock."Box" AS ("Width" integer);
    CREATE TABLE stock."Items" ("ItemID" integer PRIMARY KEY, "Size" stock."Size", "Box" stock."Box");
    CREATE FUNCTION stock."Price"("ItemID" integer) RETURNS integer LANGUAGE sql RETURN 2 * "ItemID";
    CREATE SCHEMA sales;
    CREATE TABLE sales."Lines" ("LineID" integer PRIMARY KEY,
        "ItemID" integer REFERENCES stock."Items", "Size" stock."Size" DEFAULT 's');
    CREATE VIEW sales."Priced" AS
        SELECT l."LineID", i."Size", (i."Box")."Width", stock."Price"(i."ItemID")
          FROM sales."Lines" l JOIN stock."Items" i USING ("ItemID");
    INSERT INTO stock."Items" VALUES (1, 'm', ROW(7));
    INSERT INTO sales."Lines" VALUES (10, 1);"#;

const CONFIGURE: &str = r#"
    SELECT schemig.configure('src_server', 'stock', '{"schema": "dw_{schema}", "case": "snake"}');
    SELECT schemig.configure('src_server', 'sales', '{"schema": "{schema}_here", "case": "lower", "external": "EXTERNAL"}');"#;

const OTHER_STOCK: &str =
    r#"SELECT schemig.configure('src_server', 'stock', '{"schema": "depot", "case": "upper"}')"#;
const OTHER_SALES: &str =
    r#"SELECT schemig.configure('src_server', 'sales', '{"schema": "shop", "case": "upper"}')"#;

const DRIFT: &str = "SELECT count(*) FROM schemig.drift()";

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 7] = [
        ("referred_first", referred_first),
        ("referring_first", referring_first),
        ("changed_rules_of_one", changed_rules_of_one),
        ("changed_rules_of_both", changed_rules_of_both),
        ("down_and_up_in_the_order_of_plans", down_and_up_in_the_order_of_plans),
        ("alike_in_one_schema", alike_in_one_schema),
        ("told_by_name", told_by_name),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("several_sources::{name}"), case)).collect()
}

fn pair(hint: &str, external: &str) -> Outcome<(Database, Database)> {
    let source = Database::new(hint)?;
    source.sql(SCRIPT)?;
    let target = Database::target_of(&source)?;
    target.sql(&CONFIGURE.replace("EXTERNAL", external))?;
    Ok((source, target))
}

fn follow(target: &Database, schema: &str) -> Outcome<String> {
    target.sql(&format!("SELECT schemig.plan('src_server', '{schema}'); SELECT schemig.upgrade();"))
}

/// Rows of both sides go in, and the view over both sources gives what it gives in the source.
fn works(target: &Database) -> Outcome {
    target.sql(
        "INSERT INTO dw_stock.items VALUES (1, 'm', ROW(7));
         INSERT INTO sales_here.lines VALUES (10, 1);",
    )?;
    must_give(target, "SELECT * FROM sales_here.priced", "10|m|7|2")?;
    let key = "SELECT confrelid::regclass FROM pg_constraint
        WHERE contype = 'f' AND conrelid = 'sales_here.lines'::regclass";
    must_give(target, key, "dw_stock.items")?;
    must_give(target, "SELECT count(*) FROM schemig.verify() WHERE state <> 'same'", "0")
}

fn referred_first() -> Outcome {
    let (_source, target) = pair("referred_first", "error")?;
    follow(&target, "stock")?;
    follow(&target, "sales")?;
    works(&target)?;
    must_give(&target, "SELECT schemig.plan('src_server', 'sales')", "No changes.")
}

/// What refers to the other is left out at first, and comes once that is there.
fn referring_first() -> Outcome {
    let (_source, target) = pair("referring_first", "error")?;
    let plan = "SELECT schemig.plan('src_server', 'sales');";
    target.fails(plan, "55000", &["sales.\"Lines\"", "which is not followed"])?;
    target.sql(&CONFIGURE.replace("EXTERNAL", "skip"))?;
    follow(&target, "sales")?;
    follow(&target, "stock")?;
    follow(&target, "sales")?;
    works(&target)
}

/// The one that is referred to gets other names: the other goes on working, and planning.
fn changed_rules_of_one() -> Outcome {
    let (_source, target) = pair("changed_rules_of_one", "error")?;
    follow(&target, "stock")?;
    follow(&target, "sales")?;
    works(&target)?;
    target.sql(OTHER_STOCK)?;
    follow(&target, "stock")?;
    must_give(&target, "SELECT * FROM sales_here.priced", "10|m|7|2")?;
    must_give(&target, "SELECT \"ITEMID\" FROM depot.\"ITEMS\"", "1")?;
    must_give(&target, "SELECT schemig.plan('src_server', 'stock')", "No changes.")?;
    // The record of the other takes the new names in, and it can have other rules itself.
    let plan = follow(&target, "sales")?;
    if !plan.contains("Plan: 4 there already, 0 to create, 0 to drop, 0 statements.") {
        return Err(plan);
    }
    must_give(&target, DRIFT, "0")?;
    must_give(&target, "SELECT schemig.plan('src_server', 'sales')", "No changes.")?;
    target.sql(OTHER_SALES)?;
    follow(&target, "sales")?;
    must_give(&target, "SELECT * FROM \"shop\".\"PRICED\"", "10|m|7|2")?;
    must_give(&target, DRIFT, "0")?;
    target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}')").map(drop)
}

/// Both get other rules, and the one that refers is planned only then.
fn changed_rules_of_both() -> Outcome {
    let (_source, target) = pair("changed_rules_of_both", "error")?;
    let before = Dump::of(&target)?;
    follow(&target, "stock")?;
    follow(&target, "sales")?;
    works(&target)?;
    target.sql(OTHER_STOCK)?;
    target.sql(OTHER_SALES)?;
    follow(&target, "stock")?;
    follow(&target, "sales")?;
    must_give(&target, "SELECT * FROM \"shop\".\"PRICED\"", "10|m|7|2")?;
    must_give(&target, DRIFT, "0")?;
    must_give(&target, "SELECT count(*) FROM schemig.verify() WHERE state <> 'same'", "0")?;
    must_give(&target, "SELECT schemig.plan('src_server', 'sales')", "No changes.")?;
    target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}')")?;
    before.must_equal(&Dump::of(&target)?, "after downgrade('base')")
}

/// Each refers to what the other has brought before: neither can go up or down as a whole first.
fn down_and_up_in_the_order_of_plans() -> Outcome {
    let (source, target) = pair("in_the_order_of_plans", "error")?;
    let before = Dump::of(&target)?;
    follow(&target, "stock")?;
    follow(&target, "sales")?;
    source.sql(r#"CREATE TABLE stock."Sold" ("LineID" integer REFERENCES sales."Lines")"#)?;
    follow(&target, "stock")?;
    source.sql(
        r#"CREATE VIEW sales."Sold" AS SELECT count("LineID") AS "Count" FROM stock."Sold""#,
    )?;
    follow(&target, "sales")?;
    let after = Dump::of(&target)?;
    let said = target.sql("SELECT schemig.downgrade('base')")?;
    must_name(&said, ["sales", "stock", "sales", "stock"])?;
    before.must_equal(&Dump::of(&target)?, "after downgrade('base')")?;
    let said = target.sql("SELECT schemig.upgrade()")?;
    must_name(&said, ["stock", "sales", "stock", "sales"])?;
    after.must_equal(&Dump::of(&target)?, "after the second upgrade")?;
    works(&target)?;
    target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}'); CALL schemig.upgrade_in_batches(batch => 2)")?;
    after.must_equal(&Dump::of(&target)?, "after an upgrade in batches")
}

/// A line for each source, in that order.
fn must_name(said: &str, schemas: [&str; 4]) -> Outcome {
    let lines: Vec<&str> = said.lines().collect();
    let named = |(line, schema): (&&str, &str)| line.contains(&format!("src_server/{schema}"));
    match lines.len() == schemas.len() && lines.iter().zip(schemas).all(named) {
        true => Ok(()),
        false => Err(said.to_string()),
    }
}

const ALIKE: &str = "CREATE SCHEMA dbo; CREATE TYPE dbo.e AS ENUM ('x'); CREATE DOMAIN dbo.d AS integer;
    CREATE FUNCTION dbo.f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE dbo.s;
    CREATE TABLE dbo.bare (); COMMENT ON SCHEMA dbo IS 'both';";

/// What one source has brought is not another one's, however alike: only the schema is that of both.
fn alike_in_one_schema() -> Outcome {
    let (one, two) = (Database::new("alike_one")?, Database::new("alike_two")?);
    one.sql(ALIKE)?;
    two.sql(ALIKE)?;
    let target = Database::target_of(&one)?;
    target.sql(&server_to(&two, "other_server", "dblink_fdw"))?;
    target.sql("SELECT schemig.sync('src_server', 'dbo')")?;
    let plan = "SELECT schemig.plan('other_server', 'dbo')";
    target.fails(plan, "42710", &["dbo.e already exists", "\"src_server/dbo\""])?;
    two.sql("DROP SCHEMA dbo CASCADE; CREATE SCHEMA dbo; CREATE TABLE dbo.own (i integer); COMMENT ON SCHEMA dbo IS 'both';")?;
    target.sql("SELECT schemig.sync('other_server', 'dbo')")?;
    two.sql("DROP SCHEMA dbo CASCADE; CREATE SCHEMA dbo")?;
    target.sql("SELECT schemig.sync('other_server', 'dbo')")?;
    must_give(&target, "SELECT count(*) FROM schemig.drift('src_server/dbo')", "0")
}

/// With several sources a plan says what to type for its own alone.
fn told_by_name() -> Outcome {
    let (_source, target) = pair("told_by_name", "error")?;
    let plan = target.sql("SELECT schemig.plan('src_server', 'stock')")?;
    let told = "SELECT schemig.script(source => 'src_server/stock'); to run them: SELECT schemig.upgrade(source => 'src_server/stock');";
    if !plan.contains(told) {
        return Err(plan);
    }
    target.sql("SELECT schemig.unfollow('src_server/sales')")?;
    let plan = target.sql("SELECT schemig.plan('src_server', 'stock')")?;
    let told = "SELECT schemig.script(); to run them: SELECT schemig.upgrade();";
    if plan.contains(told) { Ok(()) } else { Err(plan) }
}
