//! What a database must be for a revision to be imported: on record, and as it is.

use super::refused::{hub_of_two, refuses};
use super::{APPLIED, FIRST, SECOND, export, hub, import, must_be_like, tenant, tenant_of};
use crate::dump::Dump;
use crate::follow::{ALLOW, Pair};
use crate::grant_to::Role;
use crate::must::{must_give, must_lack};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 10] = [
        ("drifted", drifted),
        ("there_already", there_already),
        ("other_record", other_record),
        ("made_again", made_again),
        ("changed_alike", changed_alike),
        ("taken_over", taken_over),
        ("goes_along", goes_along),
        ("of_another_source", of_another_source),
        ("roles", roles),
        ("by_a_role", by_a_role),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("transfer::{name}"), case)).collect()
}

fn drifted() -> Outcome {
    let (_hub, first, second) = hub_of_two()?;
    let tenant = tenant()?;
    tenant.sql(&(import(&first) + APPLIED))?;
    tenant.sql(
        "CREATE INDEX mine ON shop.orders (note);
         ALTER TABLE shop.customers ALTER name DROP NOT NULL; DROP TRIGGER touch ON shop.orders;",
    )?;
    let parts = [
        "this database is not what revision",
        "column shop.customers.name: ",
        "trigger touch ON shop.orders: is missing.",
    ];
    let said = refuses(&tenant, &second, "55000", &parts)?;
    if said.contains("orders.note") || said.contains("mine") {
        return Err(format!("names what does not differ:\n{said}"));
    }
    tenant.sql(
        "DROP INDEX shop.mine; ALTER TABLE shop.customers ALTER name SET NOT NULL;
         CREATE TRIGGER touch BEFORE UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();",
    )?;
    tenant.sql(&import(&second))?;
    tenant.sql(&format!("SELECT schemig.upgrade({ALLOW})")).map(|_| ())
}

fn there_already() -> Outcome {
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    hub.target.sql("CREATE SCHEMA shop; CREATE TYPE shop.mood AS ENUM ('low', 'high')")?;
    hub.follow()?;
    let first = export(&hub.target, "head")?;
    let tenant = tenant()?;
    let missing = ["schema shop: is missing.", "shop.mood: is missing."];
    refuses(&tenant, &first, "55000", &missing)?;
    tenant.sql("CREATE SCHEMA shop; CREATE TYPE shop.mood AS ENUM ('low', 'high', 'more')")?;
    tenant.sql("CREATE TABLE shop.orders (a integer)")?;
    let parts = ["shop.mood: ", "table shop.orders: is there already."];
    let said = refuses(&tenant, &first, "55000", &parts)?;
    if said.contains("schema shop:") || said.contains("customers") {
        return Err(format!("names what does not differ:\n{said}"));
    }
    tenant.sql("DROP TABLE shop.orders; DROP TYPE shop.mood; CREATE TYPE shop.mood AS ENUM ('low', 'high')")?;
    let before = Dump::of(&tenant)?;
    tenant.sql(&(import(&first) + APPLIED))?;
    Dump::of(&hub.target)?.must_equal(&Dump::of(&tenant)?, "with what was there")?;
    tenant.sql(&format!("SELECT schemig.downgrade('base', {ALLOW})"))?;
    before.must_equal(&Dump::of(&tenant)?, "what was there stays")
}

/// The record may be another than the hub's though the line of revisions is the same.
fn other_record() -> Outcome {
    let (_hub, first, second) = hub_of_two()?;
    let tenant = tenant()?;
    tenant.sql(&(import(&first) + APPLIED))?;
    tenant.sql(
        "UPDATE schemig.fact_page SET facts =
           (SELECT json_agg(CASE WHEN f->>'source_object' = 'shop.orders.note' THEN f || jsonb_build_object('def', f->'source_def' || '{\"not_null\": true}')
                                 ELSE f END ORDER BY n)
              FROM jsonb_array_elements(facts::jsonb) WITH ORDINALITY AS a(f, n)
             WHERE (f->>'kind', f->>'source_object') <> ('view', 'shop.totals'));
         UPDATE schemig.fact_page SET facts = (facts::jsonb ||
           (SELECT f || '{\"object_oid\": 1, \"object\": \"shop.mine\"}' FROM jsonb_array_elements(facts::jsonb) AS f
             WHERE f->>'kind' = 'table' AND f->>'source_object' = 'shop.orders'))::json;",
    )?;
    let texts = [
        "view shop.totals: is not on record.",
        "column shop.orders.note: not_null should be",
        "table shop.mine: is on record here alone.",
    ];
    refuses(&tenant, &second, "55000", &texts).map(|_| ())
}

