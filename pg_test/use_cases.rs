//! What schemig is for, from the first plan on: one test a use.

use crate::dump::Dump;
use crate::follow::{ALLOW, Pair, is_unchanged};
use crate::psql::{Database, server_to, unique};
use crate::{Case, Outcome, rows, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 4] = [
        ("warehouse_names", warehouse_names),
        ("consolidation", consolidation),
        ("standardisation", standardisation),
        ("filters", filters),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("use_cases::{name}"), case)).collect()
}

fn must_be(found: &str, expected: &str) -> Outcome {
    let found = found.trim();
    if found == expected { Ok(()) } else { Err(format!("expected\n{expected}\nfound\n{found}")) }
}

/// Relations of a schema with their columns, as `table(column, ...)`, sorted.
fn relations(database: &Database, schema: &str) -> Outcome<String> {
    let printed = database.sql(&format!(
        "SELECT format('%s(%s)', c.relname, string_agg(a.attname, ', ' ORDER BY a.attnum))
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
          WHERE c.relnamespace = '\"{schema}\"'::regnamespace AND c.relkind IN ('r', 'v', 'm')
          GROUP BY c.relname ORDER BY c.relname COLLATE \"C\""
    ))?;
    Ok(printed.trim().lines().collect::<Vec<_>>().join(" "))
}

const SHOP: &str = r#"
    CREATE SCHEMA dbo;
    CREATE TABLE dbo."Customers" ("CustomerID" integer PRIMARY KEY, "Name" text);
    CREATE TABLE dbo."Orders" ("OrderID" serial PRIMARY KEY, "CustomerID" integer REFERENCES dbo."Customers",
        "Total" numeric CHECK ("Total" > 0));
    CREATE VIEW dbo."Totals" AS SELECT "Name", sum("Total") AS "Sum"
        FROM dbo."Customers" JOIN dbo."Orders" USING ("CustomerID") GROUP BY "Name";
    INSERT INTO dbo."Customers" VALUES (1, 'Ann'), (2, 'Bob');
    INSERT INTO dbo."Orders" VALUES (1, 1, 10), (2, 1, 5), (3, 2, 7);"#;

