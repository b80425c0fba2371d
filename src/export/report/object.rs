//! Each object before and after.

use super::Page;
use super::compare::compared;
use super::glance::{change, chip, class, worst};
use super::text::{counted, escaped, named};
use super::thing::{Becomes, Thing};

/// So many are open from the start.
const OPEN: usize = 10;

impl Page<'_> {
    pub(super) fn objects(&self) -> String {
        if self.things.is_empty() {
            return "<p>None.</p>\n".to_string();
        }
        let is_open = self.things.len() <= OPEN;
        let each = self.things.iter().enumerate();
        each.map(|(i, it)| self.object(i, it, is_open)).collect()
    }

    fn object(&self, number: usize, it: &Thing, is_open: bool) -> String {
        let chips: Vec<String> = worst(it).into_iter().map(chip).collect();
        let open = if is_open { " open" } else { "" };
        format!(
            "<details class=\"thing\"{open}><summary><h3>{} {} <span class=\"sign {}\">{}</span></h3> {}</summary>\n\
             <div id=\"o{}\">{}{}{}</div></details>\n",
            escaped(&it.kind),
            named(&it.name),
            class(it.becomes),
            it.becomes.word(),
            chips.join(" "),
            number + 1,
            self.reasons(it),
            self.definitions(it),
            self.links(it)
        )
    }

    fn reasons(&self, it: &Thing) -> String {
        let mut lines = Vec::new();
        if let Some(why) = &it.why {
            lines.push(format!("Why: {}.", escaped(why)));
        }
        if let Some(old) = &it.old_name {
            lines.push(format!("It was {} here.", named(old)));
        }
        if let Some((of, _)) = it.after.and_then(|new| self.new.get(new)) {
            let rule = of.rule.as_ref().map_or(String::new(), |rule| {
                format!(", named here by the rules <code>{}</code>", escaped(rule))
            });
            lines.push(format!("In the source it is {}{rule}.", named(&of.source_name)));
        }
        let hazards: String = it
            .hazards
            .iter()
            .map(|hazard| {
                let text = match hazard.text.is_empty() {
                    true => hazard.class.meaning().to_string(),
                    false => escaped(&hazard.text),
                };
                format!(
                    "<li>{} {text} (<a href=\"#s{}\">step {}</a>)</li>",
                    chip(hazard.class),
                    hazard.step,
                    hazard.step
                )
            })
            .collect();
        let changes: String = it.changes.iter().map(change).collect();
        let list = |class: &str, items: String| match items.is_empty() {
            true => String::new(),
            false => format!("<ul class=\"{class}\">{items}</ul>"),
        };
        format!("<p>{}</p>{}{}", lines.join(" "), list("hazards", hazards), list("parts", changes))
    }

    fn definitions(&self, it: &Thing) -> String {
        let old = it.before.map(|i| self.before.definition(i)).unwrap_or_default();
        let new = it.after.map(|i| self.after.definition(i)).unwrap_or_default();
        let told = |text: &str| format!("<p class=\"note\">{text}</p>\n");
        match it.becomes {
            Becomes::Left => told("Its definition stays as it is."),
            _ if old.is_empty() && new.is_empty() => {
                told("It is on no record here: its definition stands in its statements.")
            }
            _ if old == new => told("Its definition is the same before and after."),
            _ => format!("<pre class=\"diff\"><code>{}</code></pre>\n", compared(&old, &new)),
        }
    }

    fn links(&self, it: &Thing) -> String {
        const LINKS: usize = 40;
        if it.steps.is_empty() {
            return String::new();
        }
        let link = |i: &usize| {
            let number = self.of.steps[*i].number;
            format!("<a href=\"#s{number}\">{number}</a>")
        };
        let links: Vec<String> = it.steps.iter().take(LINKS).map(link).collect();
        let more = match it.steps.len().saturating_sub(LINKS) {
            0 => String::new(),
            n => format!(" and {}", counted(n, "more step")),
        };
        format!("<p class=\"note\">Steps {}{more}</p>\n", links.join(", "))
    }
}
