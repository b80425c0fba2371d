//! `schemig.report()`: the page is read by Chromium, which also says whether everybody can read it.

mod large;

use super::diagram::{installed, top};
use crate::follow::Pair;
use crate::must::{must_have, must_lack};
use crate::private::run;
use crate::psql::Database;
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;
use serde_json::Value;
use std::process::Command;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 11] = [
        ("sections", sections),
        ("states", states),
        ("hostile_names", hostile_names),
        ("why", why),
        ("in_the_way", in_the_way),
        ("unreachable", unreachable),
        ("seventy_tables", large::seventy_tables),
        ("ten_thousand_steps", large::ten_thousand_steps),
        ("same_text", same_text),
        ("for_a_role", for_a_role),
        ("refused", refused),
    ];
    let named = |(name, case)| trial(format!("export::report::{name}"), case);
    cases.into_iter().map(named).collect()
}

const OLD: &str = r#"
    CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, about text, score integer DEFAULT 1);
    CREATE TABLE posts (id bigint PRIMARY KEY, owner integer NOT NULL REFERENCES users, body text);
    CREATE TABLE old_logs (id integer PRIMARY KEY, at timestamp);
    CREATE INDEX posts_body ON posts (lower(body));
    CREATE FUNCTION shout(text) RETURNS text LANGUAGE plpgsql AS $$
    BEGIN
      -- so that all hear
      RETURN upper($1) || '!';
    END $$;"#;

const ROWS: &str = "INSERT INTO users SELECT n, 'user ' || n, CASE WHEN n <= 7 THEN 'me' END, n FROM generate_series(1, 20000) AS n;
    INSERT INTO posts SELECT n, n, 'text' FROM generate_series(1, 500) AS n; INSERT INTO old_logs SELECT n FROM generate_series(1, 12) AS n;
    CREATE SCHEMA reports; CREATE VIEW reports.best AS SELECT name, score FROM users; ANALYZE;";

const NEW: &str = r#"
    ALTER TABLE users DROP COLUMN about, ALTER score TYPE bigint, ADD email varchar(40) DEFAULT '';
    ALTER TABLE posts RENAME TO articles;
    DROP TABLE old_logs;
    CREATE TABLE tags (id integer PRIMARY KEY, name text UNIQUE);
    CREATE OR REPLACE FUNCTION shout(text) RETURNS text LANGUAGE plpgsql AS $$
    BEGIN
      -- so that all hear
      RETURN upper($1) || '!!';
    END $$;"#;

/// A second revision that changes much, pending.
fn changed(hint: &str) -> Outcome<Pair> {
    let pair = Pair::new(hint, OLD)?;
    pair.follow()?;
    pair.target.sql(ROWS)?;
    pair.source.sql(NEW)?;
    pair.target.sql("SELECT schemig.plan('src_server', NULL::name, 'Articles and tags')")?;
    Ok(pair)
}

/// A page, with what a browser finds in it.
struct Seen {
    html: String,
    found: Value,
}

impl Seen {
    fn of(database: &Database, call: &str) -> Outcome<Seen> {
        installed()?;
        let html = database.sql(&format!("SELECT {call}"))?;
        let html = html.trim().to_string();
        let file = top().join(format!("target/report-{}.html", database.name));
        std::fs::write(&file, &html).map_err(|e| e.to_string())?;
        let mut program = Command::new("node");
        program.arg(top().join("pg_test/export/report.mjs")).arg(top().join("target/node"));
        let said = run(program.arg("check").arg(&file));
        std::fs::remove_file(&file).map_err(|e| e.to_string())?;
        let found = serde_json::from_str(&said?).map_err(|e| e.to_string())?;
        let seen = Seen { html, found };
        seen.must_be_sound()?;
        Ok(seen)
    }

