//! Revisions that go as documents to databases which cannot reach the source.

mod refused;
mod start;

use crate::dump::Dump;
use crate::follow::{ALLOW, Pair, is_unchanged};
use crate::must::{must_give, must_have, must_lack};
use crate::psql::{Database, server_to, unique};
use crate::{Case, Outcome, server, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 10] = [
        ("many_databases", many_databases),
        ("sent_by_dblink", sent_by_dblink),
        ("up_and_down", up_and_down),
        ("goes_on_from_there", goes_on_from_there),
        ("under_rules", under_rules),
        ("with_the_trash", with_the_trash),
        ("restored_source", restored_source),
        ("exports", exports),
        ("odd_names", odd_names),
        ("whole_database", whole_database),
    ];
    let cases = cases.into_iter().map(|(name, case)| trial(format!("transfer::{name}"), case));
    cases.chain(start::trials()).chain(refused::trials()).collect()
}

const FIRST: &str = r#"
    CREATE SCHEMA shop;
    CREATE TYPE shop.mood AS ENUM ('low', 'high');
    CREATE DOMAIN shop.amount AS numeric(12, 2) CHECK (VALUE >= 0);
    CREATE TABLE shop.customers (id serial PRIMARY KEY, name text NOT NULL, feels shop.mood DEFAULT 'low');
    CREATE TABLE shop.orders (id bigint GENERATED ALWAYS AS IDENTITY (START 1000) PRIMARY KEY,
        customer integer REFERENCES shop.customers, total shop.amount, note text DEFAULT 'it''s \ "new"');
    COMMENT ON TABLE shop.orders IS E'what\nwas ordered';
    CREATE INDEX ON shop.orders (customer) WHERE total > 0;
    CREATE VIEW shop.totals AS SELECT name, sum(total) AS total FROM shop.customers c JOIN shop.orders o ON o.customer = c.id
        GROUP BY name;
    CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'touched'; RETURN NEW; END $$;
    CREATE TRIGGER touch BEFORE UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();"#;

const SECOND: &str = r#"
    ALTER TABLE shop.customers RENAME TO clients;
    ALTER TABLE shop.clients ADD born date;
    ALTER TABLE shop.orders ALTER note TYPE varchar(40), DROP COLUMN total CASCADE;
    ALTER TYPE shop.mood ADD VALUE 'middle' AFTER 'low';
    CREATE TABLE shop."Odd 'name'" (a integer CHECK (a <> 7));"#;

const APPLIED: &str = "SELECT schemig.upgrade();";

/// A document, as text.
fn export(hub: &Database, revision: &str) -> Outcome<String> {
    Ok(hub.sql(&format!("SELECT schemig.export('{revision}')"))?.trim().to_owned())
}

fn import(document: &str) -> String {
    format!("SELECT schemig.import('{}');", document.replace('\'', "''"))
}

/// A hub that has followed the first script.
fn hub() -> Outcome<Pair> {
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    hub.follow()?;
    Ok(hub)
}

fn tenant() -> Outcome<Database> {
    Database::with_extension("tenant")
}

/// A tenant that has what a hub has.
fn tenant_of(hub: &Pair) -> Outcome<Database> {
    let tenant = tenant()?;
    tenant.sql(&(import(&export(&hub.target, "head")?) + APPLIED))?;
    Ok(tenant)
}

/// Labels of enums have other numbers in each database.
const STATE: &str = "SELECT source, revision, down_revision, state, message, steps FROM schemig.history;
    SELECT kind, object, regexp_replace(def::text, '\"oid\": \\d+', '', 'g'), source_def, rule, adopted, found
      FROM schemig.recorded ORDER BY kind, object;
    SELECT count(*) FROM schemig.drift();";

/// A tenant that has imported and applied must have what the hub has, on record too.
fn must_be_like(tenant: &Database, hub: &Database, when: &str) -> Outcome {
    Dump::of(hub)?.must_equal(&Dump::of(tenant)?, when)?;
    must_give(tenant, STATE, &hub.sql(STATE)?)
}

