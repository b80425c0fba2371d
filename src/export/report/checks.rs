//! What databases say now, and what the plan said.

use super::Page;
use super::compare::compared;
use super::text::{counted, escaped, grouped, named};
use crate::diff::Drift;
use crate::error::Error;
use crate::hazard::Problem;
use crate::verify::{State, Verdict};

/// Rows that are shown of each answer.
const SHOWN: usize = 100;

impl Page<'_> {
    pub(super) fn checks(&self) -> String {
        let live = self.of.live;
        let applied = self.of.revision.applied;
        let first = match applied {
            true => format!(
                "<h3>Way back</h3>\n{}{}",
                self.losses_back(),
                problems(&live.bars, "No row is in the way of taking it back.")
            ),
            false => format!(
                "<h3>Preflight</h3>\n{}",
                problems(&live.problems, "No row that is here makes a statement fail.")
            ),
        };
        format!("{first}<h3>Verify</h3>\n{}<h3>Drift</h3>\n{}", self.verified(), self.drifted())
    }

    /// What taking it back loses.
    fn losses_back(&self) -> String {
        let losses = &self.of.live.back;
        if losses.is_empty() {
            return "<p>Taking it back loses no data.</p>\n".to_string();
        }
        let label = |number: i64| {
            let step = self.of.steps.iter().find(|it| it.number == number);
            step.map(|it| format!("{} {}", it.kind, it.object)).unwrap_or_default()
        };
        let rows = losses.iter().take(SHOWN).map(|it| {
            vec![
                format!("<a href=\"#s{0}\">step {0}</a>", it.step),
                escaped(&label(it.step)),
                escaped(&it.text),
            ]
        });
        let table = table(
            "losses",
            "What taking it back would lose now",
            &["Where", "Object", "How much"],
            rows.collect(),
        );
        format!("<p>Taking it back loses data.</p>\n{table}{}", left_out(losses.len()))
    }

    fn verified(&self) -> String {
        let verdicts = match &self.of.live.verify {
            Ok(verdicts) => verdicts,
            Err(error) => return failed("The source was not compared with this database", error),
        };
        let count = |state| verdicts.iter().filter(|it| it.state == state).count();
        let states = [State::Same, State::Different, State::Missing, State::Extra];
        let counts: Vec<String> = states
            .into_iter()
            .filter(|state| count(*state) > 0)
            .map(|state| format!("{} {}", grouped(count(state)), state.word()))
            .collect();
        let pending = match self.of.revision.applied {
            true => "",
            false => " What it brings is not there yet.",
        };
        let told = match counts.is_empty() {
            true => "There is nothing on either side.".to_string(),
            false => format!(
                "Source and this database, object by object: {}.{pending}",
                counts.join(", ")
            ),
        };
        let differing: Vec<&Verdict> =
            verdicts.iter().filter(|it| it.state != State::Same).collect();
        let rows = differing.iter().take(SHOWN).map(|it| {
            let name = |name: &Option<String>| match name {
                Some(name) => named(name),
                None => "<span class=\"note\">none</span>".to_string(),
            };
            let detail = escaped(it.detail.as_deref().unwrap_or_default());
            vec![
                it.state.word().to_string(),
                escaped(it.kind),
                name(&it.source_object),
                name(&it.target_object),
                detail,
            ]
        });
        let columns = ["State", "Kind", "In the source", "Here", "What differs"];
        let list = folded(
            differing.len(),
            "SELECT * FROM schemig.verify() WHERE state &lt;&gt; 'same'",
            || table("verified", "Objects that differ", &columns, rows.collect()),
        );
        format!("<p>{told}</p>\n{list}")
    }

    fn drifted(&self) -> String {
        let rows = match &self.of.live.drift {
            Ok(rows) => rows,
            Err(error) => return failed("This database was not compared with its record", error),
        };
        if rows.is_empty() {
            return "<p>This database is as the record has it.</p>\n".to_string();
        }
        let row = |it: &Drift| {
            let json = |text: &Option<String>| match text {
                Some(text) => format!("<code>{}</code>", escaped(text)),
                None => String::new(),
            };
            let label = format!("{} {}", escaped(it.kind), named(&it.object));
            vec![it.state.word().to_string(), label, json(&it.recorded), json(&it.actual)]
        };
        let told = "objects differ from what the last applied revision left here, by other means than an upgrade; plans leave that as it is";
        let list = folded(rows.len(), "SELECT * FROM schemig.drift()", || {
            let rows = rows.iter().take(SHOWN).map(row).collect();
            table("drifted", "Drift", &["State", "Object", "On record", "Here"], rows)
        });
        format!("<p>{} {told}.</p>\n{list}", grouped(rows.len()))
    }

    pub(super) fn warnings(&self) -> String {
        let warnings = &self.of.told.warnings;
        if warnings.is_empty() {
            return "<p>None: all that the source has is carried.</p>\n".to_string();
        }
        let items: String =
            warnings.iter().map(|it| format!("<li>{}</li>\n", escaped(it))).collect();
        format!(
            "<p>What the plan does not carry, or is not sure of.</p>\n<ul class=\"warnings\">\n{items}</ul>\n"
        )
    }

    /// The plan as it was printed, and the rules.
    pub(super) fn record(&self) -> String {
        let told = self.of.told;
        let plan: Vec<String> = told.plan.iter().map(|line| escaped(line)).collect();
        let before = told.rules_before.as_deref().unwrap_or(&told.rules);
        let rules = match before == told.rules {
            true => format!("<pre><code>{}</code></pre>", escaped(&told.rules)),
            false => format!(
                "<pre class=\"diff\"><code>{}</code></pre>",
                compared(&format!("{before}\n"), &format!("{}\n", told.rules))
            ),
        };
        let title = match (&told.rules_before, before == told.rules) {
            (None, _) => "Rules",
            (Some(_), true) => "Rules, as those of the revision before",
            (Some(_), false) => "Rules, other than those of the revision before",
        };
        format!(
            "<details><summary>Plan as it was printed, {}</summary><pre><code>{}</code></pre></details>\n\
             <details><summary>{title}</summary>{rules}</details>\n",
            counted(plan.len(), "line"),
            plan.join("\n")
        )
    }
}

