//! The rules `owner` and `grants`. Roles belong to the whole server: each case makes its own, which
//! its scripts call `@name`.

mod defaults;
mod grants;

use crate::dump::Dump;
use crate::follow::{Pair, is_unchanged};
use crate::psql::{in_database, unique};
use crate::{Case, Outcome, server, trial};
use grants::GRANTS;
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 19] = [
        ("owners", owners),
        ("owners_change", owners_change),
        ("owners_mapped", owners_mapped),
        ("grants", grants::grants),
        ("grants_change", grants::grants_change),
        ("columns_survive", grants::columns_survive),
        ("roles_become_one", grants::roles_become_one),
        ("grants_to_the_owner", grants::grants_to_the_owner),
        ("not_asked_for", not_asked_for),
        ("schema_public", schema_public),
        ("counters_in_public", counters_in_public),
        ("missing_roles", missing_roles),
        ("idle_keys", idle_keys),
        ("granted_by_another", grants::granted_by_another),
        ("default_privileges", grants::default_privileges),
        ("rules_change", rules_change),
        ("maps_change", maps_change),
        ("dropped_and_back", dropped_and_back),
        ("no_superuser", no_superuser),
    ];
    let cases = cases.into_iter().map(|(name, case)| trial(format!("role_rules::{name}"), case));
    cases.chain(defaults::trials()).collect()
}

/// Roles of one case; they are gone after its databases, which must be declared later.
struct Roles {
    prefix: String,
    names: &'static [&'static str],
}

impl Roles {
    fn new(names: &'static [&'static str]) -> Outcome<Self> {
        let roles = Self { prefix: unique("role"), names };
        for name in names {
            in_database("postgres", &roles.sql(&format!("CREATE ROLE @{name}")))?;
        }
        Ok(roles)
    }

    /// A script with the roles' real names.
    fn sql(&self, script: &str) -> String {
        script.replace('@', &format!("{}_", self.prefix))
    }

    /// A list of privileges that the server prints; from 17 on a table's owner has MAINTAIN too.
    fn list(&self, text: &str) -> String {
        let all = if server::version() >= 17 { "Dxtm" } else { "Dxt" };
        self.sql(text).replace("Dxt", all)
    }

    /// A source made by a script, and a target that follows it under rules.
    fn pair(&self, hint: &str, script: &str, rules: &str) -> Outcome<Pair> {
        let pair = Pair::new(hint, &self.sql(script))?;
        self.configure(&pair, rules)?;
        Ok(pair)
    }

    fn configure(&self, pair: &Pair, rules: &str) -> Outcome {
        let rules = self.sql(rules);
        let sql = format!("SELECT schemig.configure('src_server', NULL::name, '{rules}')");
        pair.target.sql(&sql).map(|_| ())
    }

    /// Follows a change of the source, to the same owners and privileges, there and back.
    fn change(&self, pair: &Pair, before: &Dump, change: &str) -> Outcome<String> {
        let first = Dump::with_privileges(&pair.target)?;
        pair.source.sql(&self.sql(change))?;
        let plan = pair.follow()?;
        must_be_equal(pair, before, change)?;
        pair.downgrade("-1")?;
        first
            .must_equal(&Dump::with_privileges(&pair.target)?, &format!("{change}, taken back"))?;
        pair.upgrade_with_loss()?;
        must_be_equal(pair, before, change)?;
        Ok(plan)
    }
}

impl Drop for Roles {
    fn drop(&mut self) {
        for name in self.names {
            let drop = self.sql(&format!("DROP ROLE @{name}"));
            if let Err(message) = in_database("postgres", &drop) {
                eprintln!("{message}");
            }
        }
    }
}

/// Both sides have the same objects, owners and privileges, and the next plan finds nothing.
fn must_be_equal(pair: &Pair, before: &Dump, when: &str) -> Outcome {
    let source = Dump::with_privileges(&pair.source)?;
    source.and(before).must_equal(&Dump::with_privileges(&pair.target)?, when)?;
    pair.must_be_unchanged(when)
}

