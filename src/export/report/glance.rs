//! What is to be seen first: what happens to which object, what may be lost, what else may surprise.

use super::Page;
use super::hazard::{Class, Hazard};
use super::text::{counted, escaped};
use super::thing::{Becomes, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are shown at once; more are folded.
const SHOWN: usize = 25;

impl Page<'_> {
    pub(super) fn glance(&self) -> String {
        format!("{}{}{}", self.verdict(), self.counts(), self.hazards())
    }

    fn all_hazards(&self) -> Vec<(usize, &Hazard)> {
        let of = |(i, thing): (usize, &'_ Thing)| -> Vec<usize> {
            (0..thing.hazards.len()).map(|_| i).collect()
        };
        let owners = self.things.iter().enumerate().flat_map(of);
        let mut all: Vec<(usize, &Hazard)> =
            owners.zip(self.things.iter().flat_map(|it| &it.hazards)).collect();
        all.sort_by_key(|(_, it)| (it.class, it.step));
        all
    }

    /// One sentence about data, one about what is in the way.
    fn verdict(&self) -> String {
        let of = |class: Class| -> usize {
            self.things.iter().flat_map(|it| &it.hazards).filter(|it| it.class == class).count()
        };
        let done = self.of.revision.applied;
        let mut lines = Vec::new();
        let fails = of(Class::Fails);
        if fails > 0 {
            let text = format!(
                "It would fail now: rows that are here are in the way of {}.",
                counted(fails, "statement")
            );
            lines.push(("bad", text));
        }
        lines.push(match (of(Class::Loss), done) {
            (0, true) => ("good", "No data was lost.".to_string()),
            (0, false) => ("good", "No data is lost.".to_string()),
            (n, true) => ("bad", format!("Data was lost, by {}.", counted(n, "statement"))),
            (n, false) => ("bad", format!("Data will be lost, by {}.", counted(n, "statement"))),
        });
        let (rewrites, locks) = (self.tables(Class::Rewrite), self.tables(Class::Lock));
        let waits = [(rewrites, "written anew"), (locks, "read under a lock")];
        let told = |(n, what): &(usize, &str)| {
            let verb = match (*n, done) {
                (1, false) => "is",
                (_, false) => "are",
                (1, true) => "was",
                (_, true) => "were",
            };
            (*n > 0).then(|| format!("{} {verb} {what}", counted(*n, "table")))
        };
        let waits: Vec<String> = waits.iter().filter_map(told).collect();
        if !waits.is_empty() {
            let tense = if done { "waited" } else { "wait" };
            lines.push(("warn", format!("{}; others {tense} meanwhile.", waits.join(", "))));
        } else if !done {
            lines.push(("good", "Nobody waits for long.".to_string()));
        }
        if of(Class::Doubt) > 0 {
            lines.push(("warn", "Some rows could not be looked at.".to_string()));
        }
        lines
            .iter()
            .map(|(tone, text)| format!("<p class=\"verdict {tone}\">{text}</p>\n"))
            .collect()
    }

    /// How many tables a sort of hazard is about.
    fn tables(&self, class: Class) -> usize {
        let of = self.things.iter().flat_map(|it| &it.hazards).filter(|it| it.class == class);
        of.map(|it| &it.text).collect::<BTreeSet<_>>().len()
    }

    /// How many objects of which kind become what.
    fn counts(&self) -> String {
        let mut by: BTreeMap<Becomes, BTreeMap<(usize, &str), usize>> = BTreeMap::new();
        for it in &self.things {
            let key = (crate::kind::rank(&it.kind), it.kind.as_str());
            *by.entry(it.becomes).or_default().entry(key).or_default() += 1;
        }
        let statements = self.of.steps.iter().filter(|it| it.statement.is_some()).count();
        let mut out = String::from("<ul class=\"counts\">");
        for becomes in Becomes::ALL {
            let Some(kinds) = by.get(&becomes) else { continue };
            let all: usize = kinds.values().sum();
            let told: Vec<String> =
                kinds.iter().map(|((_, kind), n)| counted(*n, &escaped(kind))).collect();
            out += &format!(
                "<li class=\"{}\"><strong>{all}</strong> {} <small>{}</small></li>",
                class(becomes),
                becomes.word(),
                told.join(", ")
            );
        }
        out += &format!(
            "<li><strong>{statements}</strong> {} <small>in one transaction</small></li>",
            if statements == 1 { "statement" } else { "statements" }
        );
        out + "</ul>\n"
    }

    fn hazards(&self) -> String {
        let all = self.all_hazards();
        if all.is_empty() {
            return "<h3>Hazards</h3>\n<p>None.</p>\n".to_string();
        }
        let mut out = String::from("<h3>Hazards</h3>\n");
        let mut shown = String::new();
        let mut folded = String::new();
        for class in Class::ALL {
            let of: Vec<_> = all.iter().filter(|(_, it)| it.class == class).collect();
            for (n, (thing, it)) in of.iter().enumerate() {
                let row = hazard_row(*thing, it);
                match n < SHOWN {
                    true => shown += &row,
                    false => folded += &row,
                }
            }
        }
        let classes: Vec<Class> =
            Class::ALL.into_iter().filter(|c| all.iter().any(|(_, it)| it.class == *c)).collect();
        out += &hazard_table(&shown, "Hazards, the worst first");
        let left = all.len() - shown.matches("<tr").count();
        if left > 0 {
            let (title, table) =
                (counted(left, "more hazard"), hazard_table(&folded, "More hazards"));
            out += &format!("<details><summary>{title}</summary>{table}</details>\n");
        }
        let meanings: String = classes
            .iter()
            .map(|it| format!("<div><dt>{}</dt><dd>{}</dd></div>", chip(*it), it.meaning()))
            .collect();
        out + &format!("<dl class=\"legend\">{meanings}</dl>\n")
    }

    /// What becomes of each object, a row for each.
    pub(super) fn overview(&self) -> String {
        if self.things.is_empty() {
            return "<p>Nothing changes here: only the record does.</p>\n".to_string();
        }
        let rows = |range: &[Thing], from: usize| -> String {
            range.iter().enumerate().map(|(i, it)| thing_row(from + i, it)).collect()
        };
        let at = self.things.len().min(2 * SHOWN);
        let (first, rest) = self.things.split_at(at);
        let table = |rows: &str, caption: &str| {
            format!(
                "<table class=\"wide\"><caption>{caption}</caption><thead><tr><th scope=\"col\">Object</th>\
                 <th scope=\"col\">What happens</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>{rows}</tbody></table>\n"
            )
        };
        let mut out = table(&rows(first, 0), "Objects that change, those with hazards first");
        if !rest.is_empty() {
            let more = table(&rows(rest, at), "More objects that change");
            let title = counted(rest.len(), "more object");
            out += &format!("<details><summary>{title}</summary>{more}</details>\n");
        }
        out
    }
}

