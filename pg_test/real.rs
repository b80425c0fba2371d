//! Schemas of real size and real history, from `real/<name>`.

use crate::dump::Dump;
use crate::follow::Pair;
use crate::psql::Database;
use crate::{Outcome, rows, server, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    vec![
        trial("real::pagila", || followed("pagila")),
        trial("real::adventureworks", || followed("adventureworks")),
        trial("real::dbo", || followed("dbo")),
        trial("real::dbo_in_lower_case", dbo_in_lower_case),
        trial("real::pagila_views", || views_give_the_same_rows("pagila", "", &[], &[])),
        trial("real::adventureworks_views", || {
            let unfit = &NAMES_IN_A_STRING;
            views_give_the_same_rows("adventureworks", ONE_DESCRIPTION, unfit, &WITHOUT_ROWS)
        }),
    ]
}

/// Its query is a string that `crosstab` runs: the names in it cannot follow.
const NAMES_IN_A_STRING: [&str; 1] = ["sales.vsalespersonsalesbyfiscalyears"];

/// Views over XML documents that `fill.sql` does not write.
const WITHOUT_ROWS: [&str; 4] = [
    "humanresources.vjobcandidateeducation",
    "humanresources.vjobcandidateemployment",
    "production.vproductmodelinstructions",
    "sales.vstorewithdemographics",
];

/// A materialized view has a unique index on product and culture.
const ONE_DESCRIPTION: &str = "
    DELETE FROM production.productmodelproductdescriptionculture a USING production.productmodelproductdescriptionculture b
     WHERE (a.productmodelid, a.cultureid) = (b.productmodelid, b.cultureid) AND a.ctid > b.ctid;
    REFRESH MATERIALIZED VIEW production.vproductanddescription;";

/// A file of a real schema.
pub fn file(name: &str, file: &str) -> Outcome<String> {
    let path = server::directory().join("real").join(name).join(file);
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Followed with no rules into an empty database, down to nothing and up again.
fn followed(name: &str) -> Outcome {
    let pair = Pair::new(name, &file(name, "source.sql")?)?;
    let before = Dump::of(&pair.target)?;
    pair.follow()?;
    pair.must_be_equal(&before, "after the upgrade")?;
    pair.must_be_unchanged("after the upgrade")?;
    pair.downgrade("base")?;
    before.must_equal(&Dump::of(&pair.target)?, "after downgrade('base')")?;
    pair.upgrade_with_loss()?;
    pair.must_be_equal(&before, "after the second upgrade")
}

/// Under the rules of the demo every name is in lower case, and the views give the same rows.
fn dbo_in_lower_case() -> Outcome {
    let source = Database::new("dbo_lower")?;
    let data = file("dbo", "data.sql")?;
    source.sql(&(file("dbo", "source.sql")? + &data))?;
    let target = Database::target_of(&source)?;
    let schema = format!("dw__{}__dbo", source.name);
    target.sql(
        r#"SELECT schemig.configure('src_server', 'dbo', '{"schema": "dw__{database}__{schema}", "case": "lower"}');
           SELECT schemig.plan('src_server', 'dbo');
           SELECT schemig.upgrade();"#,
    )?;
    let odd = target.sql(&names_not_in_lower_case(&schema))?;
    if !odd.is_empty() {
        return Err(format!("not in lower case:\n{odd}"));
    }
    let count = |database: &Database, schema: &str| {
        database.sql(&format!(
            "SELECT relkind, count(*) FROM pg_class WHERE relnamespace = '{schema}'::regnamespace GROUP BY 1 ORDER BY 1"
        ))
    };
    if count(&source, "dbo")? != count(&target, &schema)? {
        return Err("relations are missing in the target".into());
    }
    target.sql(&in_lower_case(&data, &schema))?;
    for view in ["Questions", "UserActivity", "TagScores"] {
        let expected = source.sql(&format!("SELECT * FROM dbo.\"{view}\" ORDER BY 1, 2"))?;
        let lower = view.to_lowercase();
        let actual = target.sql(&format!("SELECT * FROM \"{schema}\".{lower} ORDER BY 1, 2"))?;
        if without_times(&expected) != without_times(&actual) {
            return Err(format!("{view}: {expected}\nbut {lower}: {actual}"));
        }
    }
    let again = target.sql("SELECT schemig.plan('src_server', 'dbo');")?;
    if !crate::follow::is_unchanged(&again) {
        return Err(format!("the second plan:\n{again}"));
    }
    Ok(())
}

/// With rows in every table, each view and materialized view gives the same rows under rules that
/// change the name of every schema, table and column.
fn views_give_the_same_rows(
    name: &str,
    amend: &str,
    unfit: &[&str],
    without_rows: &[&str],
) -> Outcome {
    let source = Database::new(&format!("{name}_views"))?;
    source.sql(&file(name, "source.sql")?)?;
    source.sql(&(file(".", "fill.sql")? + amend))?;
    let target = Database::target_of(&source)?;
    target.sql(
        r#"SELECT schemig.configure('src_server', NULL, '{
             "schema": "dw__{database}__{schema}", "case": "snake", "names": [
               {"on": ["table", "view", "materialized view"], "match": "^", "replace": "Dw"},
               {"on": ["column"], "match": "^(.*?)_?id$", "replace": "${1}Key"},
               {"on": ["column"], "match": "^", "replace": "f_"},
               {"on": ["constraint"], "match": "^(.{25}).*(.{20})$", "replace": "${1}_$2"}]}');
           SELECT schemig.plan('src_server', NULL); SELECT schemig.upgrade();"#,
    )?;
    rows::copy(&source, &target)?;
    let views = rows::recorded(&target, "'view', 'materialized view'")?;
    let (from, to): (Vec<String>, Vec<String>) =
        views.into_iter().filter(|(from, _)| !unfit.contains(&from.as_str())).unzip();
    let found = rows::of(&target, &to)?;
    let expected = rows::of(&source, &from)?;
    let mut wrong = String::new();
    for (((from, to), expected), found) in from.iter().zip(&to).zip(expected).zip(found) {
        let Some(expected) = expected else { return Err(format!("{from} cannot be read")) };
        if expected.is_empty() != without_rows.contains(&from.as_str()) {
            wrong += &format!("{from} has {} rows\n", expected.lines().count());
        }
        if found.as_ref() != Some(&expected) {
            wrong += &format!("{from} has\n{expected}\nbut {to} has {found:#?}\n");
        }
    }
    if wrong.is_empty() && !from.is_empty() { Ok(()) } else { Err(wrong) }
}