/// All the way down, and up again.
fn there_and_back(pair: &Pair, before: &Dump) -> Outcome {
    let there = Dump::with_privileges(&pair.target)?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::with_privileges(&pair.target)?, "after downgrade('base')")?;
    pair.upgrade_with_loss()?;
    there
        .must_equal(&Dump::with_privileges(&pair.target)?, "after downgrade('base'), upgrade()")?;
    pair.must_be_unchanged("after downgrade('base') and upgrade()")
}

fn must_say(text: &str, parts: &[&str]) -> Outcome {
    let missing: Vec<_> = parts.iter().filter(|p| !text.contains(**p)).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("should say {missing:?}:\n{text}")) }
}

fn must_not_say(text: &str, parts: &[&str]) -> Outcome {
    let said: Vec<_> = parts.iter().filter(|p| text.contains(**p)).collect();
    if said.is_empty() { Ok(()) } else { Err(format!("should not say {said:?}:\n{text}")) }
}

const OBJECTS: &str = r#"
    CREATE SCHEMA app;
    CREATE TYPE app.mood AS ENUM ('a');
    CREATE TYPE app.pair AS (a integer, b integer);
    CREATE TYPE app.span AS RANGE (subtype = integer);
    CREATE TYPE app.shell;
    CREATE DOMAIN app.dom AS integer;
    CREATE SEQUENCE app.seq;
    CREATE TABLE app.t (id serial PRIMARY KEY, a text, n integer GENERATED ALWAYS AS IDENTITY);
    CREATE TABLE app."P" (a integer) PARTITION BY LIST (a);
    CREATE TABLE app.p1 PARTITION OF app."P" FOR VALUES IN (1);
    CREATE INDEX ON app.t (a);
    CREATE VIEW app.v AS SELECT id, a FROM app.t;
    CREATE MATERIALIZED VIEW app.m AS SELECT id FROM app.t;
    CREATE FUNCTION app.f(integer, VARIADIC text[] DEFAULT '{}') RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE PROCEDURE app.p(INOUT x integer) LANGUAGE sql AS 'SELECT 1';
    CREATE AGGREGATE app.agg(integer) (SFUNC = int4pl, STYPE = integer);
    CREATE AGGREGATE app.anything(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
    CREATE AGGREGATE app.ordered(float8 ORDER BY anyelement)
        (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);"#;

/// What only a superuser may make.
const FAR: &str = "CREATE FOREIGN DATA WRAPPER far; CREATE SERVER far FOREIGN DATA WRAPPER far;
    CREATE FOREIGN TABLE app.far (a integer, b text) SERVER far;";

/// `ALTER ... OWNER TO` for each of them.
fn owned_by(role: &str) -> String {
    let objects = [
        "TYPE app.mood",
        "TYPE app.pair",
        "TYPE app.span",
        "TYPE app.shell",
        "DOMAIN app.dom",
        "SEQUENCE app.seq",
        "TABLE app.t",
        "TABLE app.\"P\"",
        "TABLE app.p1",
        "VIEW app.v",
        "MATERIALIZED VIEW app.m",
        "FUNCTION app.f(integer, text[])",
        "PROCEDURE app.p(integer)",
        "AGGREGATE app.agg(integer)",
        "AGGREGATE app.anything(*)",
        "AGGREGATE app.ordered(float8 ORDER BY anyelement)",
        "SCHEMA app",
    ];
    objects.iter().map(|object| format!("ALTER {object} OWNER TO {role};\n")).collect()
}

fn owners() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let other = "ALTER TABLE app.p1 OWNER TO @alice; ALTER FOREIGN TABLE app.far OWNER TO @bob;";
    let script = format!("{OBJECTS}{FAR}{} {other}", owned_by("@bob"));
    let pair = roles.pair("owners", &script, r#"{"owner": "keep"}"#)?;
    let before = Dump::with_privileges(&pair.target)?;
    let plan = pair.follow()?;
    must_say(&plan, &["+ schema app, owner\n", "+ table app.t, owner\n"])?;
    must_be_equal(&pair, &before, "owners are kept")?;
    there_and_back(&pair, &before)
}

fn owners_change() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = format!("{OBJECTS}{}", owned_by("@bob"));
    let pair = roles.pair("owners_change", &script, r#"{"owner": "keep", "grants": "keep"}"#)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    let plan = roles.change(&pair, &before, "ALTER TABLE app.t OWNER TO @alice")?;
    let line = roles.sql("  ~ owner of table app.t: role @bob to @alice\n");
    must_say(&plan, &[&line, "1 statement."])?;
    roles.change(&pair, &before, &owned_by("@alice"))?;
    // What belongs to a table of another owner must have that owner first.
    roles.change(&pair, &before, "ALTER TABLE app.t ADD COLUMN more serial")?;
    roles.change(&pair, &before, "ALTER SEQUENCE app.seq OWNED BY app.t.a")?;
    roles.change(
        &pair,
        &before,
        "ALTER SEQUENCE app.seq OWNED BY NONE; ALTER SEQUENCE app.seq OWNER TO @bob",
    )?;
    roles.change(
        &pair,
        &before,
        "ALTER SEQUENCE app.seq OWNER TO @alice; ALTER SEQUENCE app.seq OWNED BY app.t.a",
    )?;
    roles.change(&pair, &before, "GRANT SELECT ON app.v TO @bob")?;
    roles.change(
        &pair,
        &before,
        "ALTER VIEW app.v OWNER TO @bob; GRANT SELECT ON app.v TO @alice",
    )?;
    there_and_back(&pair, &before)
}

fn owners_mapped() -> Outcome {
    let roles = Roles::new(&["bob", "alice", "app"])?;
    let script = format!("{OBJECTS}{} ALTER TABLE app.p1 OWNER TO @alice;", owned_by("@bob"));
    let pair = roles.pair("owners_mapped", &script, r#"{"owner": {"@bob": "@app"}}"#)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    let (bob, app) = (roles.sql("@bob"), roles.sql("@app"));
    let expected = Dump::with_privileges(&pair.source)?.renamed(&[(&bob, &app)]).and(&before);
    expected.must_equal(&Dump::with_privileges(&pair.target)?, "bob is app here")?;
    pair.must_be_unchanged("bob is app here")?;
    there_and_back(&pair, &before)
}

/// Without the rules owners and grants of both sides are their own business.
fn not_asked_for() -> Outcome {
    let roles = Roles::new(&["bob"])?;
    let script = "CREATE TABLE t (a serial, b integer); GRANT SELECT ON t TO @bob; ALTER TABLE t OWNER TO @bob";
    for rules in
        ["{}", r#"{"owner": "keep", "grants": "keep", "kinds": {"exclude": ["owner", "grant"]}}"#]
    {
        let pair = roles.pair("not_asked_for", script, rules)?;
        pair.target.sql(&roles.sql("ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO @bob"))?;
        must_not_say(&pair.follow()?, &["table public.t, owner", "grant"])?;
        pair.must_be_unchanged("after the first upgrade")?;
        pair.source.sql("GRANT DELETE ON t TO PUBLIC; ALTER TABLE t OWNER TO postgres")?;
        pair.must_be_unchanged("other owner and grants")?;
        pair.target.sql(&roles.sql("GRANT UPDATE ON t TO @bob; ALTER TABLE t OWNER TO @bob"))?;
        pair.must_be_unchanged("other owner and grants here")?;
        pair.source.sql("CREATE TABLE u (a integer); ALTER TABLE t DROP COLUMN b")?;
        pair.follow()?;
        pair.downgrade("base")?;
    }
    Ok(())
}

/// It is there before, with privileges that no other schema has.
fn schema_public() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let rules = r#"{"owner": "keep", "grants": "keep"}"#;
    let pair = roles.pair("schema_public", "CREATE TABLE t (a integer)", rules)?;
    let before = Dump::with_privileges(&pair.target)?;
    must_not_say(&pair.follow()?, &["owner of schema public", "on schema public"])?;
    let change = |script: &str| -> Outcome {
        let first = public(&pair)?;
        pair.source.sql(&roles.sql(script))?;
        pair.follow()?;
        pair.must_be_unchanged(script)?;
        pair.downgrade("-1")?;
        let back = public(&pair)?;
        if back != first {
            return Err(format!("{script}, taken back: {back}, not {first}"));
        }
        pair.upgrade()?;
        let (target, source) = (public(&pair)?, public_of(&pair.source)?);
        if target == source { Ok(()) } else { Err(format!("{script}: {target}, not {source}")) }
    };
    change("REVOKE USAGE ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO @alice")?;
    change("GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC")?;
    change("ALTER SCHEMA public OWNER TO @bob")?;
    change("REVOKE CREATE ON SCHEMA public FROM @bob, PUBLIC")?;
    there_and_back(&pair, &before)
}

/// A privilege on the schema goes before its tables; their sequences go along with them all the same.
fn counters_in_public() -> Outcome {
    let roles = Roles::new(&["bob"])?;
    let script = "GRANT CREATE ON SCHEMA public TO PUBLIC; CREATE TABLE t (id serial);
        CREATE TABLE heir () INHERITS (t); CREATE TABLE u (id serial); ALTER TABLE u OWNER TO @bob";
    let pair =
        roles.pair("counters_in_public", script, r#"{"owner": "keep", "grants": "keep"}"#)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    there_and_back(&pair, &before)
}

/// Owner of the schema public, and who has what, in order.
fn public(pair: &Pair) -> Outcome<String> {
    public_of(&pair.target)
}

fn public_of(database: &crate::psql::Database) -> Outcome<String> {
    database.sql(
        "SELECT nspowner::regrole, array(SELECT x::text FROM unnest(nspacl) AS x ORDER BY 1)
           FROM pg_namespace WHERE nspname = 'public'",
    )
}

fn missing_roles() -> Outcome {
    let roles = Roles::new(&["bob", "alice", "new1", "new2"])?;
    let script =
        "CREATE TABLE t (a integer); GRANT SELECT ON t TO @bob; ALTER TABLE t OWNER TO @alice";
    let rules = r#"{"owner": {"@alice": "@new1"}, "grants": {"@bob": "@new2"}}"#;
    let pair = roles.pair("missing_roles", script, rules)?;
    let rename = |from: &str, to: &str| {
        let one = |n: u32| format!("ALTER ROLE @{from}{n} RENAME TO @{to}{n};");
        in_database("postgres", &roles.sql(&format!("{}{}", one(1), one(2))))
    };
    rename("new", "old")?;
    let texts = [
        "roles \"@new1\", \"@new2\" do not exist",
        "Role \"@new1\": owner of table public.t.",
        "Role \"@new2\": grant to @new2 on table public.t.",
        "CREATE ROLE",
    ]
    .map(|text| roles.sql(text));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let result = pair.target.fails(&pair.plan_sql(), "42704", &texts);
    rename("old", "new")?;
    result?;
    pair.follow()?;
    let wrong = roles.sql(
        r#"SELECT schemig.configure('src_server', NULL::name,
           '{"owner": {"@bob": "nobody"}, "grants": {"@alice": "no one", "@bob": "@bob"}}')"#,
    );
    let path = roles.sql("\"nobody\" in rule \"owner.@bob\"");
    let texts = [path.as_str(), "is \"no one\"", "Allowed are the roles"];
    pair.target.fails(&wrong, "42704", &texts).map(|_| ())
}

/// Keys of maps that are no role of the source.
fn idle_keys() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = "CREATE TABLE t (a integer); GRANT SELECT ON t TO @bob";
    let rules = r#"{"owner": {"@bob": "@bob"}, "grants": {"@bob": "@alice", "@alice": "@bob"}}"#;
    let pair = roles.pair("idle_keys", script, rules)?;
    let said = pair.target.said(&pair.plan_sql())?;
    let idle = ["owner.@bob", "grants.@alice"];
    let lines = idle.map(|key| roles.sql(&format!("rule \"{key}\" matches nothing")));
    must_say(&said.notices, &[&lines[0], &lines[1]])?;
    must_not_say(&said.notices, &[&roles.sql("grants.@bob")])
}

/// A rule that is set later finds what is there; one that is taken back leaves it so.
fn rules_change() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = format!(
        "{OBJECTS} {} GRANT SELECT, INSERT ON app.t TO @alice;
        GRANT SELECT ON app.v TO @alice; DROP MATERIALIZED VIEW app.m",
        owned_by("@bob")
    );
    let pair = roles.pair("rules_change", &script, "{}")?;
    pair.follow()?;
    pair.target.sql(&roles.sql(
        "ALTER VIEW app.v OWNER TO @bob; GRANT UPDATE ON app.t TO @alice;
        GRANT SELECT ON app.v TO @alice; GRANT DELETE ON app.v TO @bob",
    ))?;
    let first = Dump::with_privileges(&pair.target)?;
    roles.configure(&pair, r#"{"owner": "keep", "grants": "keep"}"#)?;
    must_say(
        &pair.follow()?,
        &["~ owner of table app.t", &roles.sql("~ grant to @alice on table app.t")],
    )?;
    let kept = Dump::with_privileges(&pair.target)?;
    let equal = Dump::with_privileges(&pair.source)?;
    equal.and(&kept).must_equal(&kept, "the rules are set")?;
    pair.must_be_unchanged("the rules are set")?;
    pair.downgrade("-1")?;
    first.must_equal(&Dump::with_privileges(&pair.target)?, "the rules are set, taken back")?;
    pair.upgrade()?;
    roles.configure(&pair, "{}")?;
    pair.source.sql("DROP TABLE app.p1; CREATE TABLE app.p2 PARTITION OF app.\"P\" DEFAULT")?;
    must_not_say(&pair.follow()?, &["~"])?;
    pair.must_be_unchanged("the rules are gone")?;
    pair.source.sql("GRANT ALL ON ALL TABLES IN SCHEMA app TO PUBLIC")?;
    pair.must_be_unchanged("the rules are gone")?;
    pair.downgrade("-1")?;
    kept.must_equal(&Dump::with_privileges(&pair.target)?, "the rules are gone, taken back")?;
    pair.downgrade("-1")?;
    first.must_equal(&Dump::with_privileges(&pair.target)?, "both are taken back")?;
    pair.downgrade("base").map(|_| ())
}

/// Another role here for the same one there; then roles that exchange their names.
fn maps_change() -> Outcome {
    let roles = Roles::new(&["bob", "alice", "one", "two"])?;
    let script =
        "CREATE TABLE t (a serial); GRANT SELECT ON t TO @bob; GRANT INSERT ON t TO @alice;
        ALTER TABLE t OWNER TO @bob; GRANT UPDATE ON t TO @alice;";
    let maps = |bob: &str, alice: &str| {
        format!(r#"{{"owner": {{"@bob": "@{bob}"}}, "grants": {{"@alice": "@{alice}"}}}}"#)
    };
    let pair = roles.pair("maps_change", script, &maps("one", "alice"))?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    let names = ["@bob", "@alice", "@one", "@two", "@x"].map(|name| roles.sql(name));
    let [bob, alice, one, two, x] = names.each_ref().map(String::as_str);
    let must_be = |map: &[(&str, &str)], when: &str| -> Outcome {
        let expected = Dump::with_privileges(&pair.source)?.renamed(map).and(&before);
        expected.must_equal(&Dump::with_privileges(&pair.target)?, when)?;
        pair.must_be_unchanged(when)
    };
    must_be(&[(bob, one)], "bob is one")?;
    roles.configure(&pair, &maps("two", "one"))?;
    pair.follow()?;
    must_be(&[(bob, two), (alice, one)], "other maps")?;
    pair.downgrade("-1")?;
    pair.upgrade()?;
    roles.configure(
        &pair,
        r#"{"owner": {"@bob": "@two"}, "grants": {"@bob": "@alice", "@alice": "@bob"}}"#,
    )?;
    pair.follow()?;
    must_be(&[(bob, two), (alice, bob)], "again")?;
    pair.source.sql(&roles.sql("ALTER TABLE t OWNER TO @two; GRANT SELECT ON t TO @bob"))?;
    pair.follow()?;
    must_be(&[(bob, x), (alice, bob), (x, alice)], "exchanged")?;
    roles.configure(&pair, r#"{"owner": "keep", "grants": "keep"}"#)?;
    pair.follow()?;
    must_be(&[], "kept")?;
    there_and_back(&pair, &before)
}

/// The owner and the grants of what is dropped come back with it, and go with it.
fn dropped_and_back() -> Outcome {
    let roles = Roles::new(&["bob", "alice"])?;
    let script = format!("{OBJECTS} {GRANTS} {}", owned_by("@bob")).replace("@o'Hara", "@alice");
    let pair = roles.pair("dropped_and_back", &script, r#"{"owner": "keep", "grants": "keep"}"#)?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.follow()?;
    must_be_equal(&pair, &before, "all")?;
    let change = "DROP VIEW app.v; CREATE VIEW app.v AS SELECT id, a FROM app.t; GRANT TRUNCATE ON app.v TO @alice";
    roles.change(&pair, &before, change)?;
    let change =
        "DROP VIEW app.v; CREATE TABLE app.v (id integer); GRANT TRUNCATE ON app.v TO @alice";
    roles.change(&pair, &before, change)?;
    roles.change(&pair, &before, "DROP SCHEMA app CASCADE")?;
    there_and_back(&pair, &before)
}

/// A member of the roles may do all of it.
fn no_superuser() -> Outcome {
    let roles = Roles::new(&["bob", "alice", "loader"])?;
    let owned = owned_by("@bob").replace("ALTER TYPE app.span OWNER TO @bob;", "");
    let objects = OBJECTS.replace("CREATE TYPE app.shell;", "");
    let owned = owned.replace("ALTER TYPE app.shell OWNER TO @bob;", "");
    let aggregate = "AGGREGATE app.ordered(float8 ORDER BY anyelement)";
    let (objects, owned) = (
        objects.split(&format!("CREATE {aggregate}")).next().unwrap_or_default().to_owned(),
        owned.replace(&format!("ALTER {aggregate} OWNER TO @bob;"), ""),
    );
    let script = format!(
        "{objects}{owned} ALTER SCHEMA app OWNER TO @alice; GRANT ALL ON SCHEMA app TO @bob;
        GRANT SELECT ON app.t TO @alice; REVOKE EXECUTE ON PROCEDURE app.p FROM PUBLIC;
        REVOKE TRUNCATE ON app.t FROM @bob; ALTER TYPE app.span OWNER TO @alice;"
    );
    let pair = roles.pair("no_superuser", &script, r#"{"owner": "keep", "grants": "keep"}"#)?;
    let database = &pair.target.name;
    pair.target.sql(&roles.sql(&format!(
        "GRANT @bob, @alice TO @loader; GRANT CREATE ON DATABASE \"{database}\" TO @loader, @alice;
         GRANT USAGE ON SCHEMA schemig TO @loader; GRANT USAGE ON FOREIGN SERVER src_server TO @loader;
         GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA schemig TO @loader;
         GRANT EXECUTE ON FUNCTION dblink_connect(text, text) TO @loader;
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA schemig TO @loader;"
    )))?;
    let before = Dump::with_privileges(&pair.target)?;
    pair.plan()?;
    let as_loader = |verb: &str| -> Outcome<String> {
        pair.target.sql(&roles.sql(&format!("SET ROLE @loader; SELECT schemig.{verb};")))
    };
    as_loader("upgrade()")?;
    must_be_equal(&pair, &before, "by a member")?;
    pair.source.sql(&roles.sql(
        "ALTER TABLE app.t ADD COLUMN more serial; GRANT UPDATE (more) ON app.t TO @alice;
        ALTER VIEW app.v OWNER TO @alice",
    ))?;
    if is_unchanged(&pair.plan()?) {
        return Err("the plan sees no change".into());
    }
    as_loader("upgrade()")?;
    must_be_equal(&pair, &before, "by a member, again")?;
    as_loader("downgrade('base', allow => '{data_loss}')")?;
    before.must_equal(&Dump::with_privileges(&pair.target)?, "after downgrade('base')")
}