/// The class of a colour.
pub(super) fn class(becomes: Becomes) -> &'static str {
    match becomes {
        Becomes::Dropped => "gone",
        Becomes::Changed | Becomes::Renamed | Becomes::Remade => "other",
        Becomes::Created => "new",
        Becomes::Adopted | Becomes::Left => "stays",
    }
}

pub(super) fn chip(class: Class) -> String {
    format!("<span class=\"chip {}\">{}</span>", class.tone(), class.word())
}

fn hazard_row(thing: usize, it: &Hazard) -> String {
    format!(
        "<tr><td>{}</td><td>{} <a href=\"#o{}\"><code>{}</code></a></td><td>{}</td><td><a href=\"#s{}\">step {}</a></td></tr>\n",
        chip(it.class),
        escaped(&it.kind),
        thing + 1,
        escaped(&it.object),
        escaped(&it.text),
        it.step,
        it.step
    )
}

fn hazard_table(rows: &str, caption: &str) -> String {
    format!(
        "<table class=\"wide\"><caption>{caption}</caption><thead><tr><th scope=\"col\">Hazard</th><th scope=\"col\">Object</th>\
         <th scope=\"col\">How much</th><th scope=\"col\">Where</th></tr></thead>\n<tbody>{rows}</tbody></table>\n"
    )
}

fn thing_row(number: usize, it: &Thing) -> String {
    const CHANGES: usize = 8;
    let changes: String = it.changes.iter().take(CHANGES).map(change).collect();
    let more = match it.changes.len().saturating_sub(CHANGES) {
        0 => String::new(),
        n => format!("<li>and {}</li>", counted(n, "more change")),
    };
    let list = match changes.is_empty() {
        true => String::new(),
        false => format!("<ul class=\"parts\">{changes}{more}</ul>"),
    };
    let was = it.old_name.as_ref().map_or(String::new(), |old| {
        format!(" <span class=\"was\">was <code>{}</code></span>", escaped(old))
    });
    let whys: Vec<String> = it.whys.iter().take(CHANGES).map(|why| escaped(why)).collect();
    let chips: Vec<String> = worst(it).into_iter().map(chip).collect();
    let verdict =
        format!("<span class=\"sign {}\">{}</span>", class(it.becomes), it.becomes.word());
    format!(
        "<tr><th scope=\"row\">{} <a href=\"#o{}\"><code>{}</code></a>{was}</th><td>{verdict} {}{list}</td><td>{}</td></tr>\n",
        escaped(&it.kind),
        number + 1,
        escaped(&it.name),
        chips.join(" "),
        whys.join("<br>")
    )
}

/// Sorts of its hazards, each once.
pub(super) fn worst(it: &Thing) -> Vec<Class> {
    let mut classes: Vec<Class> = it.hazards.iter().map(|hazard| hazard.class).collect();
    classes.dedup();
    classes
}

/// A change of a part, as an item of a list.
pub(super) fn change(it: &super::thing::Change) -> String {
    let what = if it.what.is_empty() { String::new() } else { format!(": {}", escaped(&it.what)) };
    format!(
        "<li><span class=\"sign {}\"><span aria-hidden=\"true\">{}</span><span class=\"unseen\">{}</span></span> {} <code>{}</code>{what}</li>",
        class(it.becomes),
        it.becomes.sign(),
        it.becomes.word(),
        escaped(&it.kind),
        escaped(&it.name)
    )
}