/// What could not be asked, and why: not in detail, which may have addresses.
fn failed(what: &str, error: &Error) -> String {
    format!("<p class=\"verdict warn\">{what}: {}.</p>\n", escaped(&error.message))
}

fn problems(problems: &[Problem], none: &str) -> String {
    if problems.is_empty() {
        return format!("<p>{none}</p>\n");
    }
    let row = |it: &Problem| {
        let rows =
            it.rows.map_or_else(|| "unknown".to_string(), |n| grouped(n.unsigned_abs() as usize));
        let example = escaped(it.example.as_deref().unwrap_or_default());
        vec![
            format!("<a href=\"#s{0}\">step {0}</a>", it.step),
            named(&it.object),
            escaped(&it.problem),
            rows,
            example,
        ]
    };
    let rows = problems.iter().take(SHOWN).map(row).collect();
    let columns = ["Where", "Object", "What is wrong", "Rows", "One of them"];
    table("problems", "Rows that are in the way", &columns, rows) + &left_out(problems.len())
}

/// How many rows of so many are not shown.
fn left_out(count: usize) -> String {
    match count.saturating_sub(SHOWN) {
        0 => String::new(),
        n => format!("<p class=\"note\">and {} more</p>\n", grouped(n)),
    }
}

/// A table that is folded, and how to see what is left out of it.
fn folded(count: usize, query: &str, table: impl FnOnce() -> String) -> String {
    if count == 0 {
        return String::new();
    }
    let more = match count > SHOWN {
        true => {
            format!("<p class=\"note\">The first {SHOWN}; all of them: <code>{query}</code></p>\n")
        }
        false => String::new(),
    };
    format!("<details><summary>{}</summary>{}{more}</details>\n", counted(count, "object"), table())
}

/// Rows of cells that are HTML.
fn table(class: &str, caption: &str, columns: &[&str], rows: Vec<Vec<String>>) -> String {
    let head: String = columns.iter().map(|it| format!("<th scope=\"col\">{it}</th>")).collect();
    let row = |cells: &Vec<String>| -> String {
        let cells: String = cells.iter().map(|it| format!("<td>{it}</td>")).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let body: String = rows.iter().map(row).collect();
    format!(
        "<table class=\"wide {class}\"><caption>{caption}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>\n"
    )
}
