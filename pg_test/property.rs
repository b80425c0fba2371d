//! Queries at random, under rules at random: a view gives the same rows on both sides.
//!
//! A batch is a source with [`SIZE`] views over the tables of `property/fixture.sql`. Some are
//! materialized, some become the body of a function. The target follows them under rules of the
//! batch's own, gets the rows of the tables, and each view is read on both sides. A query that is
//! wrong is named alone: the others are left out by the rule `exclude`.
//!
//! `SCHEMIG_PROPERTY_QUERIES` says how many queries, `SCHEMIG_PROPERTY_SEED` which ones.

mod from;
mod generator;
mod query;
mod rules;
mod value;

use crate::psql::{Database, Said};
use crate::{Outcome, rows, server, tally, trial};
use fastrand::Rng;
use generator::{Column, Generator, Query, Relation, Ty};
use libtest_mimic::Trial;
use std::sync::OnceLock;

/// Queries of a batch.
const SIZE: usize = 100;

/// Of a hundred queries that are made, the source must accept so many.
const ACCEPTED: usize = 70;

/// How many wrong queries of a batch are looked for before giving up.
const FAULTS: usize = 3;

const SCHEMAS: &str = "ARRAY['dbo', 'Other']::name[]";

pub fn trials() -> Vec<Trial> {
    let number = |name: &str, otherwise: u64| {
        let value = std::env::var(name).ok();
        value.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
    };
    let seed = number("SCHEMIG_PROPERTY_SEED", 1);
    let batches = (number("SCHEMIG_PROPERTY_QUERIES", 2000) as usize).div_ceil(SIZE);
    (0..batches as u64)
        .map(|batch| trial(format!("property::batch_{batch:02}"), move || run(seed, batch)))
        .collect()
}

fn run(seed: u64, batch: u64) -> Outcome {
    let mut random = Rng::with_seed(seed.wrapping_mul(1_000_003) ^ batch);
    let (source, views) = source(&mut random, batch)?;
    let tables = relations(&source)?;
    for _ in 0..20 {
        let rules = rules::rules(&mut random, &tables);
        let follower = Follower { source: &source, views: &views, rules: &rules };
        let all: Vec<usize> = (0..views.len()).collect();
        let fault = match follower.compare(&all)? {
            Seen::Same => {
                tally::count("queries compared", all.len());
                return Ok(());
            }
            Seen::Collision => continue,
            Seen::Fault(fault) => fault,
        };
        return Err(format!(
            "SCHEMIG_PROPERTY_SEED={seed}, batch {batch}, rules {rules}\n{}",
            follower.explain(all, fault)?
        ));
    }
    Err(format!("seed {seed}, batch {batch}: every rules object makes one name of two"))
}

/// A view of the source.
struct View {
    name: String,
    /// What made it.
    sql: String,
    /// What is read of it, and its rows.
    read: String,
    rows: String,
}

/// A source with so many views that can be read.
fn source(random: &mut Rng, batch: u64) -> Outcome<(Database, Vec<View>)> {
    let source = Database::copy_of(&format!("property_{batch}"), fixture()?)?;
    let mut known = relations(&source)?;
    let mut views: Vec<View> = Vec::new();
    let mut made = 0;
    while views.len() < SIZE {
        let missing = SIZE - views.len();
        let mut candidates: Vec<(View, Query)> = Vec::new();
        for number in made..made + missing {
            let query = Generator::new(random.fork(), &known).view();
            candidates.push((candidate(random, number, &query), query));
        }
        made += missing;
        tally::count("queries made", missing);
        for (view, query) in accepted(&source, candidates)? {
            if query.columns.len() > 1 && known.len() < 40 && !view.read.ends_with(')') {
                known.push(Relation {
                    sql: view.read.clone(),
                    schema: "dbo".to_owned(),
                    name: view.name.clone(),
                    columns: query.columns,
                    table: false,
                });
            }
            views.push(view);
        }
        if made > 20 * SIZE {
            return Err(format!("of {made} queries {} were accepted", views.len()));
        }
    }
    if made * ACCEPTED > SIZE * 100 {
        return Err(format!("only {SIZE} of {made} queries were accepted"));
    }
    Ok((source, views))
}

