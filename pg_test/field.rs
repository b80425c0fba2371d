//! Cases that other tools are known to get wrong, each named after its failure.

use crate::follow::Pair;
use crate::psql::Database;
use crate::{Case, Outcome, rows, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 10] = [
        ("kept_object_references_excluded_schema", kept_object_references_excluded_schema),
        ("table_named_like_its_schema", table_named_like_its_schema),
        ("schema_name_inside_an_index_name", schema_name_inside_an_index_name),
        ("defaults_keep_their_qualifiers", defaults_keep_their_qualifiers),
        ("foreign_key_to_another_schema", foreign_key_to_another_schema),
        ("relocated_views_and_row_types", relocated_views_and_row_types),
        ("nextval_keeps_no_source_schema", nextval_keeps_no_source_schema),
        ("quoting_in_nextval", quoting_in_nextval),
        ("extension_types_in_another_schema", extension_types_in_another_schema),
        ("extension_in_another_schema_here", extension_in_another_schema_here),
    ];
    let named = |(name, case): (&str, Case)| trial(format!("field::{name}"), case);
    cases.into_iter().map(named).collect()
}

fn must_be(found: &str, expected: &str) -> Outcome {
    let found = found.trim();
    if found == expected { Ok(()) } else { Err(format!("expected\n{expected}\nfound\n{found}")) }
}

/// Follows schemas (an SQL literal) under rules; planning again must find nothing.
fn follow(hint: &str, script: &str, schemas: &'static str, rules: &str) -> Outcome<Pair> {
    let pair = Pair::of_schema(hint, script, schemas)?;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', {schemas}, '{rules}')"))?;
    pair.follow()?;
    pair.must_be_unchanged("after the upgrade")?;
    Ok(pair)
}

/// Nothing of a definition in the target may name the source's schema.
fn must_not_name(database: &Database, schema: &str) -> Outcome {
    let found = database.sql(&format!(
        "SELECT oid::regclass, pg_get_viewdef(oid) FROM pg_class WHERE relkind IN ('v', 'm')
            AND relnamespace::regnamespace::text LIKE 'dw\\_%' AND pg_get_viewdef(oid) ~ '\\m{schema}\\.'
         UNION ALL SELECT adrelid::regclass, pg_get_expr(adbin, adrelid) FROM pg_attrdef
          WHERE pg_get_expr(adbin, adrelid) ~ '\\m{schema}\\.'
         UNION ALL SELECT conrelid::regclass, pg_get_constraintdef(oid) FROM pg_constraint
          WHERE pg_get_constraintdef(oid) ~ '\\m{schema}\\.'
         UNION ALL SELECT oid::regclass, pg_get_indexdef(oid) FROM pg_class
          WHERE relkind = 'i' AND pg_get_indexdef(oid) ~ '\\m{schema}\\.'"
    ))?;
    if found.is_empty() { Ok(()) } else { Err(format!("still names {schema}:\n{found}")) }
}