    fn text(&self, key: &str) -> String {
        match &self.found[key] {
            Value::String(text) => text.clone(),
            Value::Array(list) => list
                .iter()
                .map(|it| it.as_str().map_or(it.to_string(), str::to_string))
                .collect::<Vec<_>>()
                .join("\n"),
            other => other.to_string(),
        }
    }

    fn has(&self, key: &str, parts: &[&str]) -> Outcome {
        must_have(&self.text(key), parts).map_err(|e| format!("{key}: {e}"))
    }

    fn lacks(&self, key: &str, parts: &[&str]) -> Outcome {
        must_lack(&self.text(key), parts).map_err(|e| format!("{key}: {e}"))
    }

    fn is(&self, key: &str, value: &str) -> Outcome {
        let text = self.text(key);
        if text == value {
            Ok(())
        } else {
            Err(format!("{key} should be {value:?} and is {text:?}"))
        }
    }

    /// What holds for every page.
    fn must_be_sound(&self) -> Outcome {
        for nothing in ["foreign", "links", "dangling", "twice", "asked", "said"] {
            self.is(nothing, "")?;
        }
        self.is("scripts", "0")?;
        self.is("handlers", "0")?;
        self.is("overflows", "false")?;
        self.is("colours", r#"{"dark":"rgb(16, 21, 28)","light":"rgb(255, 255, 255)"}"#)?;
        self.is("folded", &self.text("summaries"))?;
        must_lack(
            &self.html,
            &["http://", "https://", "<script", "@import", "url(\"", "javascript:"],
        )?;
        must_have(&self.html, &["default-src 'none'"])?;
        if self.html.len() < 2_000_000 {
            self.is("violations", "")?;
            self.is("printed", "none")?;
        }
        self.is("narrow", "360")?;
        self.is("keyboard", r#"{"reached":true,"skip":"skip","toggled":true}"#)
    }
}

fn sections() -> Outcome {
    let pair = changed("report_sections")?;
    let seen = Seen::of(&pair.target, "schemig.report()")?;
    seen.is("h1", "Articles and tags")?;
    seen.has(
        "header",
        &["Pending", "src_server", &pair.target.name, "by postgres", "PostgreSQL "],
    )?;
    seen.has(
        "verdicts",
        &[
            "Data will be lost: ",
            "column public.users.about: 7 values",
            "table public.old_logs: 12 rows",
        ],
    )?;
    seen.has("verdicts", &["Written anew, while others wait: public.users, about 20000 rows, "])?;
    seen.has(
        "counts",
        &[
            "1 dropped 1 table",
            "2 changed 1 routine, 1 table",
            "1 renamed 1 table",
            "1 created 1 table",
            "1 made again 1 view",
        ],
    )?;
    seen.has(
        "hazards",
        &["data loss", "7 values", "12 rows", "table rewrite", "rebuildview reports.best"],
    )?;
    seen.has(
        "changes",
        &[
            "+created column email: character varying(40) new in the source",
            "−dropped column about gone from the source",
        ],
    )?;
    seen.has("changes", &["~changed column score: type integer to bigint changed in the source"])?;
    seen.has(
        "changes",
        &[
            "table public.articles was public.postsrenamed renamed in the source",
            "table public.tagscreated new in the source",
        ],
    )?;
    seen.has(
        "changes",
        &[
            "table public.old_logsdropped gone from the source",
            "view reports.bestmade again it depends on what changes",
        ],
    )?;
    before_and_after(&seen)?;
    told(&seen)
}

fn before_and_after(seen: &Seen) -> Outcome {
    seen.has(
        "objects",
        &[
            "table public.users changed",
            "table public.articles renamed",
            "routine public.shout(text) changed",
        ],
    )?;
    seen.has(
        "gone",
        &[
            "score integer DEFAULT 1",
            "about text",
            "CREATE TABLE public.posts (",
            "CREATE TABLE public.old_logs (",
            "RETURN upper($1) || '!';",
        ],
    )?;
    seen.has(
        "come",
        &[
            "score bigint DEFAULT 1",
            "email character varying(40) DEFAULT ''::character varying",
            "CREATE TABLE public.tags (",
            "RETURN upper($1) || '!!';",
        ],
    )?;
    seen.has("come", &["CREATE INDEX posts_body ON public.articles"])?;
    seen.lacks("come", &["name text NOT NULL,"])?;
    seen.has("marks", &["integer", "bigint", "posts", "articles"])?;
    Ok(())
}

/// Statements, diagram, checks, and what is on record.
fn told(seen: &Seen) -> Outcome {
    seen.has(
        "statements",
        &[
            "ALTER TABLE public.users DROP COLUMN about;",
            "ALTER TABLE public.posts RENAME TO articles;",
            "DROP TABLE public.old_logs;",
        ],
    )?;
    seen.has(
        "undo",
        &[
            "ALTER TABLE public.users ADD COLUMN about text;",
            "CREATE TABLE public.old_logs (",
            "DROP TABLE public.tags;",
        ],
    )?;
    seen.has("keywords", &["ALTER TABLE", "DROP COLUMN", "CREATE OR REPLACE FUNCTION", "RETURN"])?;
    seen.has("constants", &["'!!'", "40"])?;
    seen.has("comments", &["-- so that all hear"])?;
    seen.has(
        "svg",
        &["users (changed)", "articles (renamed)", "tags (new)", "old_logs (dropped)"],
    )?;
    seen.has(
        "checks",
        &[
            "No row that is here makes a statement fail.",
            "What it brings is not there yet.",
            "This database is as the record has it.",
        ],
    )?;
    seen.has("checks", &[" different, ", " missing"])?;
    seen.has("warnings", &["None: all that the source has is carried."])?;
    seen.has(
        "record",
        &[
            "Plan as it was printed",
            "> table public.posts to articles",
            "Rules, as those of the revision before",
        ],
    )
}

fn states() -> Outcome {
    let pair = changed("report_states")?;
    pair.upgrade_with_loss()?;
    let applied = Seen::of(&pair.target, "schemig.report()")?;
    applied.has("header", &["Applied src_server", "Applied2"])?;
    applied.has(
        "verdicts",
        &[
            "Data was lost: ",
            "column public.users.about: 7 values",
            "table public.old_logs: 12 rows",
        ],
    )?;
    applied.has(
        "checks",
        &[
            "Way back",
            "Taking it back loses data.",
            "column public.users.email20000 values",
            "No row is in the way of taking it back.",
        ],
    )?;
    applied.lacks("checks", &["not there yet"])?;
    pair.target.sql("INSERT INTO tags VALUES (1, 'a'), (2, 'b')")?;
    let filled = Seen::of(&pair.target, "schemig.report()")?;
    filled.has("checks", &["table public.tags2 rows"])?;
    let first = Seen::of(&pair.target, "schemig.report('-1')")?;
    first.has("header", &["Applied", "nothing: it is the first"])?;
    first.has("verdicts", &["No data was lost."])?;
    first.has("changes", &["table public.userscreated new in the source"])?;
    first.has("come", &["CREATE TABLE public.users (", "about text"])?;
    first.is("gone", "")?;
    pair.downgrade("-1")?;
    let undone = Seen::of(&pair.target, "schemig.report()")?;
    undone.has("header", &["Taken back"])?;
    undone.has("verdicts", &["No data is lost."])?;
    undone.has("come", &["score bigint DEFAULT 1"])?;
    undone.has("gone", &["CREATE TABLE public.old_logs ("])
}

const HOSTILE: &str = r#"
    CREATE TABLE "<script>alert(1)</script>" (id integer PRIMARY KEY, "a""b" text, "&amp;" text, "x' onclick='alert(2)" text,
        "--></style></svg><img src=x onerror=alert(3)>" text);
    CREATE TABLE "]]>" (id integer REFERENCES "<script>alert(1)</script>");
    COMMENT ON TABLE "<script>alert(1)</script>" IS '</pre></code></main><script>alert(4)</script>';
    CREATE VIEW "javascript:alert(5)" AS SELECT '</script>'::text AS "<b>";"#;

fn hostile_names() -> Outcome {
    let pair = Pair::new("report_hostile", HOSTILE)?;
    pair.source.sql("DO $$ BEGIN EXECUTE format('CREATE TABLE %I (%I text DEFAULT %L)', E'a\\u202Eb\\u2066', E'tab\\there', E'one\\u200Btwo'); END $$")?;
    let plan = "SELECT schemig.plan('src_server', NULL::name, '<script>alert(6)</script> & \"all\"\u{202E}')";
    pair.target.sql(plan)?;
    let page = "replace(schemig.report(), 'javascript:alert', 'javascript?alert')";
    let seen = Seen::of(&pair.target, page)?;
    seen.is("h1", "<script>alert(6)</script> & \"all\"\\202E")?;
    // Its id comes behind that.
    seen.has("title", &["<script>alert(6)</script> & \"all\"\\202E · schemig "])?;
    seen.has(
        "changes",
        &[
            "table public.\"<script>alert(1)</script>\"created",
            "table public.\"a\\202Eb\\2066\"created",
        ],
    )?;
    seen.has(
        "objects",
        &["table public.\"]]>\" created", "view public.\"javascript?alert(5)\" created"],
    )?;
    seen.has(
        "come",
        &[
            "\"a\"\"b\" text",
            "\"&amp;\" text",
            "\"x' onclick='alert(2)\" text",
            "\"--></style></svg><img src=x onerror=alert(3)>\" text",
        ],
    )?;
    seen.has("come", &["IS '</pre></code></main><script>alert(4)</script>'"])?;
    seen.has("statements", &["CREATE TABLE public.\"<script>alert(1)</script>\" ("])?;
    seen.has(
        "svg",
        &["<script>alert(1)</script> (new)", "--></style></svg><img src=x onerror=alert(3)>"],
    )?;
    seen.has("hidden", &["\\202E", "\\2066", "\\200B"])?;
    must_lack(&seen.html, &["\u{202E}", "\u{2066}", "\u{200B}", "<img"])
}

/// What the source has not done: rules, and what was here.
fn why() -> Outcome {
    let pair = Pair::of_schema(
        "report_why",
        "CREATE SCHEMA app; CREATE TABLE app.\"One\" (id integer PRIMARY KEY, n integer); CREATE TABLE app.\"Two\" (id integer);",
        "'app'",
    )?;
    pair.follow()?;
    pair.target.sql("DROP TABLE app.\"Two\"; CREATE TABLE app.three (id integer);")?;
    pair.source.sql("DROP TABLE app.\"Two\"; CREATE TABLE app.three (id integer); CREATE VIEW app.four AS SELECT n FROM app.\"One\";")?;
    pair.target.sql("ALTER TABLE app.\"One\" ALTER n SET NOT NULL")?;
    pair.plan()?;
    let drifted = Seen::of(&pair.target, "schemig.report()")?;
    drifted.has(
        "changes",
        &["table app.threethere already it was here already; only the record is new"],
    )?;
    drifted.has(
        "changes",
        &["table app.\"Two\"dropped gone here already, by other means than an upgrade"],
    )?;
    drifted.has("changes", &["view app.fourcreated new in the source"])?;
    drifted.has("checks", &["changed", "column app.\"One\".n", "\"not_null\":true"])?;
    pair.upgrade_with_loss()?;
    pair.target.sql("SELECT schemig.configure('src_server', 'app', '{\"case\": \"lower\", \"drops\": \"keep\"}')")?;
    pair.source.sql("DROP VIEW app.four")?;
    pair.plan()?;
    let ruled = Seen::of(&pair.target, "schemig.report()")?;
    ruled.has("changes", &["table app.one was app.\"One\"changed the rules have changed: case"])?;
    ruled.has("changes", &["view app.fourleft here gone from the source, or the rules have changed; the rule \"drops\" leaves it here"])?;
    ruled.has("record", &["Rules, other than those of the revision before", "\"case\": \"lower\""])
}

/// Rows that statements would fail on, and locks.
fn in_the_way() -> Outcome {
    let pair =
        Pair::new("report_rows", "CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer)")?;
    pair.follow()?;
    pair.target.sql(
        "INSERT INTO t SELECT n, n, nullif(n, 5) FROM generate_series(1, 1000) AS n; ANALYZE t;",
    )?;
    pair.source.sql("ALTER TABLE t ALTER a SET NOT NULL, ALTER b SET NOT NULL")?;
    pair.plan()?;
    let seen = Seen::of(&pair.target, "schemig.report()")?;
    seen.has(
        "verdicts",
        &[
            "No data is lost.",
            "It would fail now: column public.t.b: column \"b\" has null values: 1 row",
            "Read under a lock, while others wait: public.t, about 1000 rows, ",
        ],
    )?;
    seen.has("hazards", &["will fail", "long lock"])?;
    seen.has("checks", &["column \"b\" has null values"])?;
    seen.lacks("checks", &["No row that is here"])
}

fn unreachable() -> Outcome {
    let pair = changed("report_unreachable")?;
    pair.target.sql("ALTER SERVER src_server OPTIONS (SET port '1')")?;
    let seen = Seen::of(&pair.target, "schemig.report()")?;
    seen.has(
        "verdicts",
        &[
            "Data will be lost: ",
            "The source was not compared with this database: could not connect to server \"src_server\".",
        ],
    )?;
    seen.has("come", &["score bigint DEFAULT 1"])?;
    seen.has("checks", &["This database is as the record has it."])?;
    pair.target.sql("DROP SERVER src_server CASCADE")?;
    let gone = Seen::of(&pair.target, "schemig.report()")?;
    gone.has("verdicts", &["The source was not compared with this database: "])
}

fn same_text() -> Outcome {
    let pair = changed("report_same")?;
    // The page may load and run nothing, which is said before anything that is somebody's text.
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src ''none''; style-src ''unsafe-inline''\">";
    let told = format!(
        "SELECT position('{policy}' IN page) BETWEEN 1 AND position('<title>' IN page) FROM schemig.report() AS page"
    );
    must_have(&pair.target.sql(&told)?, &["t"])?;
    let twice =
        pair.target.sql("SELECT schemig.report() = schemig.report(source => 'src_server')")?;
    must_have(&twice, &["t"])?;
    let without = "regexp_replace(schemig.report(), '<time>[^<]*</time>', '')";
    let one = pair.target.sql(&format!("SELECT md5({without})"))?;
    let other = pair.target.sql(&format!("SELECT md5({without})"))?;
    if one == other { Ok(()) } else { Err("the same revision has two reports".to_string()) }
}

/// It needs what reading needs, and no more.
fn for_a_role() -> Outcome {
    let pair = changed("report_role")?;
    let role = format!("reader_of_{}", pair.target.name);
    pair.target.sql(&format!("CREATE ROLE {role}; SELECT schemig.grant_to('{role}');"))?;
    let page = pair.target.sql(&format!("SET ROLE {role}; SELECT schemig.report();"));
    pair.target.sql(&format!("DROP OWNED BY {role}; DROP ROLE {role};"))?;
    let page = page?;
    must_have(&page, &["Articles and tags", "permission denied"])
}

fn refused() -> Outcome {
    let target = Database::with_extension("report_refused")?;
    let none = ["there is no revision \"head\""];
    target.fails("SELECT schemig.report()", "42704", &none)?;
    let unknown = ["source \"nobody\" does not exist"];
    target.fails("SELECT schemig.report('head', 'nobody')", "42704", &unknown).map(|_| ())
}