fn names_not_in_lower_case(schema: &str) -> String {
    let namespace = format!("'\"{schema}\"'::regnamespace");
    format!(
        "SELECT what, name FROM (
           SELECT 'relation' AS what, relname::text AS name FROM pg_class WHERE relnamespace = {namespace}
           UNION ALL SELECT 'column', a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
             WHERE c.relnamespace = {namespace} AND NOT a.attisdropped
           UNION ALL SELECT 'constraint', conname::text FROM pg_constraint WHERE connamespace = {namespace}
           UNION ALL SELECT 'type', typname::text FROM pg_type WHERE typnamespace = {namespace}
           UNION ALL SELECT 'routine', proname::text FROM pg_proc WHERE pronamespace = {namespace}
           UNION ALL SELECT 'trigger', t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
             WHERE c.relnamespace = {namespace} AND NOT t.tgisinternal
         ) names WHERE name <> lower(name) ORDER BY 1, 2"
    )
}

/// The rows of `data.sql` under the target's names: what is in double quotes is a name there.
fn in_lower_case(data: &str, schema: &str) -> String {
    let mut script = String::new();
    for (number, part) in data.split('"').enumerate() {
        if number % 2 == 1 {
            script += &format!("\"{}\"", part.to_lowercase());
        } else {
            script += &part.replace("dbo.", &format!("\"{schema}\"."));
        }
    }
    script
}

/// Rows without the column that holds the time of the insert.
fn without_times(rows: &str) -> Vec<String> {
    let is_time = |field: &str| field.starts_with("20") && field.contains(':');
    rows.lines()
        .map(|line| {
            let fields: Vec<&str> = line.split('|').filter(|field| !is_time(field)).collect();
            fields.join("|")
        })
        .collect()
}
