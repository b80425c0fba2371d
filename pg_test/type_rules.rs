//! The rule `types`, seen from what a target gets and can do.

use crate::follow::Pair;
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 16] = [
        ("everywhere", everywhere),
        ("modifiers", modifiers),
        ("unsuited_modifiers", unsuited_modifiers),
        ("partition_keys", partition_keys),
        ("no_chain", no_chain),
        ("values_are_not_renamed", values_are_not_renamed),
        ("only_types_change", only_types_change),
        ("overloads_that_meet", overloads_that_meet),
        ("wrong_types", wrong_types),
        ("type_gone_from_target", type_gone_from_target),
        ("unfit_expressions", unfit_expressions),
        ("unfit_defaults", unfit_defaults),
        ("unfit_collation", unfit_collation),
        ("idle_keys_and_bodies", idle_keys_and_bodies),
        ("casts_that_fall_away", casts_that_fall_away),
        ("defaults_that_fall_away", defaults_that_fall_away),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("type_rules::{name}"), case)).collect()
}

/// A source schema `dbo` and its target, under rules that are not applied yet.
fn configured(hint: &str, script: &str, rules: &str) -> Outcome<Pair> {
    let pair = Pair::of_schema(hint, script, "'dbo'")?;
    pair.target.sql("CREATE EXTENSION citext")?;
    pair.target.sql(&configure(rules))?;
    Ok(pair)
}

fn configure(rules: &str) -> String {
    format!("SELECT schemig.configure('src_server', 'dbo', $rules${rules}$rules$)")
}

/// Follows under rules, twice; returns what the first plan said.
pub fn follow(hint: &str, script: &str, rules: &str) -> Outcome<(Pair, String)> {
    let pair = configured(hint, script, rules)?;
    let said = pair.target.said(&pair.plan_sql())?;
    pair.upgrade()?;
    pair.must_be_unchanged("under the same rules")?;
    Ok((pair, said.notices + &said.rows))
}

/// Goes back to the beginning: nothing of the source may be left.
pub fn leave(pair: &Pair, schema: &str) -> Outcome {
    pair.downgrade("base")?;
    must_print(pair, &format!("SELECT to_regnamespace('{schema}') IS NULL"), "t")
}

pub fn must_print(pair: &Pair, sql: &str, expected: &str) -> Outcome {
    let found = pair.target.sql(sql)?;
    if found.trim() == expected {
        return Ok(());
    }
    Err(format!("{sql}\nshould print\n{expected}\nand printed\n{found}"))
}

pub fn must_say(text: &str, part: &str) -> Outcome {
    if text.contains(part) { Ok(()) } else { Err(format!("should say \"{part}\":\n{text}")) }
}

/// Columns of a relation with their types, one a line.
fn columns(relation: &str) -> String {
    format!(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
          WHERE a.attrelid = '{relation}'::regclass AND a.attnum > 0 ORDER BY a.attnum"
    )
}