/// Schema `dbo` of the database `SalesDB` becomes `dw__salesdb__dbo`.
fn warehouse_names() -> Outcome {
    let source = Database::new("SalesDB")?;
    source.sql(SHOP)?;
    let target = Database::target_of(&source)?;
    let before = Dump::of(&target)?;
    target.sql(
        r#"SELECT schemig.configure('src_server', 'dbo', '{"schema": "dw__{database}__{schema}", "case": "lower"}');
           SELECT schemig.plan('src_server', 'dbo'); SELECT schemig.upgrade();"#,
    )?;
    let schema = format!("dw__{}__dbo", source.name.to_lowercase());
    must_be(
        &relations(&target, &schema)?,
        "customers(customerid, name) orders(orderid, customerid, total) totals(name, sum)",
    )?;
    rows::copy(&source, &target)?;
    let totals = target.sql(&format!("SELECT name, sum FROM {schema}.totals ORDER BY name"))?;
    must_be(&totals, "Ann|15\nBob|7")?;
    let refused = format!("INSERT INTO {schema}.orders (customerid, total) VALUES (1, 0);");
    target.fails(&refused, "23514", &["orders_total_check"])?;
    let number = format!("SELECT pg_get_serial_sequence('{schema}.orders', 'orderid')");
    must_be(&target.sql(&number)?, &format!("{schema}.orders_orderid_seq"))?;
    source.sql(r#"ALTER TABLE dbo."Orders" ADD "Placed On" date;"#)?;
    target.sql("SELECT schemig.plan('src_server', 'dbo'); SELECT schemig.upgrade();")?;
    must_be(&target.sql(&format!("SELECT count(\"placed on\") FROM {schema}.orders"))?, "0")?;
    target.sql(&format!("SELECT schemig.downgrade('base', {ALLOW});"))?;
    before.must_equal(&Dump::of(&target)?, "after downgrade('base')")
}

/// Two databases come into one that has tables of the same names itself; each goes its own way.
fn consolidation() -> Outcome {
    let hint = unique("app");
    let first = Database::new(&format!("{hint}one"))?;
    let second = Database::new(&format!("{hint}two"))?;
    first.sql("CREATE TABLE users (id integer PRIMARY KEY, login text); CREATE VIEW logins AS SELECT login FROM users;")?;
    second.sql("CREATE TABLE users (mail text PRIMARY KEY); CREATE TABLE items (mail text REFERENCES users);")?;
    let target = Database::with_extension(&hint)?;
    target.sql("CREATE TABLE users (own integer); INSERT INTO users VALUES (42);")?;
    target.sql(&server_to(&first, "one", "dblink_fdw"))?;
    target.sql(&server_to(&second, "two", "dblink_fdw"))?;
    let own = Dump::of(&target)?;
    for server in ["one", "two"] {
        target.sql(&format!(
            r#"SELECT schemig.configure('{server}', 'public', '{{"schema": "{{database}}"}}');
               SELECT schemig.plan('{server}', 'public'); SELECT schemig.upgrade(source => '{server}/public');"#
        ))?;
    }
    let all = |database: &Database| -> Outcome<String> {
        let mut found = relations(database, "public")?;
        for schema in [&first.name, &second.name] {
            found += &format!(" | {}", relations(database, schema)?);
        }
        Ok(found)
    };
    must_be(
        &all(&target)?,
        "users(own) | logins(login) users(id, login) | items(mail) users(mail)",
    )?;

    first.sql("CREATE TABLE notes (id integer);")?;
    second.sql("CREATE TABLE prices (id integer);")?;
    target.sql(
        "SELECT schemig.plan('one', 'public'); SELECT schemig.upgrade(source => 'one/public');",
    )?;
    must_be(
        &all(&target)?,
        "users(own) | logins(login) notes(id) users(id, login) | items(mail) users(mail)",
    )?;
    target.sql(
        "SELECT schemig.plan('two', 'public'); SELECT schemig.upgrade(source => 'two/public');",
    )?;
    target.sql(&format!("SELECT schemig.downgrade('base', 'one/public', {ALLOW});"))?;
    let left = relations(&target, &second.name)?;
    must_be(&left, "items(mail) prices(id) users(mail)")?;
    let again = target.sql("SELECT schemig.plan('two', 'public');")?;
    if !is_unchanged(&again) {
        return Err(format!("the other source has changed:\n{again}"));
    }
    target.sql(&format!("SELECT schemig.downgrade('base', 'two/public', {ALLOW});"))?;
    must_be(&target.sql("SELECT own FROM public.users")?, "42")?;
    own.must_equal(&Dump::of(&target)?, "after both downgrades")
}

/// `tblUSER_DATA` with `PK_tblUSER` becomes `user_data` with `pk_user`.
fn standardisation() -> Outcome {
    let script = r#"CREATE SCHEMA dbo;
        CREATE TABLE dbo."tblUSER_DATA" ("UserID" integer CONSTRAINT "PK_tblUSER" PRIMARY KEY, "strFirstName" text);
        CREATE TABLE dbo."tblORDER_LINE" ("LineID" integer CONSTRAINT "PK_tblORDER_LINE" PRIMARY KEY,
            "UserID" integer CONSTRAINT "FK_tblORDER_LINE_tblUSER" REFERENCES dbo."tblUSER_DATA");
        CREATE INDEX "IX_tblORDER_LINE_UserID" ON dbo."tblORDER_LINE" ("UserID");
        CREATE VIEW dbo."vwLines" AS SELECT u."strFirstName", count(*) AS "intLines"
            FROM dbo."tblORDER_LINE" l JOIN dbo."tblUSER_DATA" u ON u."UserID" = l."UserID" GROUP BY 1;
        INSERT INTO dbo."tblUSER_DATA" VALUES (1, 'Ann'); INSERT INTO dbo."tblORDER_LINE" VALUES (1, 1), (2, 1);"#;
    let pair = Pair::of_schema("standardisation", script, "'dbo'")?;
    pair.target.sql(
        r#"SELECT schemig.configure('src_server', 'dbo', '{"case": "snake", "names": [
            {"on": ["table", "view"], "match": "^(tbl|vw)", "replace": ""},
            {"on": ["column"], "match": "^(str|int)", "replace": ""},
            {"on": ["constraint", "index"], "match": "tbl", "replace": ""}]}')"#,
    )?;
    pair.follow()?;
    must_be(
        &relations(&pair.target, "dbo")?,
        "lines(first_name, lines) order_line(line_id, user_id) user_data(user_id, first_name)",
    )?;
    let keys = "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class
                 WHERE relnamespace = 'dbo'::regnamespace AND relkind = 'i'";
    must_be(&pair.target.sql(keys)?, "ix_order_line_user_id pk_order_line pk_user")?;
    let constraints = "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint
                        WHERE connamespace = 'dbo'::regnamespace AND contype <> 'n'";
    must_be(&pair.target.sql(constraints)?, "fk_order_line_user pk_order_line pk_user")?;
    rows::copy(&pair.source, &pair.target)?;
    must_be(&pair.target.sql("SELECT first_name, lines FROM dbo.lines")?, "Ann|2")?;
    pair.must_be_unchanged("under the same rules")
}

