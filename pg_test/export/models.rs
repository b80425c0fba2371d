//! `schemig.models()`: SQLAlchemy imports the models, Alembic finds nothing to do, rows go in and come back.

use super::{Folder, python, url};
use crate::follow::Pair;
use crate::must::{must_have, must_lack};
use crate::psql::Database;
use crate::{Outcome, real, server, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("export::models::dbo", dbo),
        trial("export::models::pagila", || whole("pagila")),
        trial("export::models::adventureworks", || whole("adventureworks")),
        trial("export::models::torture", torture),
        trial("export::models::create_all", create_all),
        trial("export::models::sees_differences", sees_differences),
        trial("export::models::names_with_dots", names_with_dots),
        trial("export::models::periods", periods).with_ignored_flag(server::version() < 18),
        trial("export::models::several_sources", several_sources),
        trial("export::models::sqlacodegen", sqlacodegen),
        trial("export::models::refused", refused),
    ]
}

/// Under the rules of the demo.
fn lower_case(hint: &str) -> Outcome<Pair> {
    let pair = Pair::of_schema(hint, &real::file("dbo", "source.sql")?, "'dbo'")?;
    pair.target.sql(
        r#"SELECT schemig.configure('src_server', 'dbo', '{"schema": "dw__stackexchange__{schema}", "case": "lower"}')"#,
    )?;
    pair.follow()?;
    Ok(pair)
}

fn file(name: &str) -> Outcome<String> {
    let path = server::directory().join("export/models").join(name);
    std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))
}

/// A folder with the models of a target, which are the same each time, and what reads them.
fn written(hint: &str, target: &Database, names: &str) -> Outcome<(Folder, String)> {
    let ask = format!("SELECT schemig.models(names => '{names}')");
    let models = target.sql(&ask)?;
    if target.sql(&ask)? != models {
        return Err("the models are not the same the second time".to_string());
    }
    let folder = Folder::new(hint)?;
    folder.write("models.py", &models)?;
    folder.write("migrations/env.py", &file("env.py")?)?;
    folder.write("migrations/versions/none", "")?;
    folder.write("alembic.ini", "[alembic]\nscript_location = migrations\n")?;
    folder.write("rows.py", &file("rows.py")?)?;
    Ok((folder, models))
}

/// What the tools say of the text.
fn must_be_tidy(folder: &Folder) -> Outcome {
    python(&folder.0, "black", &["--check", "--quiet", "--diff", "models.py"])?;
    python(&folder.0, "ruff", &["check", "--quiet", "--no-cache", "models.py"])?;
    python(&folder.0, "mypy", &["--strict", "--cache-dir", "mypy", "models.py"]).map(drop)
}

fn check(folder: &Folder, target: &Database) -> Outcome<String> {
    let x = format!("url={}", url(target));
    python(&folder.0, "alembic", &["-x", &x, "check"])
}

/// All of it; `rows` is what the program says that sends rows through the classes.
fn proven(hint: &str, target: &Database, names: &str, rows: &str) -> Outcome<String> {
    let (folder, models) = written(hint, target, names)?;
    must_be_tidy(&folder)?;
    must_have(&check(&folder, target)?, &["No new upgrade operations detected."])?;
    let said = python(&folder.0, "python", &["rows.py", &url(target)])?;
    must_have(&said, &[rows])?;
    Ok(models)
}

fn dbo() -> Outcome {
    let pair = lower_case("models_dbo")?;
    let rows = "8 classes, 9 tables, 3 views";
    let models = proven("models_dbo", &pair.target, "source", rows)?;
    must_have(
        &models,
        &[
            "class Users(Base):\n    __tablename__ = \"users\"\n",
            "    DisplayName: Mapped[str] = mapped_column(\"displayname\", sa.String(40))\n",
            "sa.Index(\"ix_users_displayname\", sa.text(\"lower((displayname)::text)\"))",
            "sa.text(\"reputation DESC NULLS LAST\")",
            "secondary=lambda: PostTags",
            "owner_user: Mapped[Optional[\"Users\"]] = relationship(back_populates=\"posts\")",
            "info={\"is_view\": True, \"kind\": \"view\", \"read_only\": True}",
        ],
    )?;
    let models = proven("models_dbo_target", &pair.target, "target", rows)?;
    must_have(&models, &["    displayname: Mapped[str] = mapped_column(sa.String(40))\n"])
}

fn whole(name: &str) -> Outcome {
    let pair = Pair::new(&format!("models_{name}"), &real::file(name, "source.sql")?)?;
    pair.follow()?;
    let rows = match name {
        "pagila" => "15 classes, 15 tables, 8 views",
        _ => "68 classes, 68 tables, 89 views",
    };
    proven(&format!("models_{name}"), &pair.target, "source", rows).map(drop)
}

