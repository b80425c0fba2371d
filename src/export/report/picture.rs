//! The diagram of tables that are touched, with those that a foreign key leads to.

use super::Page;
use super::text::{escaped, grouped};
use super::thing::Becomes;
use crate::export::diagram::Drawing;
use crate::fact::{Drawn, Object};
use crate::model::QName;
use crate::pg::quote;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// More boxes are no picture any more.
const BOXES: usize = 60;

/// What is not wider is drawn smaller where there is no room for it.
const FITS: u32 = 1800;

/// A relation, with what becomes of it and how much that asks for attention.
struct Touched {
    name: QName,
    word: &'static str,
    rank: (usize, Becomes),
}

impl Page<'_> {
    pub(super) fn picture(&self) -> String {
        let touched = self.touched();
        if touched.is_empty() {
            return "<p>No table is touched.</p>\n".to_string();
        }
        let marks: BTreeMap<QName, &'static str> =
            touched.iter().map(|it| (it.name.clone(), it.word)).collect();
        let mut drawing = Drawing::default();
        drawing.add(&self.after.facts);
        // What is gone afterwards is drawn as it was.
        let gone = |name: &QName| marks.get(name) == Some(&"dropped");
        drawing.add_some(&self.before.facts, &gone);
        let names = most_telling(touched, &drawing);
        let near = drawing.near(&names);
        let shown = if near.len() > BOXES { &names } else { &near };
        let note = match marks.len() > names.len() {
            true => self.left_out(marks.len()),
            false if shown.len() < near.len() => {
                "Without those that foreign keys tie to them.".to_string()
            }
            false => "With the tables that foreign keys tie to them.".to_string(),
        };
        let svg = drawing.finish_marked(shown, &marks).inline();
        let width = svg.split('"').nth(1).and_then(|width| width.parse::<u32>().ok());
        let fits = if width.is_some_and(|width| width <= FITS) { " fits" } else { "" };
        format!(
            "<p class=\"note\">{note}</p>\n\
             <div class=\"picture{fits}\" role=\"region\" aria-label=\"Diagram\" tabindex=\"0\">{svg}</div>\n"
        )
    }

    fn left_out(&self, all: usize) -> String {
        let source = quote::literal(&self.of.source.name);
        format!(
            "{} tables and views are touched; here are {BOXES} of them: those with hazards first, then what is dropped, changed, renamed \
             and new, and of each those with the most foreign keys. All tables of the source: \
             <code>SELECT schemig.diagram({}, 'svg')</code>.",
            grouped(all),
            escaped(&source)
        )
    }

    /// Relations that are touched, each with what becomes of it.
    fn touched(&self) -> Vec<Touched> {
        let relation = |def: &dyn Object| match def.drawn() {
            Some(Drawn::Relation { name, .. }) => Some(name),
            _ => None,
        };
        let mut touched = Vec::new();
        for it in &self.things {
            let word = match it.becomes {
                Becomes::Dropped => "dropped",
                Becomes::Created => "new",
                Becomes::Changed => "changed",
                Becomes::Renamed => "renamed",
                Becomes::Remade | Becomes::Adopted | Becomes::Left | Becomes::Follows => continue,
            };
            let state = if it.after.is_some() { &self.after } else { &self.before };
            let at = it.after.or(it.before);
            let def = at.and_then(|at| state.facts.all.get(at)).map(|fact| fact.def.as_ref());
            let worst = it.hazards.first().map_or(usize::MAX, |hazard| hazard.class as usize);
            let rank = (worst, it.becomes);
            touched.extend(def.and_then(relation).map(|name| Touched { name, word, rank }));
        }
        touched
    }
}

/// Those that there is room for.
fn most_telling(mut touched: Vec<Touched>, drawing: &Drawing) -> BTreeSet<QName> {
    if touched.len() > BOXES {
        let ties = drawing.ties();
        let of = |it: &Touched| ties.get(&it.name).copied().unwrap_or_default();
        touched.sort_by_cached_key(|it| (it.rank, Reverse(of(it)), it.name.clone()));
        touched.truncate(BOXES);
    }
    touched.into_iter().map(|it| it.name).collect()
}