const SHOP: &str = r#"
    CREATE SCHEMA dbo;
    CREATE DOMAIN dbo.nvarchar AS character varying(4000);
    CREATE DOMAIN dbo."Flag" AS smallint DEFAULT 0 CHECK (VALUE IN (0, 1));
    CREATE DOMAIN dbo."Price" AS money DEFAULT 0 CHECK (VALUE >= 0::money);
    CREATE DOMAIN dbo."Titles" AS dbo.nvarchar[];
    CREATE TYPE dbo."Line" AS ("Amount" money, "Tags" dbo.nvarchar[], "At" timestamp(3));
    CREATE TYPE dbo."Span" AS RANGE (subtype = timestamp);
    CREATE TABLE dbo."Order" ("ID" serial PRIMARY KEY, "Title" dbo.nvarchar COLLATE "C" NOT NULL,
        "Code" varchar(20) DEFAULT 'x', "Cost" money DEFAULT 0 CHECK ("Cost" >= 0::money), "Costs" money[],
        "At" timestamp DEFAULT now(), "At3" timestamp(3), "Lines" dbo."Line"[], "P" dbo."Price",
        "Double" money GENERATED ALWAYS AS ("Cost" * 2) STORED, "Open" dbo."Flag" NOT NULL);
    CREATE INDEX "IX_low" ON dbo."Order" (lower("Code"), ("Title"::dbo.nvarchar));
    CREATE INDEX "IX_at" ON dbo."Order" ("At3") WHERE "At3" > '2020-01-01'::timestamp;
    CREATE TABLE dbo."Log" ("At" timestamp NOT NULL, "Note" dbo.nvarchar) PARTITION BY RANGE ("At");
    CREATE TABLE dbo."Log1" PARTITION OF dbo."Log" FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
    CREATE FUNCTION dbo.twice(a money, b dbo.nvarchar DEFAULT 'q') RETURNS money
        LANGUAGE sql IMMUTABLE RETURN a * 2;
    CREATE FUNCTION dbo.twice(VARIADIC a timestamp[]) RETURNS TABLE (x money, y dbo.nvarchar)
        LANGUAGE sql BEGIN ATOMIC SELECT 1::numeric::money, a[1]::text::dbo.nvarchar; END;
    CREATE FUNCTION dbo.noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER t BEFORE INSERT ON dbo."Order" FOR EACH ROW
        WHEN (NEW."Cost" > 100::money) EXECUTE FUNCTION dbo.noted();
    COMMENT ON FUNCTION dbo.twice(money, dbo.nvarchar) IS 'twice as much';
    CREATE VIEW dbo."Totals" AS
        SELECT "Code", sum("Cost") AS "Sum", max("At") AS "Last", ("Lines"[1])."Amount" AS "First",
               dbo.twice("Cost") AS "Twice", 'dbo.twice(money, dbo.nvarchar)'::regprocedure AS p,
               'dbo.nvarchar'::regtype AS t, ARRAY[NULL::timestamp(3)] AS n, "Open" = 1::dbo."Flag" AS o
          FROM dbo."Order" WHERE "At" > '2000-01-01'::timestamp GROUP BY "Code", "Lines", "Cost", "Open";
    CREATE MATERIALIZED VIEW dbo."Mat" AS SELECT "Cost", "At" FROM dbo."Order";
    CREATE VIEW dbo."OfMat" AS SELECT "Cost" + "Cost" AS two FROM dbo."Mat";
    INSERT INTO dbo."Order" ("Title", "Cost", "Costs", "Open", "At")
        VALUES ('one', 12.5, '{1,2}', 1, '2024-05-01 10:00');"#;

const SHOP_TYPES: &str = r#""types": {"money": "numeric(19,4)", "dbo.nvarchar": "varchar",
    "timestamp without time zone": "timestamptz"}"#;