/// The SQL that makes a view, a materialized view, or a function with the query as its body.
fn candidate(random: &mut Rng, number: usize, query: &Query) -> View {
    let name = format!("View{number:04}");
    let mut view = View {
        sql: format!("CREATE VIEW dbo.\"{name}\" AS {};", query.text),
        read: format!("dbo.\"{name}\""),
        name,
        rows: String::new(),
    };
    match random.u32(..10) {
        0 => view.sql = view.sql.replacen("VIEW", "MATERIALIZED VIEW", 1),
        1 | 2 => {
            let name = format!("Run{number:04}");
            view.sql += &format!(
                "CREATE FUNCTION dbo.\"{name}\"() RETURNS SETOF dbo.\"{}\" LANGUAGE sql
                 BEGIN ATOMIC {}; END;",
                view.name, query.text
            );
            view.read = format!("dbo.\"{name}\"()");
        }
        _ => {}
    }
    view
}

/// Those that the source takes and can read.
fn accepted(source: &Database, candidates: Vec<(View, Query)>) -> Outcome<Vec<(View, Query)>> {
    let mut script = "\\set ON_ERROR_STOP 0\nSET search_path = pg_catalog;\n".to_owned();
    for (view, _) in &candidates {
        script += &format!("BEGIN;\n{}\n{}COMMIT;\n", view.sql, again(view));
    }
    let said = source.said(&script)?;
    let reads: Vec<String> = candidates.iter().map(|(view, _)| view.read.clone()).collect();
    let found = rows::of(source, &reads)?;
    let mut drops = String::new();
    let mut kept = Vec::new();
    for ((mut view, query), rows) in candidates.into_iter().zip(found) {
        match rows {
            Some(rows) if rows.len() < 200_000 => {
                view.rows = rows;
                kept.push((view, query));
            }
            _ => {
                drops += &format!(
                    "SELECT format('DROP %s VIEW %s CASCADE', CASE relkind WHEN 'm' THEN 'MATERIALIZED' END, oid::regclass)
                       FROM pg_class WHERE relname = '{}' \\gexec\n",
                    view.name
                );
            }
        }
    }
    if std::env::var_os("SCHEMIG_PROPERTY_REJECTED").is_some() {
        eprintln!("{}", said.notices);
    }
    source.sql(&drops)?;
    Ok(kept)
}

/// Makes a view once more of what the server prints of it, since it does not understand all that it
/// prints: then no dump could be restored either.
fn again(view: &View) -> String {
    let relation = format!("'dbo.\"{}\"'", view.name);
    let mut script = format!(
        "SELECT 'CREATE TEMP VIEW again AS ' || pg_get_viewdef({relation}::regclass) \\gexec
         DROP VIEW again;\n"
    );
    if view.read.ends_with(')') {
        script += &format!("SELECT pg_get_functiondef('{}'::regprocedure) \\gexec\n", view.read);
    }
    script
}

/// The database with the tables, made once.
fn fixture() -> Outcome<&'static str> {
    static MADE: OnceLock<Outcome> = OnceLock::new();
    const NAME: &str = "property_fixture";
    let made = MADE.get_or_init(|| {
        let path = server::directory().join("property/fixture.sql");
        let script =
            std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        crate::psql::in_database(
            "postgres",
            &format!("CREATE DATABASE {NAME} TEMPLATE template0"),
        )?;
        crate::psql::in_database(NAME, &script).map(|_| ())
    });
    made.clone().map(|()| NAME)
}

/// The tables, as the catalog has them.
fn relations(source: &Database) -> Outcome<Vec<Relation>> {
    let printed = source.sql(
        "SELECT concat_ws(chr(1), n.nspname, c.relname, format('%I.%I', n.nspname, c.relname), a.attname,
                          format_type(a.atttypid, a.atttypmod))
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
          WHERE n.nspname IN ('dbo', 'Other') AND c.relkind IN ('r', 'p') ORDER BY c.oid, a.attnum",
    )?;
    let mut all: Vec<Relation> = Vec::new();
    for line in printed.lines() {
        let parts: Vec<&str> = line.split('\u{1}').collect();
        let [schema, name, sql, column, ty] = parts[..] else {
            return Err(format!("not a column: {line}"));
        };
        let Some(ty) = Ty::of(ty) else { return Err(format!("unknown type: {line}")) };
        if all.last().is_none_or(|last| last.sql != sql) {
            let (schema, name, sql) = (schema.to_owned(), name.to_owned(), sql.to_owned());
            all.push(Relation { sql, schema, name, columns: Vec::new(), table: true });
        }
        if let Some(last) = all.last_mut() {
            last.columns.push(Column { name: column.to_owned(), ty });
        }
    }
    Ok(all)
}

/// A source that is followed under rules, all of its views or some.
struct Follower<'a> {
    source: &'a Database,
    views: &'a [View],
    rules: &'a str,
}

