//! Statements in their order, each with what takes it back.

use super::Page;
use super::code::code;
use super::glance::chip;
use super::hazard::Hazard;
use super::text::{counted, escaped, named};
use crate::revision::Stored;
use hashbrown::HashMap;

/// So many are open from the start.
const OPEN: usize = 40;

impl Page<'_> {
    pub(super) fn statements(&self) -> String {
        if self.of.steps.is_empty() {
            return "<p>None.</p>\n".to_string();
        }
        let mut of_step: HashMap<i64, Vec<&Hazard>> = HashMap::new();
        let hazards = self.things.iter().flat_map(|it| &it.hazards);
        hazards.for_each(|it| of_step.entry(it.step).or_default().push(it));
        let open = if self.of.steps.len() <= OPEN { " open" } else { "" };
        let mut out = format!(
            "<p>{}, in this order; taking them back goes from the last to the first.</p>\n<ol class=\"steps\">\n",
            counted(self.of.steps.len(), "step")
        );
        for step in self.of.steps {
            out += &one(step, of_step.get(&step.number).map_or(&[], Vec::as_slice), open);
        }
        out + "</ol>\n"
    }
}

fn one(step: &Stored, hazards: &[&Hazard], open: &str) -> String {
    let chips: String = hazards.iter().map(|it| format!(" {}", chip(it.class))).collect();
    let gentler = match step.online.is_some() || !step.parts.is_empty() {
        true => {
            "<p class=\"note\">In batches, or by a script for a database in use, other statements do the same under \
                 weaker locks.</p>"
        }
        false => "",
    };
    let half = |title: &str, sql: &Option<String>, along: &str| match sql {
        Some(sql) => format!(
            "<div><p class=\"half\">{title}</p><pre><code>{};</code></pre></div>",
            code(sql)
        ),
        None => format!("<div><p class=\"half\">{title}</p><p class=\"note\">{along}</p></div>"),
    };
    format!(
        "<li><details{open}><summary><span class=\"number\">{}</span> {} {} {}{chips}</summary>\n\
         <div class=\"pair\" id=\"s{}\">{}{}</div>{gentler}</details></li>\n",
        step.number,
        escaped(&step.change),
        escaped(&step.kind),
        named(&step.object),
        step.number,
        half("Statement", &step.statement, "Another step's statement does it along."),
        half("Undo", &step.undo, "Another step's undo does it along."),
    )
}