fn everywhere() -> Outcome {
    let rules = format!(r#"{{"case": "snake", "schema": "dw__{{schema}}", {SHOP_TYPES}}}"#);
    let (pair, _) = follow("everywhere", SHOP, &rules)?;
    must_print(
        &pair,
        &columns("dw__dbo.order"),
        "id|integer\ntitle|character varying\ncode|character varying(20)\ncost|numeric(19,4)\n\
         costs|numeric(19,4)[]\nat|timestamp with time zone\nat3|timestamp(3) with time zone\n\
         lines|dw__dbo.line[]\np|dw__dbo.price\ndouble|numeric(19,4)\nopen|dw__dbo.flag",
    )?;
    must_print(
        &pair,
        &columns("dw__dbo.line"),
        "amount|numeric(19,4)\ntags|character varying[]\nat|timestamp(3) with time zone",
    )?;
    must_print(
        &pair,
        &columns("dw__dbo.totals"),
        "code|character varying(20)\nsum|numeric\nlast|timestamp with time zone\nfirst|numeric(19,4)\n\
         twice|numeric\np|regprocedure\nt|regtype\nn|timestamp(3) with time zone[]\no|boolean",
    )?;
    must_print(
        &pair,
        "SELECT format_type(typbasetype, typtypmod) FROM pg_type
          WHERE oid IN ('dw__dbo.price'::regtype, 'dw__dbo.titles'::regtype, 'dw__dbo.nvarchar'::regtype)
          ORDER BY typname",
        "character varying(4000)\nnumeric(19,4)\ncharacter varying[]",
    )?;
    must_print(
        &pair,
        "SELECT oid::regprocedure, obj_description(oid), pg_get_function_result(oid) FROM pg_proc
          WHERE proname = 'twice' ORDER BY prorettype = 'record'::regtype",
        "dw__dbo.twice(numeric,character varying)|twice as much|numeric\n\
         dw__dbo.twice(timestamp with time zone[])||TABLE(x numeric, y character varying)",
    )?;
    let rows = pair.source.sql(
        r#"COPY (SELECT "ID", "Title", "Cost"::numeric, "Costs"::numeric[], "At", "Open" FROM dbo."Order") TO STDOUT"#,
    )?;
    let copy = "COPY dw__dbo.order (id, title, cost, costs, at, open) FROM STDIN";
    pair.target.sql(&format!("SET timezone = 'UTC';\n{copy};\n{rows}\\.\n"))?;
    must_print(
        &pair,
        "SELECT sum, twice, p, t, o, last AT TIME ZONE 'UTC' FROM dw__dbo.totals",
        "12.5000|25.0000|dw__dbo.twice(numeric,character varying)|character varying|t|2024-05-01 10:00:00",
    )?;
    must_print(
        &pair,
        "INSERT INTO dw__dbo.log VALUES ('2020-05-01', 'in'); SELECT count(*) FROM dw__dbo.log1;
         SELECT double FROM dw__dbo.order; SELECT * FROM dw__dbo.twice('2020-01-02'::timestamptz)",
        "1\n25.0000\n1.0000|2020-01-02 00:00:00+00",
    )?;
    leave(&pair, "dw__dbo")
}

/// The same with no rule for names: the resolver of names has nothing to do then.
fn only_types_change() -> Outcome {
    let (pair, _) = follow("only_types_change", SHOP, &format!("{{{SHOP_TYPES}}}"))?;
    must_print(
        &pair,
        r#"SELECT "p", "t" FROM dbo."Totals" UNION ALL SELECT pg_typeof(two)::oid, 0 FROM dbo."OfMat""#,
        "",
    )?;
    must_print(&pair, &columns(r#"dbo."OfMat""#), "two|numeric")?;
    leave(&pair, "dbo")
}

const MODIFIED: &str = r#"CREATE SCHEMA dbo; CREATE TABLE dbo.t (
    a varchar(20), b varchar, c varchar(30)[], d numeric(9,2), e char(3), f bit(4), g bit varying(5),
    h timestamp(3), i timestamp, j interval(2), k interval day to second(1), l time(2), m "char", n float4,
    o decimal(5));"#;

/// Modifiers of the rule win; else those of the source are kept where the type takes any.
fn modifiers() -> Outcome {
    let rules = r#"{"types": {"character varying": "character varying(99)", "decimal": "double precision",
        "char": "varchar", "bit": "bit varying", "varbit": "text", "timestamp": "timestamp with time zone",
        "interval": "text", "time": "timetz", "\"char\"": "char", "real": "float8"}}"#;
    let (pair, _) = follow("modifiers", MODIFIED, rules)?;
    must_print(
        &pair,
        &columns("dbo.t"),
        "a|character varying(99)\nb|character varying(99)\nc|character varying(99)[]\n\
         d|double precision\ne|character varying(3)\nf|bit varying(4)\ng|text\n\
         h|timestamp(3) with time zone\ni|timestamp with time zone\nj|text\nk|text\n\
         l|time(2) with time zone\nm|character(1)\nn|double precision\no|double precision",
    )?;
    leave(&pair, "dbo")
}