const ROWS: &str = "INSERT INTO shop.customers (name) VALUES ('Ann'); INSERT INTO shop.orders (customer) VALUES (1);";

/// A file that is gone with its variable.
struct Document(std::path::PathBuf);

impl Document {
    fn new(text: &str) -> Outcome<Self> {
        let path = std::env::temp_dir().join(format!(
            "{}_{}",
            unique("schemig_document"),
            std::process::id()
        ));
        std::fs::write(&path, text).map_err(|e| e.to_string())?;
        Ok(Self(path))
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The loop of README, from one hub to twenty databases.
fn many_databases() -> Outcome {
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    let tenants: Vec<Database> = (0..20).map(|_| tenant()).collect::<Outcome<_>>()?;
    let roll_out = |document: &str| -> Outcome {
        let file = Document::new(document)?;
        let script = format!(
            "\\set document `cat '{}'`\nBEGIN;\nSELECT schemig.import(:'document');\nSELECT schemig.upgrade({ALLOW});\nCOMMIT;",
            file.0.display()
        );
        for tenant in &tenants {
            must_have(&tenant.sql(&script)?, &["Imported ", "Upgraded src_server/shop to "])?;
            // Once more, as after a loop that was cut off.
            must_have(
                &tenant.sql(&script)?,
                &["Nothing to import: ", "there already, and applied", "Nothing to "],
            )?;
        }
        Ok(())
    };
    hub.follow()?;
    roll_out(&export(&hub.target, "head")?)?;
    for tenant in &tenants {
        must_be_like(tenant, &hub.target, "the first revision")?;
        tenant.sql(ROWS)?;
    }
    hub.source.sql(SECOND)?;
    hub.follow()?;
    roll_out(&export(&hub.target, "head")?)?;
    for tenant in &tenants {
        must_be_like(tenant, &hub.target, "the second revision")?;
        must_give(tenant, "SELECT name FROM shop.clients", "Ann")?;
    }
    Ok(())
}

/// The block of README, run in the hub: each database in a transaction of its own, and one that fails stops no other.
fn sent_by_dblink() -> Outcome {
    let hub = hub()?;
    let tenants: Vec<Database> = (0..20).map(|_| tenant()).collect::<Outcome<_>>()?;
    tenants[7].sql("CREATE SCHEMA shop; CREATE TABLE shop.orders (a integer)")?;
    let broken = Dump::of(&tenants[7])?;
    let wanted = (Dump::of(&hub.target)?, hub.target.sql(STATE)?);
    for (i, tenant) in tenants.iter().enumerate() {
        hub.target.sql(&server_to(tenant, &format!("tenant_{i}"), "dblink_fdw"))?;
    }
    let said = hub.target.said(BY_DBLINK)?;
    let failed =
        ["tenant_7: this database is not what revision", "table shop.orders: is there already."];
    must_have(&said.notices, &failed)?;
    must_have(&said.notices, &["tenant_0: Imported ", "tenant_19: Upgraded "])?;
    for (i, tenant) in tenants.iter().enumerate().filter(|(i, _)| *i != 7) {
        wanted.0.must_equal(&Dump::of(tenant)?, &format!("tenant_{i}"))?;
        must_give(tenant, STATE, &wanted.1)?;
    }
    broken.must_equal(&Dump::of(&tenants[7])?, "where it failed")?;
    must_give(&tenants[7], "SELECT count(*) FROM schemig.revision", "0")?;
    // Again, when the one has been mended.
    tenants[7].sql("DROP SCHEMA shop CASCADE")?;
    let said = hub.target.said(BY_DBLINK)?;
    must_have(&said.notices, &["tenant_7: Upgraded ", "tenant_8: Nothing to import: "])?;
    must_lack(&said.notices, &["not what revision"])?;
    wanted.0.must_equal(&Dump::of(&tenants[7])?, "when it has been mended")
}

const BY_DBLINK: &str = r#"
DO $$
DECLARE
    document text := schemig.export('head', 'src_server/shop');
    tenant name;
    statement text;
    line text;
    detail text;
BEGIN
    FOR tenant IN SELECT srvname FROM pg_foreign_server WHERE srvname ~ '^tenant_' ORDER BY srvname LOOP
        PERFORM dblink_connect('tenant', tenant);
        BEGIN
            PERFORM dblink_exec('tenant', 'BEGIN');
            FOREACH statement IN ARRAY ARRAY[format('SELECT schemig.import(%L)', document), 'SELECT schemig.upgrade()'] LOOP
                FOR line IN SELECT * FROM dblink('tenant', statement) AS d(line text) LOOP
                    RAISE NOTICE '%: %', tenant, line;
                END LOOP;
            END LOOP;
            PERFORM dblink_exec('tenant', 'COMMIT');
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
            RAISE WARNING E'%: %\n%', tenant, SQLERRM, detail;
        END;
        PERFORM dblink_disconnect('tenant');
    END LOOP;
END
$$;"#;

/// What is imported is a revision as any other.
fn up_and_down() -> Outcome {
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    hub.target.sql("SELECT schemig.plan('src_server', 'shop', 'first')")?;
    // As planned, before the hub itself has applied it.
    let early = export(&hub.target, "head")?;
    let tenant = tenant()?;
    let empty = Dump::of(&tenant)?;
    let said = tenant.sql(&import(&early))?;
    let id = hub.target.sql("SELECT id FROM schemig.revision")?;
    let next = format!("SELECT schemig.upgrade('{}', 'src_server/shop');", id.trim());
    must_have(&said, &["Imported ", " of src_server/shop: ", " statements, pending.", &next])?;
    must_have(&tenant.sql(&import(&early))?, &["Nothing to import: ", "not applied."])?;
    empty.must_equal(&Dump::of(&tenant)?, "an import changes nothing")?;
    must_give(&tenant, "SELECT pending FROM schemig.status", &id)?;
    hub.upgrade()?;
    let script = "SELECT schemig.script(); SELECT schemig.script(undo => true)";
    must_give(&tenant, script, &hub.target.sql(script)?)?;
    tenant.sql("SELECT schemig.upgrade(dry_run => true)")?;
    empty.must_equal(&Dump::of(&tenant)?, "a dry run")?;
    tenant.sql("CALL schemig.upgrade_in_batches(batch => 2)")?;
    must_be_like(&tenant, &hub.target, "in batches")?;
    tenant.sql(ROWS)?;
    hub.source.sql(SECOND)?;
    hub.follow()?;
    tenant.sql(&import(&export(&hub.target, "head")?))?;
    must_give(&tenant, "SELECT * FROM schemig.preflight()", "")?;
    tenant.sql("INSERT INTO shop.orders (note) VALUES (repeat('x', 50))")?;
    must_have(
        &tenant.sql("SELECT * FROM schemig.preflight()")?,
        &["shop.orders.note", "too long for character varying(40)"],
    )?;
    tenant
        .sql("DELETE FROM shop.orders WHERE note LIKE 'xxx%'; UPDATE shop.orders SET total = 1")?;
    // Rows are counted where they are: the hub has none.
    tenant.fails(APPLIED, "55000", &["data_loss", "column shop.orders.total: 1 value."])?;
    tenant.sql(&format!("SELECT schemig.upgrade({ALLOW})"))?;
    must_be_like(&tenant, &hub.target, "the second revision")?;
    // The source is out of reach, and everything that does not ask for it works.
    for noun in ["verify()", "coverage()"] {
        let sql = format!("SELECT * FROM schemig.{noun}");
        tenant.fails(&sql, "42704", &["server \"src_server\" does not exist"])?;
    }
    must_give(&tenant, "SELECT * FROM schemig.drift()", "")?;
    must_give(&tenant, "SELECT drifted FROM schemig.status", "0")?;
    tenant.sql("DROP INDEX IF EXISTS shop.none; ALTER TABLE shop.clients ADD mine integer")?;
    must_have(&tenant.sql("SELECT * FROM schemig.drift()")?, &["column|shop.clients.mine|added"])?;
    tenant.sql("ALTER TABLE shop.clients DROP mine")?;
    tenant.sql(&format!("SELECT schemig.downgrade('-1', {ALLOW})"))?;
    must_give(&tenant, "SELECT name FROM shop.customers", "Ann")?;
    tenant.sql(&format!("SELECT schemig.downgrade('base', {ALLOW})"))?;
    empty.must_equal(&Dump::of(&tenant)?, "after downgrade('base')")?;
    tenant.sql(&format!("SELECT schemig.upgrade({ALLOW})"))?;
    Dump::of(&hub.target)?.must_equal(&Dump::of(&tenant)?, "up again")
}

/// Where the source can be reached after all, a plan goes on from what was imported.
fn goes_on_from_there() -> Outcome {
    let hub = hub()?;
    let tenant = tenant_of(&hub)?;
    tenant.fails(&hub.plan_sql(), "42704", &["\"src_server\""])?;
    tenant.sql(&server_to(&hub.source, "src_server", "dblink_fdw"))?;
    let tenant = Pair { target: tenant, source: hub.source, ..hub };
    tenant.must_be_unchanged("with the server")?;
    tenant.source.sql(SECOND)?;
    let plan = tenant.follow()?;
    must_have(&plan, &["> table shop.customers to clients"])?;
    tenant.must_be_unchanged("after a revision of its own")?;
    tenant.downgrade("base").map(|_| ())
}

fn under_rules() -> Outcome {
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    hub.target.sql(
        r#"SELECT schemig.configure('src_server', 'shop',
               '{"schema": "dw_{schema}", "case": "upper", "types": {"text": "varchar"}, "grants": "keep"}')"#,
    )?;
    hub.follow()?;
    let tenant = tenant()?;
    let empty = Dump::of(&tenant)?;
    let said = tenant.sql(&(import(&export(&hub.target, "head")?) + APPLIED))?;
    must_lack(&said, &["The rules "])?;
    must_be_like(&tenant, &hub.target, "under rules")?;
    hub.source.sql("CREATE TABLE shop.more (a integer)")?;
    hub.follow()?;
    let said = tenant.sql(&(import(&export(&hub.target, "head")?) + APPLIED))?;
    must_lack(&said, &["The rules "])?;
    hub.target
        .sql(r#"SELECT schemig.configure('src_server', 'shop', '{"schema": "dw_{schema}"}')"#)?;
    hub.source.sql(SECOND)?;
    hub.follow()?;
    let said = tenant.sql(&import(&export(&hub.target, "head")?))?;
    must_have(&said, &["The rules of src_server/shop are those of the revision now."])?;
    tenant.sql(&format!("SELECT schemig.upgrade({ALLOW});"))?;
    must_be_like(&tenant, &hub.target, "under other rules")?;
    for query in
        ["SELECT rules FROM schemig.source", "SELECT * FROM schemig.mapping() ORDER BY 1, 2"]
    {
        must_give(&tenant, query, &hub.target.sql(query)?)?;
    }
    tenant.sql(&format!("SELECT schemig.downgrade('base', {ALLOW});"))?;
    empty.must_equal(&Dump::of(&tenant)?, "after downgrade('base')")
}

fn with_the_trash() -> Outcome {
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    hub.target.sql(r#"SELECT schemig.configure('src_server', 'shop', '{"drops": "trash"}')"#)?;
    hub.follow()?;
    let tenants = [tenant_of(&hub)?, tenant_of(&hub)?];
    for tenant in &tenants {
        tenant.sql(ROWS)?;
    }
    hub.source
        .sql("DROP TABLE shop.orders CASCADE; ALTER TABLE shop.customers DROP COLUMN feels")?;
    hub.follow()?;
    let second = export(&hub.target, "head")?;
    hub.target.sql("SELECT schemig.purge()")?;
    let late = export(&hub.target, "head")?;
    for (tenant, document) in tenants.iter().zip([&second, &late]) {
        tenant.sql(&(import(document) + APPLIED))?;
        tenant.sql("SELECT schemig.downgrade()")?;
        must_give(tenant, "SELECT id FROM shop.orders", "1000")?;
        tenant.sql(APPLIED)?;
        must_have(&tenant.sql("SELECT schemig.purge()")?, &["Purged table shop.orders: 1 row, "])?;
        must_be_like(tenant, &hub.target, "after a purge")?;
    }
    Ok(())
}

/// The addresses of the source's objects are others when it was restored: they go along with the next document.
fn restored_source() -> Outcome {
    let hub = hub()?;
    let tenant = tenant_of(&hub)?;
    let restored = Database::new("hub_restored")?;
    restored.sql(FIRST)?;
    let moved = format!("ALTER SERVER src_server OPTIONS (SET dbname '{}')", restored.name);
    hub.target.sql(&moved)?;
    hub.must_plan_nothing("restored")?;
    restored.sql("CREATE TABLE shop.more (a integer)")?;
    hub.follow()?;
    tenant.sql(&(import(&export(&hub.target, "head")?) + APPLIED))?;
    let addresses = "SELECT kind, object, class_oid, object_oid, sub_id, source_object, source_def FROM schemig.fact ORDER BY 1, 2;
        SELECT database, system_identifier, database_oid FROM schemig.source";
    must_give(&tenant, addresses, &hub.target.sql(addresses)?)?;
    tenant.sql(&server_to(&restored, "src_server", "dblink_fdw"))?;
    restored.sql("ALTER TABLE shop.more RENAME TO less")?;
    let plan = tenant.sql(&hub.plan_sql())?;
    must_have(&plan, &["> table shop.more to less", "1 statement."])
}

fn exports() -> Outcome {
    let hub = Pair::of_schema("hub", FIRST, "'shop'")?;
    let none = &["there is no revision"];
    hub.target.fails(
        "SELECT schemig.configure('src_server', 'shop', '{}'); SELECT schemig.export()",
        "42704",
        none,
    )?;
    hub.follow()?;
    hub.target.fails("SELECT schemig.export('base')", "42704", none)?;
    hub.target.fails("SELECT schemig.export('123456789abc')", "42704", &["does not exist"])?;
    hub.target.fails("SELECT schemig.export('head', 'nothing')", "42704", &["\"nothing\""])?;
    let first = export(&hub.target, "head")?;
    hub.source.sql("CREATE SCHEMA other; CREATE TABLE other.t (a integer)")?;
    hub.target.sql("SELECT schemig.plan('src_server', 'other')")?;
    let both = ["src_server/other, src_server/shop"];
    hub.target.fails("SELECT schemig.export()", "42725", &both)?;
    hub.target.sql("SELECT schemig.discard('head', 'src_server/other'); SELECT schemig.unfollow('src_server/other')")?;
    // All of a chain, taken when it has gone on, by the beginnings of their ids.
    hub.source.sql("ALTER TABLE shop.orders ADD second integer; DROP TABLE IF EXISTS shop.none")?;
    hub.follow()?;
    hub.source.sql(SECOND)?;
    hub.follow()?;
    let ids =
        hub.target.sql("SELECT left(revision, 11) FROM schemig.history ORDER BY planned_at")?;
    let documents = ids.lines().map(|id| export(&hub.target, id)).collect::<Outcome<Vec<_>>>()?;
    let recorded = format!(
        "{STATE} SELECT id, plan, warnings, rules, schemas, beside, rebuilds FROM schemig.revision ORDER BY id"
    );
    let tenants = [tenant()?, tenant()?];
    for (tenant, first) in tenants.iter().zip([&first, &documents[0]]) {
        for document in [first, &documents[1], &documents[2]] {
            tenant.sql(&import(document))?;
            tenant.sql(&format!("SELECT schemig.upgrade({ALLOW})"))?;
        }
        must_be_like(tenant, &hub.target, "one after the other")?;
        must_give(tenant, &recorded, &hub.target.sql(&recorded)?)?;
    }
    match is_unchanged(&hub.plan()?) {
        true => Ok(()),
        false => Err("an export has changed something".into()),
    }
}

/// Names that must be quoted, in SQL and in JSON, of source, schemas and objects.
fn odd_names() -> Outcome {
    let source = Database::new("odd")?;
    source.sql(
        r#"CREATE SCHEMA "a/b+c"; CREATE SCHEMA "it's \ ""Ä""";
           CREATE TABLE "a/b+c"."T ""1""" ("x y" integer PRIMARY KEY, "$1" text DEFAULT E'\\n''"');
           CREATE VIEW "it's \ ""Ä"""."v.w" AS SELECT "x y" AS ";--" FROM "a/b+c"."T ""1""";
           COMMENT ON COLUMN "a/b+c"."T ""1"""."x y" IS E'\t"\\"\u0001';"#,
    )?;
    let hub = Database::with_extension("odd_hub")?;
    let server = server_to(&source, "\"s/t \"\"u\"\"\"", "dblink_fdw");
    hub.sql(&server)?;
    hub.sql(r#"SELECT schemig.plan('s/t "u"', ARRAY['it''s \ "Ä"', 'a/b+c']); SELECT schemig.upgrade()"#)?;
    let tenant = tenant()?;
    tenant.sql(&server)?;
    let empty = Dump::of(&tenant)?;
    tenant.sql(&(import(&export(&hub, "head")?) + APPLIED))?;
    must_be_like(&tenant, &hub, "the first revision")?;
    source.sql(
        r#"DROP VIEW "it's \ ""Ä"""."v.w"; ALTER TABLE "a/b+c"."T ""1""" RENAME TO "t'2";
           ALTER TABLE "a/b+c"."t'2" ALTER "x y" TYPE bigint;
           CREATE VIEW "it's \ ""Ä"""."v.w" AS SELECT "x y" AS ";--" FROM "a/b+c"."t'2""#,
    )?;
    hub.sql(r#"SELECT schemig.plan('s/t "u"', ARRAY['it''s \ "Ä"', 'a/b+c']); SELECT schemig.upgrade()"#)?;
    tenant.sql(&(import(&export(&hub, "head")?) + APPLIED))?;
    must_be_like(&tenant, &hub, "the second revision")?;
    tenant.sql("SELECT schemig.downgrade('base')")?;
    empty.must_equal(&Dump::of(&tenant)?, "after downgrade('base')")
}

/// A document has what the tables have: no secret of a user mapping, be it the source's or that of the hub's own server.
fn whole_database() -> Outcome {
    let hub = Pair::new(
        "hub_whole",
        "CREATE SCHEMA app; CREATE TABLE app.t (id integer PRIMARY KEY); CREATE TYPE app.m AS ENUM ('a');
         CREATE CAST (app.m AS text) WITH INOUT; CREATE PUBLICATION pub FOR TABLE app.t;
         CREATE FOREIGN DATA WRAPPER own; CREATE SERVER far FOREIGN DATA WRAPPER own OPTIONS (host 'source');
         CREATE USER MAPPING FOR CURRENT_USER SERVER far OPTIONS (user 'u', password 'hush-1', api_token 'hush-2');",
    )?;
    hub.target.sql(
        "ALTER USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (ADD password 'hush-3')",
    )?;
    hub.follow()?;
    let document = export(&hub.target, "head")?;
    must_have(&document, &["USER MAPPING", "'u'"])?;
    let port = format!("port={}", server::port());
    must_lack(&document, &["hush", &port, "127.0.0.1"])?;
    let tenant = tenant_of(&hub)?;
    let state = format!("{STATE} SELECT umoptions FROM pg_user_mappings WHERE srvname = 'far'");
    must_give(&tenant, &state, &hub.target.sql(&state)?)?;
    tenant.sql(&format!("SELECT schemig.downgrade('base', {ALLOW})")).map(|_| ())
}