/// What nobody follows is dropped and made again by the hub's revision: the tenant must have it too.
fn made_again() -> Outcome {
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    hub.follow()?;
    let tenant = tenant()?;
    tenant.sql(&(import(&export(&hub.target, "head")?) + APPLIED))?;
    let own = "CREATE SCHEMA own; CREATE VIEW own.names AS SELECT name FROM shop.customers";
    hub.target.sql(own)?;
    hub.source.sql(
        "DROP VIEW shop.totals; ALTER TABLE shop.customers ALTER name TYPE varchar(99);
         CREATE VIEW shop.totals AS SELECT name FROM shop.customers",
    )?;
    hub.follow()?;
    let second = export(&hub.target, "head")?;
    refuses(
        &tenant,
        &second,
        "55000",
        &["view own.names: is missing, and would be dropped and made again."],
    )?;
    tenant.sql(own)?;
    tenant.sql(&(import(&second) + APPLIED))?;
    Dump::of(&hub.target)?.must_equal(&Dump::of(&tenant)?, "with what nobody follows")
}

/// What the hub had been given by hand, as its source was: each database must have been given it, too.
fn changed_alike() -> Outcome {
    let hub = hub()?;
    let tenants = [tenant_of(&hub)?, tenant_of(&hub)?];
    let change =
        "ALTER TABLE shop.orders ALTER customer SET NOT NULL; DROP TRIGGER touch ON shop.orders;";
    hub.source.sql(change)?;
    hub.target.sql(change)?;
    hub.follow()?;
    let second = export(&hub.target, "head")?;
    let texts = [
        "column shop.orders.customer: not_null should be true, is not set",
        "trigger touch ON shop.orders: is there, and was gone where that was planned.",
    ];
    refuses(&tenants[0], &second, "55000", &texts)?;
    for tenant in &tenants {
        tenant.sql(change)?;
        tenant.sql(&(import(&second) + APPLIED))?;
        must_be_like(tenant, &hub.target, "changed alike")?;
    }
    Ok(())
}

/// What the hub had and its revision alters: it must be the same, or the undo would make another of it.
fn taken_over() -> Outcome {
    let mine =
        "CREATE SCHEMA shop; CREATE TABLE shop.customers (id integer, name varchar(10), old text);
        CREATE VIEW shop.totals AS SELECT 'Ann'::text AS name;";
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    hub.target.sql(mine)?;
    hub.follow()?;
    let first = export(&hub.target, "head")?;
    let tenant = tenant()?;
    let missing = ["column shop.customers.name: is missing.", "view shop.totals: is missing."];
    let said = refuses(&tenant, &first, "55000", &missing)?;
    must_lack(&said, &["shop.orders"])?;
    tenant.sql(&mine.replace("varchar(10)", "varchar(5)"))?;
    let type_is = [
        "column shop.customers.name: type should be \"character varying(10)\", is \"character varying(5)\".",
    ];
    let said = refuses(&tenant, &first, "55000", &type_is)?;
    must_lack(&said, &["shop.totals", "shop.customers.id", "shop.orders"])?;
    tenant.sql("ALTER TABLE shop.customers ALTER name TYPE varchar(10)")?;
    let before = Dump::of(&tenant)?;
    tenant.sql(&import(&first))?;
    tenant.sql(&format!("SELECT schemig.upgrade({ALLOW})"))?;
    let state = "SELECT kind, object, adopted, found FROM schemig.recorded ORDER BY 1, 2";
    must_give(&tenant, state, &hub.target.sql(state)?)?;
    Dump::of(&hub.target)?.must_equal(&Dump::of(&tenant)?, "taken over")?;
    tenant.sql(&format!("SELECT schemig.downgrade('base', {ALLOW})"))?;
    before.must_equal(&Dump::of(&tenant)?, "as it was")
}

/// An undo would not bring it back.
fn goes_along() -> Outcome {
    let hub = hub()?;
    let tenants = [tenant_of(&hub)?, tenant_of(&hub)?];
    let mine =
        "CREATE INDEX mine ON shop.orders (note); COMMENT ON COLUMN shop.orders.note IS 'mine'";
    tenants[0].sql(mine)?;
    hub.target.sql("CREATE INDEX its ON shop.orders (note)")?;
    hub.source.sql("DROP TABLE shop.orders CASCADE")?;
    hub.follow()?;
    let second = export(&hub.target, "head")?;
    let texts = [
        "index shop.its: is missing, and would be dropped and made again.",
        "index shop.mine: is only here, and would go along with what is dropped.",
        "comment column shop.orders.note: is only here, ",
    ];
    refuses(&tenants[0], &second, "55000", &texts)?;
    tenants[0].sql("DROP INDEX shop.mine; COMMENT ON COLUMN shop.orders.note IS NULL")?;
    for tenant in &tenants {
        tenant.sql("CREATE INDEX its ON shop.orders (note)")?;
        tenant.sql(&(import(&second) + APPLIED))?;
        must_be_like(tenant, &hub.target, "dropped")?;
    }
    Ok(())
}