/// supabase/pg-toolbelt 269: what is kept needs something of a schema that is left out.
fn kept_object_references_excluded_schema() -> Outcome {
    let script = "CREATE SCHEMA kept; CREATE SCHEMA gone;
        CREATE TABLE gone.base (id integer PRIMARY KEY); CREATE FUNCTION gone.one() RETURNS integer LANGUAGE sql RETURN 1;
        CREATE TYPE gone.mood AS ENUM ('good');
        CREATE TABLE kept.t (id integer DEFAULT gone.one() REFERENCES gone.base, m gone.mood);
        CREATE TABLE kept.plain (id integer);
        CREATE VIEW kept.v AS SELECT id FROM gone.base; CREATE VIEW kept.of_v AS SELECT id FROM kept.v;";
    let pair = Pair::of_schema("excluded_schema", script, "'kept'")?;
    let plan = pair.plan_sql();
    let named = ["gone", "kept.t", "kept.v"];
    pair.target.fails(&plan, "55000", &named)?;
    pair.target.sql(r#"SELECT schemig.configure('src_server', 'kept', '{"external": "skip"}')"#)?;
    let said = pair.target.said(&pair.plan_sql())?;
    for text in [
        "view kept.v is not carried",
        "view kept.of_v is not carried",
        "table kept.t is not carried, since it needs type gone.mood",
    ] {
        if !said.notices.contains(text) {
            return Err(format!("no warning says {text}:\n{}", said.notices));
        }
    }
    pair.upgrade()?;
    must_be(&pair.target.sql("SELECT count(*) FROM kept.plain")?, "0")?;
    must_be(&pair.target.sql("SELECT to_regnamespace('gone') IS NULL")?, "t")
}

/// pgplex/pgschema 502: a comment's target is cut wrongly when a table is called like its schema.
fn table_named_like_its_schema() -> Outcome {
    let script = r#"CREATE SCHEMA sales; CREATE TABLE sales.sales (sales integer, "sales.sales" text);
        COMMENT ON TABLE sales.sales IS 'the table'; COMMENT ON COLUMN sales.sales.sales IS 'the column';
        COMMENT ON COLUMN sales.sales."sales.sales" IS 'with a dot';
        CREATE INDEX sales_sales ON sales.sales (sales);
        CREATE VIEW sales.v AS SELECT sales.sales, sales."sales.sales" AS d, sales.*::text AS r FROM sales.sales;"#;
    let rules = r#"{"schema": "dw_{schema}", "rename": {"sales.sales.sales": "amount"}}"#;
    let pair = follow("named_like_its_schema", script, "'sales'", rules)?;
    let comments = "SELECT string_agg(coalesce(attname, '') || ': ' || description, ', ' ORDER BY objsubid)
        FROM pg_description d LEFT JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid AND objsubid > 0
       WHERE objoid = 'dw_sales.sales'::regclass AND classoid = 'pg_class'::regclass";
    let expected = ": the table, amount: the column, sales.sales: with a dot";
    must_be(&pair.target.sql(comments)?, expected)?;
    pair.target.sql("INSERT INTO dw_sales.sales VALUES (1, 'x')")?;
    must_be(&pair.target.sql("SELECT * FROM dw_sales.v")?, "1|x|(1,x)")
}

/// pgplex/pgschema 196: a schema's name within other names and texts stays.
fn schema_name_inside_an_index_name() -> Outcome {
    let script = r#"CREATE SCHEMA app; CREATE TABLE app.app_users (app_id integer, "app.note" text DEFAULT 'app.x',
            CONSTRAINT app_app_check CHECK ("app.note" <> 'app.y'));
        CREATE INDEX app_users_app_idx ON app.app_users (app_id) WHERE "app.note" = 'app.z';
        CREATE VIEW app.app_view AS SELECT app_id, "app.note" || 'app.app_users' AS app FROM app.app_users app;
        COMMENT ON VIEW app.app_view IS 'app.app_view';"#;
    let pair = follow("inside_a_name", script, "'app'", r#"{"schema": "dw_app2"}"#)?;
    let names = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'dw_app2'::regnamespace";
    must_be(&pair.target.sql(names)?, "app_users app_users_app_idx app_view")?;
    pair.target.sql("INSERT INTO dw_app2.app_users (app_id) VALUES (1)")?;
    must_be(&pair.target.sql("SELECT * FROM dw_app2.app_view")?, "1|app.xapp.app_users")?;
    let index = "SELECT pg_get_indexdef('dw_app2.app_users_app_idx'::regclass) ~ '''app.z'''";
    must_be(&pair.target.sql(index)?, "t")?;
    must_be(
        &pair.target.sql("SELECT obj_description('dw_app2.app_view'::regclass)")?,
        "app.app_view",
    )
}

/// pgplex/pgschema 218, 399, 123: qualifiers cut from defaults.
fn defaults_keep_their_qualifiers() -> Outcome {
    let script = r#"CREATE SCHEMA one; CREATE SCHEMA two;
        CREATE FUNCTION one.f() RETURNS integer LANGUAGE sql RETURN 1; CREATE FUNCTION two.f() RETURNS integer LANGUAGE sql RETURN 2;
        CREATE TYPE two.mood AS ENUM ('good'); CREATE TYPE one.mood AS ENUM ('good', 'bad');
        CREATE TABLE one.t (a integer DEFAULT one.f(), b integer DEFAULT two.f(), c text DEFAULT 'two.f()',
            m two.mood DEFAULT 'good'::two.mood, l one.mood[] DEFAULT ARRAY['bad'::one.mood],
            g integer GENERATED ALWAYS AS (abs(1)) STORED);"#;
    let rules = r#"{"schema": "dw_{schema}"}"#;
    let pair = follow("default_qualifiers", script, "ARRAY['one', 'two']::name[]", rules)?;
    pair.target.sql("INSERT INTO dw_one.t DEFAULT VALUES")?;
    must_be(&pair.target.sql("SELECT * FROM dw_one.t")?, "1|2|two.f()|good|{bad}|1")?;
    pair.target.sql("ALTER FUNCTION dw_two.f() RENAME TO g; DELETE FROM dw_one.t; INSERT INTO dw_one.t DEFAULT VALUES")?;
    must_be(&pair.target.sql("SELECT b FROM dw_one.t")?, "2")
}

/// pgplex/pgschema 197, 518, 607: types of an extension that is in another schema.
fn extension_types_in_another_schema() -> Outcome {
    extension_in("ext")
}

/// The same, where the target has the extension in a schema of another name.
fn extension_in_another_schema_here() -> Outcome {
    extension_in("elsewhere")
}

fn extension_in(schema: &str) -> Outcome {
    let script = "CREATE SCHEMA ext; CREATE EXTENSION hstore SCHEMA ext; CREATE SCHEMA app;
        CREATE TABLE app.t (h ext.hstore DEFAULT 'a=>1'::ext.hstore, l ext.hstore[]);
        CREATE VIEW app.v AS SELECT h OPERATOR(ext.->) 'a' AS a FROM app.t;
        CREATE INDEX t_h ON app.t USING gin (h ext.gin_hstore_ops);";
    let pair = Pair::of_schema("extension_types", script, "'app'")?;
    pair.target
        .sql(&format!("CREATE SCHEMA {schema}; CREATE EXTENSION hstore SCHEMA {schema};"))?;
    pair.target
        .sql(r#"SELECT schemig.configure('src_server', 'app', '{"schema": "dw_{schema}"}')"#)?;
    pair.follow()?;
    pair.must_be_unchanged("after the upgrade")?;
    pair.target.sql("INSERT INTO dw_app.t DEFAULT VALUES")?;
    must_be(&pair.target.sql("SELECT a FROM dw_app.v")?, "1")?;
    let types = "SELECT string_agg(atttypid::regtype::text, ' ' ORDER BY attnum) FROM pg_attribute
                  WHERE attrelid = 'dw_app.t'::regclass AND attnum > 0";
    must_be(&pair.target.sql(types)?, &format!("{schema}.hstore {schema}.hstore[]"))
}

/// stripe/pg-schema-diff 206: a foreign key to another schema loses its qualifier.
fn foreign_key_to_another_schema() -> Outcome {
    let script = "CREATE SCHEMA one; CREATE SCHEMA two;
        CREATE TABLE one.base (id integer PRIMARY KEY); CREATE TABLE two.base (id text PRIMARY KEY);
        CREATE TABLE one.child (a integer REFERENCES one.base, b text CONSTRAINT far REFERENCES two.base ON DELETE CASCADE);";
    let rules = r#"{"schema": "dw_{schema}"}"#;
    let pair = follow("foreign_key_across", script, "ARRAY['one', 'two']::name[]", rules)?;
    let to = "SELECT string_agg(confrelid::regclass::text, ' ' ORDER BY conname) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'dw_one'::regnamespace";
    must_be(&pair.target.sql(to)?, "dw_one.base dw_two.base")?;
    must_not_name(&pair.target, "two")?;
    pair.target.fails("INSERT INTO dw_one.child VALUES (NULL, 'x')", "23503", &["far"])?;
    Ok(())
}

/// denishpatel/pg-clone-schema 158, 57, 43, 27: after a relocation views, row types and search paths
/// go on reading the old schema, which is there too.
fn relocated_views_and_row_types() -> Outcome {
    let script = "CREATE SCHEMA app; CREATE TABLE app.t (id integer); INSERT INTO app.t VALUES (1);
        CREATE VIEW app.v AS SELECT t.*::text AS r, id FROM app.t;
        CREATE MATERIALIZED VIEW app.m AS SELECT count(*) AS n FROM app.v;
        CREATE FUNCTION app.rows() RETURNS SETOF app.t LANGUAGE sql BEGIN ATOMIC SELECT * FROM app.t; END;
        CREATE FUNCTION app.of_row(r app.t) RETURNS integer LANGUAGE sql RETURN (r).id;
        CREATE FUNCTION app.path() RETURNS text LANGUAGE sql SET search_path = app, pg_temp AS 'SELECT max(id)::text FROM t';
        CREATE VIEW app.by_function AS SELECT app.of_row(r) AS id FROM app.rows() r;";
    let pair = Pair::of_schema("relocated", script, "'app'")?;
    // The old schema is in the target as well, with other rows.
    pair.target.sql(script)?;
    pair.target.sql("INSERT INTO app.t VALUES (100)")?;
    pair.target
        .sql(r#"SELECT schemig.configure('src_server', 'app', '{"schema": "dw_{schema}"}')"#)?;
    pair.follow()?;
    rows::copy(&pair.source, &pair.target)?;
    let all = "SELECT string_agg(r, ' ') FROM dw_app.v UNION ALL SELECT n::text FROM dw_app.m
               UNION ALL SELECT id::text FROM dw_app.by_function UNION ALL SELECT dw_app.path()";
    must_be(&pair.target.sql(all)?, "(1)\n1\n1\n1")?;
    pair.target.sql("DROP SCHEMA app CASCADE")?;
    must_be(&pair.target.sql(all)?, "(1)\n1\n1\n1")?;
    must_not_name(&pair.target, "app")
}

/// pgadmin4 PR 7270, dbeaver 7936: `nextval` goes on counting in the source's schema.
fn nextval_keeps_no_source_schema() -> Outcome {
    let script = "CREATE SCHEMA app; CREATE SEQUENCE app.free; CREATE TABLE app.t (id serial, n bigint DEFAULT nextval('app.free'),
        v bigint DEFAULT currval('app.free'::text::regclass));";
    let pair = Pair::of_schema("nextval", script, "'app'")?;
    pair.target.sql("CREATE SCHEMA app; CREATE SEQUENCE app.free START 500; CREATE SEQUENCE app.t_id_seq START 500;")?;
    pair.target
        .sql(r#"SELECT schemig.configure('src_server', 'app', '{"schema": "dw_{schema}"}')"#)?;
    pair.follow()?;
    pair.must_be_unchanged("after the upgrade")?;
    pair.target.sql("INSERT INTO dw_app.t DEFAULT VALUES; INSERT INTO dw_app.t DEFAULT VALUES;")?;
    must_be(&pair.target.sql("SELECT * FROM dw_app.t")?, "1|1|1\n2|2|2")?;
    must_not_name(&pair.target, "app")
}

/// sqlacodegen 28: quotes, dots and upper case in the constant that `nextval` is given.
fn quoting_in_nextval() -> Outcome {
    let script = r#"CREATE SCHEMA "It's"; CREATE SEQUENCE "It's"."Say ""hi"".It's"; CREATE SEQUENCE "It's"."back\slash";
        CREATE TABLE "It's"."T" ("ID" serial, n bigint DEFAULT nextval('"It''s"."Say ""hi"".It''s"'),
            b bigint DEFAULT nextval(E'"It''s"."back\\slash"'));"#;
    let rules = r#"{"schema": "dw_{schema} \"x\"", "case": "preserve", "names": [{"on": ["sequence"], "match": "$", "replace": "\"''S"}]}"#;
    let pair = follow("quoting_in_nextval", script, "'It''s'", rules)?;
    let table = r#""dw_It's ""x"""."T""#;
    pair.target
        .sql(&format!("INSERT INTO {table} DEFAULT VALUES; INSERT INTO {table} DEFAULT VALUES;"))?;
    must_be(&pair.target.sql(&format!("SELECT * FROM {table}"))?, "1|1|1\n2|2|2")?;
    let own = r#"SELECT pg_get_serial_sequence('"dw_It''s ""x"""."T"', 'ID')"#;
    must_be(&pair.target.sql(own)?, r#""dw_It's ""x"""."T_ID_seq""'S""#)
}