/// What came of following.
enum Seen {
    Same,
    /// The rules make one name of two, or none of one.
    Collision,
    Fault(String),
}

impl Follower<'_> {
    /// Follows these views alone, and compares their rows.
    fn compare(&self, only: &[usize]) -> Outcome<Seen> {
        let target = Database::target_of(self.source)?;
        let said = target.said(&self.script(only))?;
        if !said.succeeded {
            return Ok(seen(said));
        }
        rows::copy(self.source, &target)?;
        let known = rows::recorded(&target, "'view', 'materialized view', 'routine'")?;
        let mut to = Vec::new();
        for view in only {
            let read = &self.views[*view].read;
            match known.iter().find(|(from, _)| from == read) {
                Some((_, object)) => to.push(object.clone()),
                None if only.len() < self.views.len() => to.push(String::new()),
                None => return Ok(Seen::Fault(format!("{read} is not followed"))),
            }
        }
        // Some need a view that is left out: they are not looked at.
        let there: Vec<(usize, String)> =
            only.iter().copied().zip(to).filter(|(_, object)| !object.is_empty()).collect();
        let objects: Vec<String> = there.iter().map(|(_, object)| object.clone()).collect();
        for ((view, object), found) in there.into_iter().zip(rows::of(&target, &objects)?) {
            let expected = &self.views[view].rows;
            if found.as_ref() != Some(expected) {
                let found = found.unwrap_or_else(|| "an error".into());
                let fault = format!("{object}: expected\n{expected}found\n{found}");
                return Ok(Seen::Fault(fault));
            }
        }
        Ok(Seen::Same)
    }

    fn script(&self, only: &[usize]) -> String {
        let left_out = (0..self.views.len()).filter(|view| !only.contains(view));
        let left_out: Vec<String> =
            left_out.map(|view| format!("\"{}\"", self.views[view].name)).collect();
        let rules = self.rules.trim_end_matches('}').to_owned();
        let rules = format!("{rules}}}, \"exclude\": [{}]}}", left_out.join(", "));
        format!(
            "SELECT schemig.configure('src_server', {SCHEMAS}, '{}'::jsonb);
             SELECT schemig.plan('src_server', {SCHEMAS}); SELECT schemig.upgrade();",
            rules.replace('\'', "''")
        )
    }

    /// The fewest views that show a fault, as SQL, with what is wrong; then what is wrong without them.
    fn explain(&self, mut all: Vec<usize>, mut fault: String) -> Outcome<String> {
        let mut text = String::new();
        for _ in 0..FAULTS {
            let (few, what) = self.fewest(all.clone(), fault)?;
            let sql: Vec<&str> = few.iter().map(|view| self.views[*view].sql.as_str()).collect();
            text += &format!("{}\n{what}\n\n", sql.join("\n"));
            all.retain(|view| !few.contains(view));
            fault = match self.compare(&all)? {
                Seen::Fault(fault) => fault,
                _ => return Ok(text),
            };
        }
        Ok(text + "and more")
    }

    /// Leaves out views as long as the rest shows a fault; first all but those that it names.
    fn fewest(&self, mut views: Vec<usize>, mut fault: String) -> Outcome<(Vec<usize>, String)> {
        let lower = fault.to_lowercase();
        let number = |view: &usize| self.views[*view].name.trim_start_matches("View").to_owned();
        let named: Vec<usize> = views
            .iter()
            .copied()
            .filter(|v| lower.contains(&format!("view{}", number(v))))
            .collect();
        if (1..5).contains(&named.len())
            && let Seen::Fault(what) = self.compare(&named)?
        {
            (views, fault) = (named, what);
        }
        let mut size = views.len().div_ceil(2);
        while views.len() > 1 {
            let mut smaller = None;
            for part in views.chunks(size) {
                if let Seen::Fault(what) = self.compare(part)? {
                    smaller = Some((part.to_vec(), what));
                    break;
                }
            }
            match smaller {
                Some((part, what)) => (views, fault) = (part, what),
                None => break,
            }
            size = views.len().div_ceil(2);
        }
        Ok((views, fault))
    }
}

fn seen(said: Said) -> Seen {
    let unfit = [" 42710: the rules make one name of two", " 42602: the rules leave nothing of"];
    match unfit.iter().any(|error| said.notices.contains(error)) {
        true => Seen::Collision,
        false => {
            let noise = ["WARNING: ", "LOCATION: "];
            let errors = said.notices.lines().filter(|l| !noise.iter().any(|n| l.contains(n)));
            Seen::Fault(errors.collect::<Vec<_>>().join("\n"))
        }
    }
}
