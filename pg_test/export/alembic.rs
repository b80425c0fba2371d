//! Version files of all revisions, run by Alembic on databases without the extension.

use super::{Folder, python, url};
use crate::dump::Dump;
use crate::follow::Pair;
use crate::psql::{Database, in_database};
use crate::{Outcome, server, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("export::alembic::there_and_back", there_and_back),
        trial("export::alembic::as_a_script", as_a_script),
        trial("export::alembic::wrong_input", wrong_input),
    ]
}

/// What a program could take for something else: parameters, marks of strings, line ends, directions.
const OBJECTS: &str = r#"CREATE SCHEMA app;
    CREATE TYPE app.mood AS ENUM ('calm', 'cross');
    CREATE TABLE app."Odd ""name"":%s" (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        "a:b" text DEFAULT 'it''s :param %s %(name)s \: \\ """' CHECK ("a:b" <> E'\r\n\t'), at time DEFAULT '10:20:30',
        mood app.mood NOT NULL DEFAULT 'calm'::app.mood);
    COMMENT ON COLUMN app."Odd ""name"":%s"."a:b" IS E'\u202e"""\\" :x';
    CREATE TABLE app.item (id integer PRIMARY KEY, odd integer REFERENCES app."Odd ""name"":%s" ON DELETE CASCADE, price numeric(10, 2));
    CREATE VIEW app.v AS SELECT id, "a:b" AS text, (array[1, 2])[1:1] AS slice FROM app."Odd ""name"":%s";
    CREATE FUNCTION app.f(a integer) RETURNS text LANGUAGE plpgsql AS $$
    BEGIN
      RAISE NOTICE '% :x \n', a;   -- trailing blanks   
      RETURN format('%s', a) || E'\\"""';
    END $$;"#;

const CHANGES: [&str; 2] = [
    r#"ALTER TABLE app.item RENAME TO article; ALTER TABLE app.article RENAME COLUMN price TO net;
       ALTER TABLE app.article ADD COLUMN tax numeric(4, 2) NOT NULL DEFAULT 0; CREATE INDEX ON app.article (lower(net::text) DESC);
       ALTER TYPE app.mood ADD VALUE 'glad';"#,
    r#"DROP VIEW app.v; ALTER TABLE app.article DROP COLUMN tax; CREATE UNIQUE INDEX once ON app.article (odd);
       ALTER TABLE app.article ALTER id TYPE bigint; DROP FUNCTION app.f;"#,
];

/// A target after three revisions, what it was like after each, and the folder with their files.
struct Followed {
    pair: Pair,
    states: Vec<Dump>,
    folder: Folder,
}

fn followed(hint: &str) -> Outcome<Followed> {
    let pair = Pair::new(hint, OBJECTS)?;
    let mut states = vec![Dump::of(&pair.target)?];
    for (number, change) in ["", CHANGES[0], CHANGES[1]].into_iter().enumerate() {
        pair.source.sql(change)?;
        let message = format!("Number {number}: \"\"\" \\ :x %s");
        pair.target.sql(&format!("SELECT schemig.plan('src_server', NULL::name, '{message}')"))?;
        pair.upgrade_with_loss()?;
        states.push(Dump::of(&pair.target)?);
    }
    let folder = Folder::new(hint)?;
    let env = std::fs::read_to_string(server::directory().join("export/alembic/env.py"));
    folder.write("migrations/env.py", &env.map_err(|e| e.to_string())?)?;
    folder.write("alembic.ini", "[alembic]\nscript_location = migrations\n")?;
    let ids = pair.target.sql("SELECT id FROM schemig.revision ORDER BY planned_at")?;
    for id in ids.lines() {
        let file = pair.target.sql(&format!("SELECT schemig.alembic('{id}')"))?;
        folder.write(&format!("migrations/versions/{id}.py"), &file)?;
    }
    Ok(Followed { pair, states, folder })
}

/// A database with a schema for Alembic's own table.
fn empty(hint: &str) -> Outcome<Database> {
    let database = Database::new(hint)?;
    database.sql("CREATE SCHEMA versions")?;
    Ok(database)
}

/// Without that schema.
fn dump(database: &Database) -> Outcome<Dump> {
    let copy = Database::copy_of(&format!("{}_dumped", database.name), &database.name)?;
    copy.sql("SET client_min_messages = error; DROP SCHEMA versions CASCADE")?;
    Dump::of(&copy)
}

fn there_and_back() -> Outcome {
    let Followed { pair, states, folder } = followed("alembic")?;
    let ids = pair.target.sql("SELECT id FROM schemig.revision ORDER BY planned_at")?;
    let ids: Vec<&str> = ids.lines().collect();
    let database = empty("alembic_empty")?;
    let x = format!("url={}", url(&database));
    let alembic = |arguments: &[&str]| {
        python(&folder.0, "alembic", &[&["-x", x.as_str()], arguments].concat())
    };
    let history = alembic(&["history"])?;
    let chain: Vec<String> = ids
        .iter()
        .enumerate()
        .rev()
        .map(|(i, id)| {
            let before = i.checked_sub(1).map_or("<base>", |before| ids[before]);
            format!("{before} -> {id}")
        })
        .collect();
    let lines: Vec<&str> = history.lines().collect();
    if lines.len() != 3
        || !lines.iter().zip(&chain).all(|(line, link)| line.starts_with(link.as_str()))
    {
        return Err(format!("not {chain:?}:\n{history}"));
    }
    alembic(&["upgrade", "head"])?;
    states[3].must_equal(&dump(&database)?, "after upgrade head")?;
    for (id, state) in ["base", ids[0], ids[1]].into_iter().zip(&states).rev() {
        alembic(&["downgrade", id])?;
        state.must_equal(&dump(&database)?, &format!("after downgrade {id}"))?;
    }
    let versions = folder.0.join("migrations/versions");
    python(&versions, "black", &["--check", "--quiet", "--diff", "."])?;
    python(&versions, "ruff", &["check", "--quiet", "--no-cache", "."]).map(drop)
}

/// `alembic upgrade head --sql`, run by psql.
fn as_a_script() -> Outcome {
    let Followed { states, folder, .. } = followed("alembic_script")?;
    let database = empty("alembic_script_empty")?;
    let x = format!("url={}", url(&database));
    let script = python(&folder.0, "alembic", &["-x", &x, "upgrade", "head", "--sql"])?;
    in_database(&database.name, &script)?;
    // Alembic puts four blanks where a script has a tabulator.
    let blanks = |dump: &Dump| dump.renamed(&[("\t", "    ")]);
    blanks(&states[3]).must_equal(&blanks(&dump(&database)?), "after the script")
}

fn wrong_input() -> Outcome {
    let pair = Pair::new("alembic_wrong", "CREATE TABLE t ();")?;
    pair.target.fails("SELECT schemig.alembic('head', 'nowhere')", "42704", &["nowhere"])?;
    pair.target.fails("SELECT schemig.alembic()", "42704", &["there is no revision \"head\""])?;
    pair.plan()?;
    pair.target.fails("SELECT schemig.alembic('base')", "42704", &["base"])?;
    let file = pair.target.sql("SELECT schemig.alembic()")?;
    match file.contains("CREATE TABLE public.t ()") && file.contains("Follow src_server") {
        true => Ok(()),
        false => Err(file),
    }
}
