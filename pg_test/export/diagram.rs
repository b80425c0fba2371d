//! `schemig.diagram()`: Mermaid is parsed by its own package, DOT is drawn by `dot`, SVG by Chromium.

mod lines;

use crate::follow::Pair;
use crate::must::{must_have, must_lack};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 7] = [
        ("both_ways", both_ways),
        ("lines", lines::stay_clear),
        ("mermaid", mermaid),
        ("dot", dot),
        ("svg", svg),
        ("tables", tables),
        ("refused", refused),
    ];
    let named = |(name, case)| trial(format!("export::diagram::{name}"), case);
    cases.into_iter().map(named).collect()
}

const SCRIPT: &str = r##"
    CREATE TABLE users (id integer PRIMARY KEY, name text UNIQUE, cost numeric(10,2), tags text[]);
    CREATE TABLE posts (id bigint PRIMARY KEY, owner integer NOT NULL REFERENCES users, parent bigint REFERENCES posts);
    CREATE TABLE profile (id integer PRIMARY KEY REFERENCES users, bio text);
    CREATE TABLE "<script>alert(1)</script> %""\;#[]" ("PK" integer, "a b""%\" character varying(3), "fk-1" integer,
        "表" text, "<b>&" "char");
    CREATE TABLE nothing ();
    CREATE VIEW "names of" AS SELECT name FROM users;"##;

fn followed(hint: &str) -> Outcome<Pair> {
    let pair = Pair::new(hint, SCRIPT)?;
    pair.plan()?;
    Ok(pair)
}

fn drawn(pair: &Pair, format: &str) -> Outcome<String> {
    pair.target.sql(&format!("SELECT schemig.diagram(format => '{format}')"))
}

pub(super) fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What a program prints that reads a text.
fn through(command: &mut Command, text: &str) -> Outcome<String> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().map_err(|e| format!("{piped:?}: {e}"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    }
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(format!("{}\n{text}", String::from_utf8_lossy(&output.stderr))),
    }
}

pub(super) fn installed() -> Outcome {
    through(&mut Command::new(top().join("pg_test/export/deps.sh")), "").map(|_| ())
}

fn mermaid() -> Outcome {
    installed()?;
    let text = drawn(&followed("mermaid")?, "mermaid")?;
    let parser = top().join("pg_test/export/mermaid.mjs");
    let parsed = through(Command::new("node").arg(parser).arg(top().join("target/node")), &text)?;
    must_have(&parsed, &["users | integer id PK; text name UK; numeric(10_2) cost; text[] tags"])?;
    must_have(&parsed, &["posts | bigint id PK; integer owner FK; bigint parent FK"])?;
    must_have(&parsed, &["integer _PK; character_varying(3) a_b___; integer fk_1; text 表"])?;
    must_have(&parsed, &["names of (view) | text name"])?;
    must_have(&parsed, &["\n3\n"])?;
    // A post has an owner, and perhaps a parent; a user has one profile at most.
    for end in [" ||--o{ ", " |o--o{ ", " ||--o| "] {
        must_have(&text, &[end])?;
    }
    Ok(())
}

fn dot() -> Outcome {
    installed()?;
    let text = drawn(&followed("dot")?, "dot")?;
    let picture = through(Command::new("dot").arg("-Tsvg"), &text)?;
    must_have(&picture, &["&lt;script&gt;alert(1)&lt;/script&gt;"])?;
    must_have(&picture, &["names of (view)"])
}

fn svg() -> Outcome {
    installed()?;
    let text = drawn(&followed("svg")?, "svg")?;
    must_lack(&text, &["<script>"])?;
    let file = top().join(format!("target/diagram-{}.svg", std::process::id()));
    std::fs::write(&file, &text).map_err(|e| e.to_string())?;
    let mut browser = Command::new("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]).arg(&file);
    let page = through(&mut browser, "");
    std::fs::remove_file(&file).map_err(|e| e.to_string())?;
    let page = page?;
    // A browser tells of XML that is not well-formed within the page.
    must_lack(&page, &["parsererror"])?;
    must_have(&page, &["numeric(10,2) ?"])?;
    must_have(&page, &["posts_parent_fkey: any number of posts to at most one posts"])
}

/// Two tables that refer to each other: no line lies on another one, and each ends where it should.
fn both_ways() -> Outcome {
    let pair = Pair::new(
        "both_ways",
        "CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL); CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a);
         ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;",
    )?;
    pair.plan()?;
    let text = drawn(&pair, "svg")?;
    let paths: Vec<&str> =
        text.split("<path").skip(1).filter(|it| it.contains("<title>")).collect();
    let starts: Vec<&str> =
        paths.iter().filter_map(|it| it.split_once(" d=\"M")?.1.split(['C', 'H']).next()).collect();
    let boxes: Vec<&str> = text.split("translate(").skip(1).collect();
    let left = |title: &str| {
        let it = boxes.iter().find(|it| it.contains(&format!("<title>{title}</title>")))?;
        it.split(',').next()?.parse::<f64>().ok()
    };
    let (Some(a), Some(b)) = (left("a"), left("b")) else { return Err(text.clone()) };
    let begins = |key: &str| {
        let at = paths.iter().position(|it| it.contains(key))?;
        starts.get(at)?.split(' ').next()?.parse::<f64>().ok()
    };
    let (Some(from_a), Some(from_b)) = (begins("a_b_fkey"), begins("b_a_fkey")) else {
        return Err(text.clone());
    };
    if (a < b) != (from_a < from_b) {
        return Err(format!(
            "the tables are at {a} and {b}, their keys begin at {from_a} and {from_b}:\n{text}"
        ));
    }
    // They come from one side of a box to one of the other: one must not begin where the other ends.
    match lines::ends(&text).as_slice() {
        [one, two] if one.0 != two.1 && two.0 != one.1 => Ok(()),
        other => Err(format!("the lines begin and end at {other:?}:\n{text}")),
    }
}

fn tables() -> Outcome {
    let pair = followed("tables")?;
    let some = pair.target.sql("SELECT schemig.diagram(tables => '{user*,profile}')")?;
    must_have(&some, &["[\"users\"]"])?;
    must_have(&some, &[" ||--o| "])?;
    must_lack(&some, &["posts"])
}

fn refused() -> Outcome {
    let pair = followed("refused")?;
    let formats = "HINT:  Formats are mermaid, dot, svg.";
    pair.target.fails(
        "SELECT schemig.diagram(format => 'png')",
        "22023",
        &["unknown format \"png\"", formats],
    )?;
    pair.target.fails(
        "SELECT schemig.diagram(tables => '{[}')",
        "22023",
        &["bad glob in argument \"tables\": \"[\""],
    )?;
    let unknown = ["source \"nobody\" does not exist"];
    pair.target.fails("SELECT schemig.diagram('nobody')", "42704", &unknown).map(|_| ())
}