fn unsuited_modifiers() -> Outcome {
    let script = "CREATE SCHEMA dbo; CREATE TABLE dbo.t (a numeric(9,2));";
    let pair = configured("unsuited", script, r#"{"types": {"numeric": "varchar"}}"#)?;
    let texts = ["character varying", "rule \"types.numeric\"", "column dbo.t.a", "own modifiers"];
    pair.target.fails(&pair.plan_sql(), "22023", &texts).map(|_| ())
}

/// The server prints a key under the new type in another way.
fn partition_keys() -> Outcome {
    let script = r#"CREATE SCHEMA dbo; CREATE TABLE dbo.t (a varchar(10), b varchar)
            PARTITION BY RANGE (lower(a) COLLATE "C", b varchar_pattern_ops);
        CREATE TABLE dbo.t1 PARTITION OF dbo.t FOR VALUES FROM ('a', 'b') TO (MAXVALUE, MAXVALUE);
        CREATE TABLE dbo.l (a varchar) PARTITION BY LIST (a);
        CREATE TABLE dbo.l1 PARTITION OF dbo.l FOR VALUES IN ('x', NULL);
        CREATE TABLE dbo.l2 PARTITION OF dbo.l DEFAULT PARTITION BY HASH (upper(a));
        CREATE TABLE dbo.l3 PARTITION OF dbo.l2 FOR VALUES WITH (MODULUS 1, REMAINDER 0);"#;
    let (pair, _) = follow("partition_keys", script, r#"{"types": {"varchar": "text"}}"#)?;
    must_print(
        &pair,
        "SELECT pg_get_partkeydef('dbo.t'::regclass), pg_get_partkeydef('dbo.l2'::regclass)",
        "RANGE (lower(a) COLLATE \"C\", b varchar_pattern_ops)|HASH (upper(a))",
    )?;
    leave(&pair, "dbo")
}

fn no_chain() -> Outcome {
    let script =
        "CREATE SCHEMA dbo; CREATE TABLE dbo.t (a money, b numeric DEFAULT 1::numeric, c date);
        CREATE VIEW dbo.v AS SELECT 1::numeric AS x, NULL::money AS y;
        CREATE VIEW dbo.w AS SELECT w.*, r.a FROM jsonb_to_recordset('[]') AS r (a money),
            xmltable('/r' PASSING ('<r/>'::xml) COLUMNS q date PATH 'q', m money PATH 'm', n FOR ORDINALITY) AS w;";
    let rules = r#"{"types": {"money": "numeric(19,4)", "numeric": "text", "date": "money"}}"#;
    let (pair, _) = follow("no_chain", script, rules)?;
    must_print(&pair, &columns("dbo.t"), "a|numeric(19,4)\nb|text\nc|money")?;
    let generated = "q|money\nm|numeric(19,4)\nn|integer\na|numeric(19,4)";
    must_print(&pair, &columns("dbo.w"), generated)?;
    must_print(&pair, &columns("dbo.v"), "x|text\ny|numeric(19,4)")?;
    leave(&pair, "dbo")
}

/// A schema of the target may be called as one of the source is.
fn values_are_not_renamed() -> Outcome {
    let script = "CREATE SCHEMA dbo; CREATE DOMAIN dbo.\"Name\" AS text;
        CREATE TABLE dbo.t (a dbo.\"Name\" DEFAULT 'x'::dbo.\"Name\", b citext.\"Thing\");";
    let script = format!("CREATE SCHEMA citext; CREATE DOMAIN citext.\"Thing\" AS text; {script}");
    let pair = Pair::of_schema("values_kept", &script, "ARRAY['dbo', 'citext']")?;
    pair.target.sql("CREATE SCHEMA citext; CREATE DOMAIN citext.\"Thing\" AS integer")?;
    pair.target.sql(
        r#"SELECT schemig.configure('src_server', ARRAY['dbo', 'citext']::name[],
           '{"case": "lower", "schema": "x_{schema}", "types": {"dbo.\"Name\"": "citext.\"Thing\""}}')"#,
    )?;
    match pair.plan() {
        Ok(plan) => return Err(format!("'x' is no integer:\n{plan}")),
        Err(error) => must_say(&error, "22P02")?,
    }
    pair.source.sql("ALTER TABLE dbo.t ALTER a DROP DEFAULT")?;
    pair.follow()?;
    must_print(&pair, &columns("x_dbo.t"), "a|citext.\"Thing\"\nb|x_citext.thing")?;
    pair.must_be_unchanged("a type of the target")?;
    leave(&pair, "x_dbo")
}

fn overloads_that_meet() -> Outcome {
    let script =
        "CREATE SCHEMA dbo; CREATE FUNCTION dbo.f(a money) RETURNS integer LANGUAGE sql RETURN 1;
        CREATE FUNCTION dbo.f(a numeric) RETURNS integer LANGUAGE sql RETURN 2;";
    let pair = configured("overloads", script, r#"{"types": {"money": "numeric"}}"#)?;
    pair.target.fails(&pair.plan_sql(), "42710", &["dbo.f(money)", "dbo.f(numeric)"]).map(|_| ())
}

fn wrong_types() -> Outcome {
    let pair = Pair::of_schema("wrong_types", "CREATE SCHEMA dbo", "'dbo'")?;
    for (types, texts) in [
        (r#"{"money": "nonsense"}"#, [r#""types.money": "nonsense""#, "does not exist"]),
        (r#"{"money": "no.such"}"#, [r#""types.money": "no.such""#, "with its schema"]),
        (r#"{"money": "numeric(1,2,3)"}"#, [r#"rule "types.money""#, "The server says"]),
        (r#"{"money": "a b"}"#, [r#"rule "types.money": "a b""#, "syntax error"]),
        (r#"{"money": "text; DROP TABLE x"}"#, [r#"rule "types.money""#, "The server says"]),
        (r#"{"money": "record"}"#, [r#""types.money": "record""#, "a column can have"]),
        (r#"{"money": "SETOF text"}"#, [r#""types.money": "SETOF text""#, "invalid type name"]),
        (r#"{"money[]": "text"}"#, [r#""types.money[]": "money[]""#, "not an array"]),
        (r#"{"SETOF money": "text"}"#, [r#""types.SETOF money""#, "or a set"]),
        (r#"{"varchar(5)": "text"}"#, [r#""types.varchar(5)""#, "without modifiers"]),
        (r#"{"char(1)": "text"}"#, [r#""types.char(1)""#, "without modifiers"]),
        (r#"{"interval day": "text"}"#, [r#""types.interval day""#, "without modifiers"]),
        (r#"{"1": "text"}"#, [r#""types.1": "1""#, "syntax error"]),
        (r#"{"a.b.c": "text"}"#, [r#""types.a.b.c""#, "invalid type name"]),
        (r#"{"int4": "text", "integer": "text"}"#, ["are for one type", "pg_catalog.int4"]),
    ] {
        let rules = format!(r#"{{"types": {types}}}"#);
        pair.target.fails(&configure(&rules), "22023", &texts)?;
    }
    must_print(&pair, "SELECT count(*) FROM schemig.source", "0")
}

/// What `configure` has seen may be gone when the plan is made.
fn type_gone_from_target() -> Outcome {
    let script = "CREATE SCHEMA dbo; CREATE TABLE dbo.t (a money);";
    let pair = Pair::of_schema("type_gone", script, "'dbo'")?;
    pair.target.sql("CREATE DOMAIN public.mine AS numeric")?;
    pair.target.sql(&configure(r#"{"types": {"money": "public.mine"}}"#))?;
    pair.target.sql("DROP DOMAIN public.mine")?;
    let texts = [r#"rule "types.money": "public.mine""#, "does not exist"];
    pair.target.fails(&pair.plan_sql(), "22023", &texts).map(|_| ())
}

/// Every constant that the new type does not read is named, wherever it stands.
fn unfit_expressions() -> Outcome {
    let script = r#"CREATE SCHEMA dbo;
        CREATE DOMAIN dbo.d AS money CHECK (VALUE > '$1.00'::money);
        CREATE TABLE dbo.t (a money DEFAULT '2.00', b money CHECK (b < '3.00'::money), c money DEFAULT 4,
            d money DEFAULT dbo.unknown());
        CREATE INDEX i ON dbo.t ((a + '5.00'::money));
        CREATE FUNCTION dbo.f(a money DEFAULT '6.00') RETURNS money LANGUAGE sql RETURN '7.00'::money;
        CREATE VIEW dbo.v AS SELECT '8.00'::money AS x, '9'::numeric::money AS y;"#;
    let script = script.replace(
        "CREATE TABLE",
        "CREATE FUNCTION dbo.unknown() RETURNS money LANGUAGE sql RETURN 1; CREATE TABLE",
    );
    let pair =
        configured("unfit_expressions", &script, r#"{"types": {"money": "numeric(19,4)"}}"#)?;
    let texts = [
        "domain constraint dbo.d.d_check: '$1.00'::numeric(19,4): invalid input syntax",
        "default dbo.t.a: '$2.00'::numeric(19,4)",
        "constraint dbo.t.t_b_check: '$3.00'::numeric(19,4)",
        "index dbo.i: '$5.00'::numeric(19,4)",
        "routine dbo.f(money): '$7.00'::numeric(19,4)",
        "view dbo.v: '$8.00'::numeric(19,4)",
    ];
    let said = pair.target.fails(&pair.plan_sql(), "22P02", &texts)?;
    for fine in ["dbo.t.c", "dbo.t.d", "'9'"] {
        if said.contains(fine) {
            return Err(format!("{fine} is fine:\n{said}"));
        }
    }
    must_print(&pair, "SELECT count(*) FROM schemig.revision", "0")
}

/// What the server would not store as a value of the new type.
fn unfit_defaults() -> Outcome {
    let script = "CREATE SCHEMA dbo; CREATE DOMAIN dbo.d AS smallint DEFAULT 1;
        CREATE TABLE dbo.t (a smallint DEFAULT 0, b dbo.d DEFAULT 1, c smallint, d integer DEFAULT 3);
        CREATE FUNCTION dbo.f(a smallint DEFAULT 2::smallint) RETURNS integer LANGUAGE sql RETURN 1;";
    let pair = configured("unfit_defaults", script, r#"{"types": {"int2": "boolean"}}"#)?;
    let texts = [
        "domain dbo.d: 1: column \"d\" is of type boolean but default expression is of type integer",
        "default dbo.t.a: 0: column \"a\"",
    ];
    let said = pair.target.fails(&pair.plan_sql(), "42804", &texts)?;
    if said.contains("dbo.t.d") { Err(format!("an integer stays one:\n{said}")) } else { Ok(()) }
}

fn unfit_collation() -> Outcome {
    let script = "CREATE SCHEMA dbo; CREATE TABLE dbo.t (a varchar COLLATE \"C\", b varchar);";
    let pair = configured("unfit_collation", script, r#"{"types": {"varchar": "integer"}}"#)?;
    let texts = ["column dbo.t.a", "collations are not supported by type integer"];
    pair.target.fails(&pair.plan_sql(), "42804", &texts).map(|_| ())
}

fn idle_keys_and_bodies() -> Outcome {
    let script = "CREATE SCHEMA dbo; CREATE TABLE dbo.t (a integer);
        CREATE FUNCTION dbo.f() RETURNS integer LANGUAGE sql AS 'SELECT 1::integer';
        CREATE VIEW dbo.v AS SELECT NULL::date AS d;";
    let rules = r#"{"types": {"money": "numeric", "dbo.gone": "text", "date": "timestamp"}}"#;
    let (pair, plan) = follow("idle_keys", script, rules)?;
    must_say(&plan, r#"WARNING:  01000: rule "types.money" matches nothing"#)?;
    must_say(&plan, r#"rule "types.dbo.gone" matches nothing"#)?;
    must_say(&plan, "types in the body of routine dbo.f() are not changed")?;
    if plan.contains("types.date") {
        return Err(format!("a type within a query counts:\n{plan}"));
    }
    leave(&pair, "dbo")
}

/// A cast to the type that its column has by now is that column to the server.
fn casts_that_fall_away() -> Outcome {
    let script = r#"CREATE SCHEMA dbo;
        CREATE TABLE dbo.t (v varchar(20), "The N" integer, w integer, EXCLUDE USING btree ((v::text) WITH =));
        CREATE INDEX one ON dbo.t ((v::text) text_pattern_ops, (("The N")::bigint));
        CREATE INDEX two ON dbo.t (lower(v::text), (w::bigint));
        CREATE STATISTICS dbo.s ON (v::text), w FROM dbo.t;"#;
    let rules = r#"{"types": {"varchar": "text", "integer": "bigint"}}"#;
    let (pair, _) = follow("casts_that_fall_away", script, rules)?;
    must_print(
        &pair,
        "SELECT pg_get_indexdef('dbo.one'::regclass), pg_get_statisticsobjdef(oid) FROM pg_statistic_ext",
        r#"CREATE INDEX one ON dbo.t USING btree (v text_pattern_ops, "The N")|CREATE STATISTICS dbo.s ON v, w FROM dbo.t"#,
    )?;
    // Other rules, and back.
    pair.target.sql(&configure("{}"))?;
    pair.plan()?;
    pair.upgrade()?;
    pair.must_be_unchanged("without the rule")?;
    pair.downgrade("-1")?;
    leave(&pair, "dbo")
}

/// A NULL that is cut to a length is a default, a bare one is none.
fn defaults_that_fall_away() -> Outcome {
    let script = "CREATE SCHEMA dbo;
        CREATE DOMAIN dbo.code AS varchar(5) DEFAULT NULL;
        CREATE DOMAIN dbo.plain AS integer;
        CREATE TABLE dbo.t (a varchar(10) DEFAULT NULL, b numeric(10,2) DEFAULT NULL, c varchar(10) DEFAULT 'x',
            d dbo.code DEFAULT NULL, e char(3) DEFAULT NULL, f dbo.plain DEFAULT NULL, g varchar(10)[] DEFAULT NULL);
        CREATE FUNCTION dbo.f(a varchar DEFAULT NULL) RETURNS integer LANGUAGE sql RETURN 1;";
    let rules = r#"{"types": {"character varying": "public.citext", "numeric": "float8"}}"#;
    let (pair, _) = follow("defaults_that_fall_away", script, rules)?;
    must_print(
        &pair,
        "SELECT string_agg(a.attname, '' ORDER BY a.attnum) FROM pg_attrdef d JOIN pg_attribute a
            ON a.attrelid = d.adrelid AND a.attnum = d.adnum WHERE d.adrelid = 'dbo.t'::regclass",
        "cdef",
    )?;
    must_print(&pair, "SELECT typdefault IS NULL FROM pg_type WHERE typname = 'code'", "t")?;
    must_print(&pair, "SELECT pronargdefaults FROM pg_proc WHERE proname = 'f'", "1")?;
    must_print(&pair, "SELECT count(*) FROM schemig.verify() WHERE state <> 'same'", "0")?;
    leave(&pair, "dbo")
}