fn torture() -> Outcome {
    let pair = Pair::new("models_torture", &file("torture.sql")?)?;
    pair.follow()?;
    let models =
        proven("models_torture", &pair.target, "source", "28 classes, 33 tables, 2 views")?;
    must_have(
        &models,
        &[
            "    # composite type app.point3, as text\n    place: Mapped[Optional[str]] = mapped_column(Named(\"app.point3\"))\n",
            "postgresql_ops={\"doc\": \"pg_catalog.jsonb_path_ops\"}",
            "postgresql_include=[\"low\", \"high\"]",
            "\"postgresql_partition_by\": \"RANGE (at)\"",
            "sa.Computed(\"(plain + 1)\", persisted=True)",
            "use_alter=True",
            "ondelete=\"SET NULL (twin_id)\"",
            "match=\"FULL\"",
            "remote_side=\"[Folder.tenant_id, Folder.id]\"",
            "__mapper_args__ = {\"primary_key\": [name, tenant_id]}",
            "metadata_: Mapped[Optional[str]] = mapped_column(\"metadata\", sa.Text)",
            "policy (1)",
            "NO INHERIT (1)",
            "        # In the database also: NO INHERIT\n        sa.CheckConstraint(",
        ],
    )?;
    // Partitions come with their table.
    must_lack(&models, &["class Event2024"])
}

/// What the models of the torture schema want to be there.
const BEFORE: &str = r#"CREATE SCHEMA app; CREATE SCHEMA "Odd.Schema"; CREATE EXTENSION citext SCHEMA app;
    CREATE EXTENSION hstore SCHEMA app; CREATE EXTENSION btree_gist SCHEMA app; CREATE EXTENSION ltree SCHEMA app;
    CREATE TYPE app.point3 AS (x integer, y integer, "the z" text);
    CREATE TYPE app.span AS RANGE (subtype = integer, multirange_type_name = app.spans);
    CREATE COLLATION app.plain (provider = libc, locale = 'C');"#;

/// The models make the same tables, with what Alembic does not see as well.
fn create_all() -> Outcome {
    let dbo = ("CREATE SCHEMA dw__stackexchange__dbo", "", lower_case("models_create_dbo")?, 112);
    let pair = Pair::new("models_create", &file("torture.sql")?)?;
    pair.follow()?;
    for (before, path, pair, lines) in [dbo, (BEFORE, "app", pair, 355)] {
        let (folder, _) = written("models_create", &pair.target, "source")?;
        folder.write("create.py", &file("create.py")?)?;
        let made = Database::new("models_made")?;
        made.sql(before)?;
        python(&folder.0, "python", &["-W", "ignore", "create.py", &url(&made), path])?;
        let query = file("made.sql")?;
        let (wanted, found) = (pair.target.sql(&query)?, made.sql(&query)?);
        if wanted != found || wanted.lines().count() != lines {
            return Err(format!(
                "{} lines wanted:\n{wanted}\n\nmade:\n{found}",
                wanted.lines().count()
            ));
        }
    }
    Ok(())
}

/// What has become another way in the target is found.
fn sees_differences() -> Outcome {
    let pair = lower_case("models_differ")?;
    let (folder, _) = written("models_differ", &pair.target, "source")?;
    must_have(&check(&folder, &pair.target)?, &["No new upgrade operations detected."])?;
    let changes = [
        ("DROP INDEX ix_users_displayname", "add_index"),
        ("ALTER TABLE users ALTER location TYPE text", "modify_type"),
        ("ALTER TABLE users ALTER views SET DEFAULT 7", "modify_default"),
        ("ALTER TABLE users ALTER displayname DROP NOT NULL", "modify_nullable"),
        (
            "DROP INDEX ix_users_reputation; CREATE INDEX ix_users_reputation ON users (reputation, id)",
            "add_index",
        ),
        ("COMMENT ON TABLE users IS 'x'", "add_table_comment"),
        ("ALTER TABLE posts DROP CONSTRAINT fk_posts_users", "add_fk"),
    ];
    for (change, found) in changes {
        let copy = Database::copy_of("models_differ", &pair.target.name)?;
        copy.sql(&format!("SET search_path = dw__stackexchange__dbo; {change}"))?;
        match check(&folder, &copy) {
            Ok(said) => return Err(format!("{change} is not seen:\n{said}")),
            Err(said) => must_have(&said, &["New upgrade operations detected", found])?,
        }
    }
    Ok(())
}

/// Alembic takes such names apart at the dots; SQLAlchemy need not.
fn names_with_dots() -> Outcome {
    let pair = Pair::new(
        "models_dots",
        r#"CREATE TABLE "a.b" ("c.d" integer PRIMARY KEY, "c d" text, "c_d" text);
           CREATE TABLE child (id integer PRIMARY KEY, parent integer NOT NULL REFERENCES "a.b");"#,
    )?;
    pair.follow()?;
    let (folder, models) = written("models_dots", &pair.target, "source")?;
    must_be_tidy(&folder)?;
    must_have(&models, &["Base.metadata.tables[\"public.child\"].append_constraint("])?;
    let said = python(&folder.0, "python", &["rows.py", &url(&pair.target)])?;
    must_have(&said, &["2 classes, 2 tables, 0 views"])
}