/// Two tables are followed; what needs others is left out with one WARNING each, also what needs that.
fn filters() -> Outcome {
    let script = r#"CREATE SCHEMA dbo;
        CREATE TABLE dbo."Users" ("Id" integer PRIMARY KEY);
        CREATE TABLE dbo."Badges" ("Id" integer PRIMARY KEY, "UserId" integer REFERENCES dbo."Users");
        CREATE TABLE dbo."Posts" ("Id" integer PRIMARY KEY, "UserId" integer CONSTRAINT "FK_User" REFERENCES dbo."Users",
            "BadgeId" integer CONSTRAINT "FK_Badge" REFERENCES dbo."Badges");
        CREATE VIEW dbo."Writers" AS SELECT "UserId" FROM dbo."Posts";
        CREATE VIEW dbo."Winners" AS SELECT "UserId" FROM dbo."Badges";
        CREATE VIEW dbo."Both" AS SELECT * FROM dbo."Winners" INTERSECT SELECT * FROM dbo."Writers";
        CREATE FUNCTION dbo."Best"() RETURNS SETOF dbo."Both" LANGUAGE sql BEGIN ATOMIC SELECT * FROM dbo."Both"; END;
        CREATE FUNCTION dbo."Count"() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM dbo."Badges");
        ALTER TABLE dbo."Posts" ADD "N" bigint DEFAULT dbo."Count"();"#;
    let pair = Pair::of_schema("filters", script, "'dbo'")?;
    pair.target.sql(
        r#"SELECT schemig.configure('src_server', 'dbo', '{"include": ["Users", "Posts"]}')"#,
    )?;
    let said = pair.target.said(&pair.plan_sql())?;
    let warned: Vec<&str> =
        said.notices.lines().filter(|line| line.contains("is not carried")).collect();
    let expected = [
        r#"constraint dbo."Posts"."FK_Badge" is not carried"#,
        r#"default dbo."Posts"."N" is not carried"#,
        r#"routine dbo."Best"() is not carried"#,
        r#"routine dbo."Count"() is not carried"#,
    ];
    for text in expected {
        let count = warned.iter().filter(|line| line.contains(text)).count();
        if count != 1 {
            return Err(format!("{count} warnings say {text}:\n{}", said.notices));
        }
    }
    if warned.len() != expected.len() {
        return Err(format!(
            "{} warnings, not {}:\n{}",
            warned.len(),
            expected.len(),
            said.notices
        ));
    }
    pair.upgrade()?;
    must_be(&relations(&pair.target, "dbo")?, "Posts(Id, UserId, BadgeId, N) Users(Id)")?;
    let keys = "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint
                 WHERE connamespace = 'dbo'::regnamespace AND contype <> 'n'";
    must_be(&pair.target.sql(keys)?, "FK_User Posts_pkey Users_pkey")
}