fn of_another_source() -> Outcome {
    let other = Pair::of_schema(
        "hub",
        "CREATE SCHEMA stock; CREATE TABLE stock.items (id integer PRIMARY KEY)",
        "'stock'",
    )?;
    other.target.sql(r#"SELECT schemig.configure('src_server', 'stock', '{"schema": "shop"}')"#)?;
    other.follow()?;
    let hub = Pair::of_schema(
        "hub",
        "CREATE SCHEMA shop; CREATE TABLE shop.items (id integer PRIMARY KEY)",
        "'shop'",
    )?;
    hub.target.sql("CREATE SCHEMA shop; CREATE TABLE shop.items (id integer PRIMARY KEY)")?;
    hub.follow()?;
    let tenant = tenant_of(&other)?;
    let texts = ["table shop.items: is followed from \"src_server/stock\" here."];
    let said = refuses(&tenant, &export(&hub.target, "head")?, "55000", &texts)?;
    must_lack(&said, &["schema shop"])
}

fn roles() -> Outcome {
    let role = Role::new("owner'\"")?;
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    hub.target.sql(
        r#"SELECT schemig.configure('src_server', 'shop', '{"owner": "keep", "grants": "keep"}')"#,
    )?;
    hub.source.sql(&format!(
        "ALTER TABLE shop.orders OWNER TO {0}; GRANT SELECT ON shop.totals TO {0}",
        role.quoted()
    ))?;
    let given = "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor; ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO pg_monitor";
    hub.target.sql(given)?;
    hub.follow()?;
    let first = export(&hub.target, "head")?;
    let tenant = tenant()?;
    tenant.sql(given)?;
    let empty = Dump::of(&tenant)?;
    tenant.sql(&(import(&first) + APPLIED))?;
    Dump::with_privileges(&hub.target)?
        .must_equal(&Dump::with_privileges(&tenant)?, "with privileges")?;
    tenant.sql("SELECT schemig.downgrade('base'); SELECT schemig.discard()")?;
    empty.must_equal(&Dump::of(&tenant)?, "after downgrade('base')")?;
    for database in [&hub.source, &hub.target] {
        database.sql(&format!("DROP OWNED BY {} CASCADE", role.quoted()))?;
    }
    drop(role);
    refuses(&tenant, &first, "42704", &["does not exist", "owner of table shop.orders"]).map(|_| ())
}

/// What `grant_to` gives is enough, and without it there is none.
fn by_a_role() -> Outcome {
    let role = Role::new("load\"er")?;
    let name = role.quoted();
    let hub = hub()?;
    let first = export(&hub.target, "head")?;
    hub.source.sql(SECOND)?;
    hub.follow()?;
    let owned = export(&hub.target, "head")?;
    hub.downgrade("-1")?;
    hub.target.sql("SELECT schemig.discard()")?;
    let owners =
        format!("ALTER VIEW shop.totals OWNER TO {name}; ALTER TYPE shop.mood OWNER TO {name};");
    hub.target.sql(&owners)?;
    hub.follow()?;
    let second = export(&hub.target, "head")?;
    let tenant = tenant()?;
    for target in [&hub.target, &tenant] {
        target.sql(&format!(
            "SELECT schemig.grant_to(r.rolname) FROM pg_roles r WHERE r.rolname = '{}'",
            role.0
        ))?;
    }
    let exported = hub.target.sql(&format!("SET ROLE {name}; SELECT schemig.export();"))?;
    if exported.trim() != second {
        return Err("a role should export the same".into());
    }
    tenant.sql(&format!("DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO {name}', current_database()); END $$;"))?;
    let empty = Dump::of(&tenant)?;
    let run = |sql: &str| tenant.sql(&format!("SET ROLE {name}; {sql};"));
    for document in [&first, &second] {
        if document == &second {
            // Things would be given to another owner when they are made again.
            let texts = [
                "owner of view shop.totals: is another; the undo says ALTER VIEW shop.totals OWNER TO postgres.",
            ];
            refuses(&tenant, &owned, "55000", &texts)?;
        }
        run(&import(document))?;
        for noun in ["script()", "preflight()", "drift()", "mapping()"] {
            run(&format!("SELECT * FROM schemig.{noun}"))?;
        }
        run(&format!("SELECT schemig.upgrade({ALLOW})"))?;
    }
    must_give(&tenant, "SELECT count(*) FROM schemig.drift()", "0")?;
    must_give(&tenant, "SELECT DISTINCT applied_by FROM schemig.history", &role.0)?;
    run(&format!("SELECT schemig.downgrade('base', {ALLOW})"))?;
    empty.must_equal(&Dump::of(&tenant)?, "after downgrade('base')")?;
    for target in [&hub.target, &tenant] {
        target.sql(&format!("REASSIGN OWNED BY {name} TO postgres; DROP OWNED BY {name}"))?;
    }
    Ok(())
}
