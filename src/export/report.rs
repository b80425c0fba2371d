//! A revision as one HTML page for the person who has to approve it: no script, nothing from elsewhere.

mod change;
mod checks;
mod code;
mod compare;
mod glance;
mod hazard;
mod object;
mod page;
mod picture;
mod renames;
mod state;
mod statement;
mod text;
mod thing;

use crate::diff::{Drift, Recorded};
use crate::error::{Error, Result};
use crate::fact::Object;
use crate::hazard::Problem;
use crate::revision::{Revision, Source, Stored, Told};
use crate::verify::Verdict;
use hashbrown::{HashMap, HashSet};
use renames::Renames;
use state::{Entry, State};
use thing::{Course, Thing};

/// Facts on record before a revision, and what it does to them.
pub struct Facts {
    pub before: Vec<Recorded>,
    pub brought: Vec<Recorded>,
    /// Numbers of those that it ends.
    pub ended: HashSet<i64>,
    /// Definitions that facts had here before, where they were not on record.
    pub found: HashMap<i64, Box<dyn Object>>,
}

/// Data that a step loses: how much.
pub struct Loss {
    pub step: i64,
    pub text: String,
}

/// What databases were asked.
pub struct Live {
    /// What its statements lose; of one that is in effect, as its plan said.
    pub losses: Vec<Loss>,
    /// What taking it back would lose now, and rows that are in the way of that.
    pub back: Vec<Loss>,
    pub bars: Vec<Problem>,
    /// Rows that its statements would fail on.
    pub problems: Vec<Problem>,
    pub drift: std::result::Result<Vec<Drift>, Error>,
    pub verify: std::result::Result<Vec<Verdict>, Error>,
}

/// What a page is made of.
pub struct Report<'a> {
    pub source: &'a Source,
    pub revision: &'a Revision,
    pub told: &'a Told,
    pub steps: &'a [Stored],
    pub live: &'a Live,
}

/// The same, with what becomes of each object.
struct Page<'a> {
    of: Report<'a>,
    things: Vec<Thing>,
    before: State,
    after: State,
    new: Vec<Entry<'a>>,
}

impl Report<'_> {
    /// The text of the page.
    pub fn page(self, facts: &Facts) -> Result<String> {
        let found = |it: &Recorded| facts.found.contains_key(&it.id);
        let mut old: Vec<Entry> =
            facts.before.iter().map(|it| (it, it.def.as_ref() as &dyn Object)).collect();
        let mut new = old.clone();
        new.retain(|(it, _)| !facts.ended.contains(&it.id));
        new.extend(facts.brought.iter().map(|it| (it, it.def.as_ref() as &dyn Object)));
        let was = |it: &Recorded| facts.found.get(&it.id).map(|def| def.as_ref());
        old.extend(facts.brought.iter().filter_map(|it| Some((it, was(it)?))));
        let (before, after) = (State::new(&old)?, State::new(&new)?);
        let mut course = Course {
            before: &before,
            after: &after,
            old: &old,
            new: &new,
            brought: facts.brought.iter().map(|it| it.id).collect(),
            ended: &facts.ended,
            found: facts.brought.iter().filter(|it| found(it)).map(|it| it.id).collect(),
            other_rules: self.told.rules_before.as_ref().is_some_and(|it| *it != self.told.rules),
            renames: Renames::default(),
        };
        let things = course.things(self.steps, hazard::all(self.steps, self.live))?;
        Ok(Page { of: self, things, before, after, new }.print())
    }
}
