//! The diagram of tables that are touched, with those that a foreign key leads to.

use super::Page;
use super::text::counted;
use super::thing::Becomes;
use crate::export::diagram::Drawing;
use crate::fact::{Drawn, Object};
use crate::model::QName;
use std::collections::{BTreeMap, BTreeSet};

/// More boxes are no picture any more.
const BOXES: usize = 60;

/// What is not wider is drawn smaller where there is no room for it.
const FITS: u32 = 1800;

impl Page<'_> {
    pub(super) fn picture(&self) -> String {
        let touched = self.touched();
        if touched.is_empty() {
            return "<p>No table is touched.</p>\n".to_string();
        }
        if touched.len() > BOXES {
            return format!(
                "<p>{} are touched, more than a picture can show. \
                 <code>SELECT schemig.diagram(tables =&gt; ...)</code> draws some of them.</p>\n",
                counted(touched.len(), "table and view")
            );
        }
        let mut drawing = Drawing::default();
        drawing.add(&self.after.facts);
        // What is gone afterwards is drawn as it was.
        let gone = |name: &QName| touched.get(name) == Some(&"dropped");
        drawing.add_some(&self.before.facts, &gone);
        let names: BTreeSet<QName> = touched.keys().cloned().collect();
        let near = drawing.near(&names);
        let shown = if near.len() > BOXES { &names } else { &near };
        let svg = drawing.finish_marked(shown, &touched).inline();
        let width = svg.split('"').nth(1).and_then(|width| width.parse::<u32>().ok());
        let fits = if width.is_some_and(|width| width <= FITS) { " fits" } else { "" };
        format!(
            "<p class=\"note\">With the tables that foreign keys tie to them.</p>\n\
             <div class=\"picture{fits}\" role=\"region\" aria-label=\"Diagram\" tabindex=\"0\">{svg}</div>\n"
        )
    }

    /// Relations that are touched, each with what becomes of it.
    fn touched(&self) -> BTreeMap<QName, &'static str> {
        let relation = |def: &dyn Object| match def.drawn() {
            Some(Drawn::Relation { name, .. }) => Some(name),
            _ => None,
        };
        let mut touched = BTreeMap::new();
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
            touched.extend(def.and_then(relation).map(|name| (name, word)));
        }
        touched
    }
}
