//! What is to be seen first: what happens to which object, what may be lost, what else may surprise.

use super::Page;
use super::hazard::{Class, Hazard};
use super::text::{counted, escaped, named};
use super::thing::{Becomes, Thing};
use std::collections::BTreeMap;

/// Rows that are shown at once; more are folded.
const SHOWN: usize = 25;

impl Page<'_> {
    pub(super) fn glance(&self) -> String {
        format!("{}{}", self.verdict(), self.counts())
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

    /// A line about data, one about rows in the way, one about waiting.
    fn verdict(&self) -> String {
        let done = self.of.revision.applied;
        let mut lines = Vec::new();
        let mut tell = |class: Class, text: &str| {
            let list = self.worst_of(class);
            let is_there = !list.is_empty();
            if is_there {
                lines.push((class.tone(), format!("<strong>{text}</strong> {list}")));
            }
            is_there
        };
        tell(Class::Fails, "It would fail now:");
        let loses = tell(Class::Loss, if done { "Data was lost:" } else { "Data will be lost:" });
        tell(Class::Doubt, "It may fail:");
        let rewrites = tell(Class::Rewrite, "Written anew, while others wait:");
        let waits = tell(Class::Lock, "Read under a lock, while others wait:") || rewrites;
        if !loses {
            let text = if done { "No data was lost." } else { "No data is lost." };
            lines.insert(0, ("good", format!("<strong>{text}</strong>")));
        }
        if !waits {
            let text =
                if done { "No table was locked for long." } else { "No table is locked for long." };
            lines.push(("good", format!("<strong>{text}</strong>")));
        }
        lines
            .iter()
            .map(|(tone, text)| format!("<p class=\"verdict {tone}\">{text}</p>\n"))
            .collect()
    }

    /// What hazards of a sort are about, the first of them.
    fn worst_of(&self, class: Class) -> String {
        const TOLD: usize = 3;
        let of = self.things.iter().flat_map(|it| &it.hazards).filter(|it| it.class == class);
        // Some say what they are about, and some that again.
        let told = |it: &Hazard| match class {
            Class::Rewrite | Class::Lock => escaped(&it.text),
            _ => format!("{} {}: {}", escaped(&it.kind), named(&it.object), escaped(&it.text)),
        };
        let mut all: Vec<String> = Vec::new();
        for text in of.map(told) {
            if !all.contains(&text) {
                all.push(text);
            }
            if all.len() > 10 * TOLD {
                break;
            }
        }
        let more = match all.len().saturating_sub(TOLD) {
            0 => String::new(),
            _ => "; and more, listed below".to_string(),
        };
        all.truncate(TOLD);
        match all.is_empty() {
            true => String::new(),
            false => format!("{}{more}", all.join("; ")),
        }
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

    pub(super) fn hazards(&self) -> String {
        let all = self.all_hazards();
        if all.is_empty() {
            return "<p>None.</p>\n".to_string();
        }
        let (mut shown, mut folded, mut left) = (String::new(), String::new(), 0);
        for class in Class::ALL {
            let of = all.iter().filter(|(_, it)| it.class == class);
            for (n, (thing, it)) in of.enumerate() {
                let row = hazard_row(*thing, it, n == 0);
                match n < SHOWN {
                    true => shown += &row,
                    false => {
                        folded += &row;
                        left += 1;
                    }
                }
            }
        }
        let mut out = hazard_table(&shown, "The worst first");
        if left > 0 {
            let (title, table) =
                (counted(left, "more hazard"), hazard_table(&folded, "More hazards"));
            out += &format!("<details><summary>{title}</summary>{table}</details>\n");
        }
        out
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
                "<table class=\"wide objects\"><caption>{caption}</caption><thead><tr><th scope=\"col\">Object</th>\
                 <th scope=\"col\">What happens, and why</th></tr></thead>\n<tbody>{rows}</tbody></table>\n"
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
        Becomes::Adopted | Becomes::Left | Becomes::Follows => "stays",
    }
}

pub(super) fn chip(class: Class) -> String {
    format!("<span class=\"chip {}\">{}</span>", class.tone(), class.word())
}

fn hazard_row(thing: usize, it: &Hazard, first: bool) -> String {
    let meaning = match first {
        true => format!(" <span class=\"note\">{}</span>", it.class.meaning()),
        false => String::new(),
    };
    format!(
        "<tr><td>{}</td><td>{} <a href=\"#o{}\">{}</a></td><td>{}{meaning}</td><td><a href=\"#s{}\">step {}</a></td></tr>\n",
        chip(it.class),
        escaped(&it.kind),
        thing + 1,
        named(&it.object),
        escaped(&it.text),
        it.step,
        it.step
    )
}

fn hazard_table(rows: &str, caption: &str) -> String {
    format!(
        "<table class=\"wide hazards\"><caption>{caption}</caption><thead><tr><th scope=\"col\">Hazard</th><th scope=\"col\">Object</th>\
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
    let was = it
        .old_name
        .as_ref()
        .map_or(String::new(), |old| format!(" <span class=\"was\">was {}</span>", named(old)));
    let chips: String = worst(it).into_iter().map(|it| format!(" {}", chip(it))).collect();
    format!(
        "<tr><th scope=\"row\">{} <a href=\"#o{}\">{}</a>{was}</th><td>{}{chips}{list}</td></tr>\n",
        escaped(&it.kind),
        number + 1,
        named(&it.name),
        verdict(it),
    )
}

/// What becomes of an object as a whole, and why.
pub(super) fn verdict(it: &Thing) -> String {
    let what = match it.what.is_empty() || it.old_name.is_some() {
        true => String::new(),
        false => format!(": {}", escaped(&it.what)),
    };
    let why = it
        .why
        .as_ref()
        .map_or(String::new(), |why| format!(" <span class=\"why\">{}</span>", escaped(why)));
    format!("<span class=\"sign {}\">{}</span>{what}{why}", class(it.becomes), it.becomes.word())
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
        "<li><span class=\"sign {}\"><span aria-hidden=\"true\">{}</span><span class=\"unseen\">{}</span></span> {} {}{what} <span class=\"why\">{}</span></li>",
        class(it.becomes),
        it.becomes.sign(),
        it.becomes.word(),
        escaped(&it.kind),
        named(&it.name),
        escaped(&it.why)
    )
}
