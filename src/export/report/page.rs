//! The page as a whole: its head, who and when, and the order of its parts.

use super::Page;
use super::text::{escaped, plain};

const STYLE: &str = include_str!("style.css");

/// Nothing is loaded and nothing runs, whatever a name may try.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// A part of the page; none is left out, so that each has its place.
struct Part {
    id: &'static str,
    title: &'static str,
    body: String,
}

impl Page<'_> {
    pub(super) fn print(&self) -> String {
        let part = |id, title, body| Part { id, title, body };
        let parts = [
            part("glance", "At a glance", self.glance()),
            part("changes", "What changes, and why", self.overview()),
            part("hazards", "Hazards", self.hazards()),
            part("objects", "Before and after", self.objects()),
            part("diagram", "Tables that are touched", self.picture()),
            part("statements", "Statements and undo", self.statements()),
            part("checks", "Checks", self.checks()),
            part("warnings", "Warnings", self.warnings()),
            part("record", "Plan and rules", self.record()),
        ];
        let links: String = parts
            .iter()
            .map(|it| format!("<li><a href=\"#{}\">{}</a></li>", it.id, it.title))
            .collect();
        let sections: String = parts.iter().map(section).collect();
        let title = self.title();
        let (name, title) = (plain(&title), escaped(&title));
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{name} · schemig {}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#main\">Skip to the content</a>\n{}\
             <nav aria-label=\"Contents\"><ul>{links}</ul></nav>\n\
             <main id=\"main\">\n{sections}</main>\n</body>\n</html>",
            self.of.told.id,
            self.header(&title),
        )
    }

    fn title(&self) -> String {
        let told = self.of.told;
        told.message.clone().unwrap_or_else(|| format!("Revision {}", told.id))
    }

    /// Who and when.
    fn header(&self, title: &str) -> String {
        let (told, source) = (self.of.told, self.of.source);
        let mut facts = vec![("Revision", format!("<code>{}</code>", told.id))];
        facts.push(match &told.down {
            Some(down) => ("Follows", format!("<code>{down}</code>")),
            None => ("Follows", "nothing: it is the first".to_string()),
        });
        let by = |at: &str, by: &str| format!("{at} UTC by {}", escaped(by));
        facts.push(("Planned", by(&told.planned_at, &told.planned_by)));
        if let (Some(at), Some(who)) = (&told.applied_at, &told.applied_by) {
            facts.push(("Applied", by(at, who)));
        }
        if let Some(version) = told.source_version {
            let text = format!("PostgreSQL {}.{}", version / 10_000, version % 10_000);
            facts.push(("Source", text));
        }
        facts.push(("Asked", format!("<time>{}</time> UTC", told.now)));
        let list: String = facts
            .iter()
            .map(|(word, text)| format!("<div><dt>{word}</dt><dd>{text}</dd></div>"))
            .collect();
        let (class, state) = self.state();
        format!(
            "<header>\n<p class=\"from\"><span class=\"state {class}\">{state}</span> \
             <span><code>{}</code> <span aria-hidden=\"true\">→</span><span class=\"unseen\">to</span> <code>{}</code></span></p>\n\
             <h1>{title}</h1>\n<dl>{list}</dl>\n</header>\n",
            escaped(&source.name),
            escaped(&told.database),
        )
    }

    fn state(&self) -> (&'static str, String) {
        let statements = self.of.steps.iter().filter(|it| it.statement.is_some()).count();
        match (self.of.told.state.as_str(), self.of.revision.reached) {
            (_, Some(done)) => ("begun", format!("Begun: {done} of {statements} statements")),
            ("applied", _) => ("applied", "Applied".to_string()),
            ("undone", _) => ("undone", "Taken back".to_string()),
            _ => ("pending", "Pending".to_string()),
        }
    }
}

fn section(part: &Part) -> String {
    let Part { id, title, body } = part;
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>\n{body}</section>\n"
    )
}