/// What 18 has and SQLAlchemy has no words for stands beside it.
fn periods() -> Outcome {
    let pair = Pair::new(
        "models_periods",
        "CREATE EXTENSION btree_gist; CREATE TABLE building (id integer PRIMARY KEY);
         CREATE TABLE room (id integer, during daterange, floor integer,
             CONSTRAINT room_key PRIMARY KEY (id, during WITHOUT OVERLAPS), CONSTRAINT once UNIQUE (floor, during WITHOUT OVERLAPS),
             CONSTRAINT high CHECK (floor < 90) NO INHERIT NOT ENFORCED, building integer CONSTRAINT lax REFERENCES building NOT ENFORCED);
         CREATE TABLE booking (id integer PRIMARY KEY, room integer, during daterange,
             CONSTRAINT within FOREIGN KEY (room, PERIOD during) REFERENCES room (id, PERIOD during));",
    )?;
    pair.follow()?;
    let (folder, models) = written("models_periods", &pair.target, "source")?;
    must_be_tidy(&folder)?;
    must_have(
        &models,
        &[
            "        # In the database also: during WITHOUT OVERLAPS\n        sa.PrimaryKeyConstraint(\"id\", \"during\", name=\"room_key\"),\n",
            "        # In the database also: during WITHOUT OVERLAPS\n        sa.UniqueConstraint(",
            "        # In the database also: NO INHERIT, NOT ENFORCED\n        sa.CheckConstraint(",
            "        # In the database also: NOT ENFORCED\n        sa.ForeignKeyConstraint(",
            "    # In the database also: CONSTRAINT within FOREIGN KEY (room, PERIOD during) REFERENCES public.room (id, PERIOD during)\n",
            "WITHOUT OVERLAPS (2)",
            "foreign key with PERIOD",
        ],
    )?;
    let said = python(&folder.0, "python", &["rows.py", &url(&pair.target)])?;
    must_have(&said, &["3 classes, 3 tables, 0 views"])?;
    must_have(&check(&folder, &pair.target)?, &["No new upgrade operations detected."])
}

/// Two tables of one name get classes by their schemas.
fn several_sources() -> Outcome {
    let one = Pair::of_schema(
        "models_one",
        "CREATE SCHEMA a; CREATE TABLE a.item (id integer PRIMARY KEY);",
        "'a'",
    )?;
    one.follow()?;
    one.source.sql("CREATE SCHEMA b; CREATE TABLE b.item (id integer PRIMARY KEY, other integer REFERENCES a.item)")?;
    one.target.sql("SELECT schemig.plan('src_server', 'b'); SELECT schemig.upgrade()")?;
    let all = one.target.sql("SELECT schemig.models()")?;
    must_have(&all, &["class AItem(Base)", "class BItem(Base)", "Mapped[Optional[\"AItem\"]]"])?;
    let b = one.target.sql("SELECT schemig.models('src_server/b')")?;
    must_have(&b, &["class Item(Base)", "info={\"external\": True}"])?;
    must_lack(&b, &["AItem"])?;
    let (folder, _) = written("models_one", &one.target, "source")?;
    folder.write("models.py", &b)?;
    must_be_tidy(&folder)?;
    must_have(&check(&folder, &one.target)?, &["No new upgrade operations detected."])
}

/// What README.md says of another tool.
fn sqlacodegen() -> Outcome {
    let pair = lower_case("models_sqlacodegen")?;
    let folder = Folder::new("models_sqlacodegen")?;
    let models = python(
        &folder.0,
        "sqlacodegen",
        &[
            "--schemas",
            "dw__stackexchange__dbo",
            "--engine-arg",
            r#"connect_args={"options": "-csearch_path="}"#,
            &url(&pair.target),
        ],
    )?;
    must_have(
        &models,
        &[
            "Index('ux_tags_tagname', unique=True)",
            "Index('ix_users_reputation', 'reputation', 'id')",
            "DOMAIN('url', VARCHAR(collation='default'), 'default', ",
            "t_questions = Table(",
        ],
    )
}

fn refused() -> Outcome {
    let pair = Pair::new("models_refused", "CREATE TABLE t (id integer PRIMARY KEY)")?;
    let names = "HINT:  Names are source, target.";
    let wrong = ["unknown names \"both\"", names];
    pair.target.fails("SELECT schemig.models(names => 'both')", "22023", &wrong)?;
    let unknown = ["source \"nobody\" does not exist"];
    pair.target.fails("SELECT schemig.models('nobody')", "42704", &unknown).map(|_| ())
}
