//! The tables alone that a source has touched since a plan or an upgrade has left nothing to do: where only things come or
//! change that nothing else takes notice of, the rest need not be read.

use super::view::{Compared, Reached, View, known, settle, under_rules};
use crate::catalog::{self, Identity, Reading, Side};
use crate::checks;
use crate::diff::{Changes, Recorded};
use crate::error::Result;
use crate::fact::mention::has_word;
use crate::fact::{Exposed, Fact, Facts, Space, Surroundings};
use crate::fingerprint::Tables;
use crate::kind;
use crate::model::Address;
use crate::pg::guard;
use crate::revision::{self, Before, Revision, Seen, Source};
use crate::transform::elsewhere::Elsewhere;
use crate::transform::names::{Orders, Place};
use crate::transform::rules::Rules;
use crate::transform::{filter, types::Types};
use hashbrown::HashSet;
use pgrx::debug1;
use std::collections::BTreeSet;

/// How many tables are read by themselves. Of more, all are read.
const MOST: usize = 100;

/// What the first number of an object of users is, `FirstNormalObjectId`.
const FIRST: u32 = 16_384;

/// What has come of looking at those tables.
pub enum Looked {
    /// They tell all.
    Enough(Box<(View, Compared)>),
    /// They do not; with the connection, if it can be used further.
    TooLittle(Option<Reached>),
}

/// Looks at those tables.
///
/// Errors: those of the session and the server. All others are for the reading of everything to find.
pub fn look(source: &Source, seen: &Seen, reached: Reached) -> Result<Looked> {
    match guard::in_savepoint(|| look_once(source, seen, &reached)) {
        Ok(Some(found)) => Ok(Looked::Enough(Box::new(found))),
        Ok(None) => Ok(Looked::TooLittle(Some(reached))),
        Err(error) if guard::is_circumstance(error.code) => Err(error),
        Err(error) => {
            debug1!("{}", error.message);
            Ok(Looked::TooLittle(None))
        }
    }
}

fn look_once(
    source: &Source,
    seen: &Seen,
    (side, identity): &Reached,
) -> Result<Option<(View, Compared)>> {
    let Some((now, before)) = seen.tables.as_ref().zip(seen.before(source)?) else {
        return Ok(None);
    };
    let current = revision::line(source)?.into_iter().rfind(|r| r.applied);
    let Some(current) = current.filter(|it| it.rules == source.rules) else {
        return Ok(None);
    };
    let tables = now.touched_since(&before.tables).filter(|all| all.len() <= MOST);
    let rules = Rules::parse(&source.rules, &kind::names())?;
    let wanted = known(&rules.wanted(source.schemas.is_none()), Some(&current))?;
    let Some(tables) = tables.filter(|_| catalog::by_tables(&wanted)) else {
        return Ok(None);
    };
    let beside = |other: &Source| other.id != source.id && other.is(identity);
    let schemas = side.schemas(&source.schemas, &source.server)?;
    if revision::sources(None)?.iter().any(beside) || !side.are_plain(&schemas, &tables)? {
        return Ok(None);
    }
    let at = Only { source, side, rules, schemas, wanted, tables };
    let Some(view) = at.view((identity.clone(), current), &before)? else {
        return Ok(None);
    };
    let mut found = view.compare(source)?;
    if !is_plain(&found.changes) || at.is_mentioned(&view, &before.tables, &found.changes)? {
        return Ok(None);
    }
    let taken = view.check(source, &mut found)?;
    debug1!("read {} touched tables alone", at.tables.len());
    let drift = view.drift()?;
    Ok(Some((view, Compared { found, taken, drift })))
}

/// Some tables of a source.
struct Only<'a> {
    source: &'a Source,
    side: &'a Side,
    rules: Rules,
    schemas: Vec<String>,
    wanted: Vec<&'static str>,
    tables: Vec<u32>,
}

impl Only<'_> {
    /// Both sides of them; nothing where they refer to what is not on record, or the record has more of them.
    fn view(
        &self,
        (identity, current): (Identity, Revision),
        before: &Before,
    ) -> Result<Option<View>> {
        let (side, rules) = (self.side, &self.rules);
        let (mut reading, mut idle, said) = self.reading()?;
        let references = side.parts(&reading.references())?;
        let facts = &reading.facts;
        let mut owners: BTreeSet<u32> = self.tables.iter().copied().collect();
        owners.extend((0..facts.all.len()).map(|fact| facts.belongs_to(fact)));
        owners.extend(references.iter().map(|(_, whole)| whole.1));
        let near = revision::recorded_near(self.source, &owners)?;
        let Some(referred) = referred(&near, &references) else {
            return Ok(None);
        };
        let ours: HashSet<Address> = referred.iter().map(|fact| fact.at).collect();
        reading.add(referred);
        let types = Types::read(rules)?;
        let others = revision::used_by_others(self.source)?;
        let place = Place {
            database: &identity.database,
            followed: &self.schemas,
            movable: &checks::movable(&near, &others),
            elsewhere: &Elsewhere::default(),
            types: &types,
            orders: &Orders::new(),
        };
        let mut desired = under_rules(side, &mut reading, rules, &place)?;
        reading.take_out(&ours, &mut desired.facts);
        let here = checks::target_schemas(&desired.schemas, Some(&current));
        let Some(actual) = self.actual(&here, &near)? else {
            return Ok(None);
        };
        let recorded = self.recorded(near, &actual);
        idle.append(&mut desired.unused);
        // A rule that had nothing to do for anything else has nothing to do for these.
        let is_told = before.tables.idle.iter().all(|rule| idle.contains(rule));
        let Some(recorded) = recorded.filter(|_| desired.counted.is_empty() && is_told) else {
            return Ok(None);
        };
        let told = before.tables.warnings.iter().filter(|it| !before.tables.idle.contains(it));
        Ok(Some(View {
            identity,
            rules: rules.clone(),
            reading,
            desired,
            idle: before.tables.idle.clone(),
            said: told.cloned().chain(said).collect(),
            lacks_provider: false,
            recorded,
            others,
            current: Some(current),
            here,
            beside: Vec::new(),
            actual,
            elsewhere: Elsewhere::default(),
            is_all: Some(before.is_all),
        }))
    }

    /// What the source has of them and rules let through, with patterns that match none, and what else is to be said of it.
    fn reading(&self) -> Result<(Reading, Vec<String>, Vec<String>)> {
        let (side, rules) = (self.side, &self.rules);
        let mut reading = side.read_only(&self.schemas, &self.wanted, &self.tables)?;
        let idle = filter::filter(side, &mut reading, rules)?;
        let mut said = reading.fit();
        said.extend(settle(side, &mut reading, rules)?);
        Ok((reading, idle, said))
    }

    /// What is here of them, where the record says.
    fn actual(&self, here: &[String], near: &[Recorded]) -> Result<Option<Facts>> {
        let is_one = |it: &&Recorded| {
            let Address(class, number, sub) = it.at;
            let is_whole = class == Address::RELATION && sub == 0 && !it.def.entry().facet;
            is_whole && self.tables.contains(&number)
        };
        let names: Vec<String> = near.iter().filter(is_one).map(|it| it.name.clone()).collect();
        let Some(numbers) = Side::numbers(&names)? else {
            return Ok(None);
        };
        Ok(Some(Side::Target.read_only(here, &self.wanted, &numbers)?.facts))
    }

    /// What is on record of what is here; none where that is not all there is.
    fn recorded(&self, near: Vec<Recorded>, actual: &Facts) -> Option<Vec<Recorded>> {
        let labels: HashSet<String> =
            (0..actual.all.len()).map(|fact| actual.label(fact)).collect();
        let (recorded, others): (Vec<Recorded>, Vec<Recorded>) =
            near.into_iter().partition(|it| labels.contains(&it.label()));
        // It was a part of something else, say.
        let is_more = others.iter().any(|it| self.tables.contains(&it.at.1));
        (recorded.len() == actual.all.len() && !is_more).then_some(recorded)
    }

    /// Whether what has come has a name that a warning, or a body of a routine that is written anew, may be about.
    fn is_mentioned(&self, view: &View, before: &Tables, changes: &Changes) -> Result<bool> {
        let (facts, desired) = (&view.reading.facts, &view.desired.facts);
        // What is told of columns is told by their tables.
        let is_told = |fact: &usize| {
            let entry = facts.all[*fact].entry();
            facts.parent(*fact).is_some() && !entry.part && !entry.facet
        };
        let told = (0..facts.all.len()).filter(is_told);
        let created = changes.create.iter().copied();
        for fact in created.clone() {
            if is_elsewhere(desired, fact)? {
                return Ok(true);
            }
        }
        let mut new = names_of(facts, created.clone());
        let about = [names_of(facts, told), new.clone()].concat();
        if about.iter().any(|name| before.warnings.iter().any(|text| has_word(text, name))) {
            return Ok(true);
        }
        let stays =
            |schema: &String| self.rules.followed_as(schema, &view.identity.database) == *schema;
        if self.rules.keep_names() && self.schemas.iter().all(stays) {
            return Ok(false);
        }
        // Bodies may ask by which tables they are called.
        let calls =
            |fact: usize| matches!(facts.all[fact].def.exposes(), Some(Exposed::Trigger { .. }));
        new.extend(names_of(desired, created.clone()));
        Ok(created.into_iter().any(calls) || revision::are_in_bodies(self.source, &new)?)
    }
}

/// The names of facts, and of what comes with them.
fn names_of(facts: &Facts, some: impl Iterator<Item = usize>) -> Vec<String> {
    let of = |fact: usize| {
        let def = &facts.all[fact].def;
        let own = def.boxed().own().map(|own| own.name.clone());
        own.into_iter().chain(def.makes().map(|made| made.name))
    };
    some.flat_map(of).collect()
}

/// What others on record are that some tables refer to, by what each reference is a part of; none where something is not
/// there, or depends on more.
fn referred(near: &[Recorded], references: &[(Address, Address)]) -> Option<Vec<Fact>> {
    let mut missing: HashSet<Address> =
        references.iter().map(|(part, _)| *part).filter(|at| at.1 >= FIRST).collect();
    let wholes: BTreeSet<Address> = references.iter().map(|(_, whole)| *whole).collect();
    let mut facts = Vec::new();
    for it in near.iter().filter(|it| !it.def.entry().facet) {
        let is_heir = matches!(it.source.exposes(), Some(Exposed::Heir { .. }));
        if is_heir && wholes.iter().any(|at| at.1 == it.at.1) {
            return None;
        }
        if !wholes.contains(&it.at.whole()) {
            continue;
        }
        let parts = references.iter().filter(|(_, whole)| *whole == it.at);
        missing.retain(|at| !parts.clone().any(|(part, _)| part == at));
        let parent = Some(it.at.whole()).filter(|whole| *whole != it.at);
        let surroundings = Surroundings { parent, ..Surroundings::at(it.at) };
        facts.push(Fact::new(surroundings, it.source.boxed().into()));
    }
    missing.is_empty().then_some(facts)
}

/// Whether a name is in a namespace that is not looked at where new names are.
fn is_elsewhere(facts: &Facts, fact: usize) -> Result<bool> {
    let space = facts.own_name(fact)?.map(|(space, _)| space);
    Ok(space.is_some_and(|space| !matches!(space, Space::Relation | Space::Type)))
}

/// Whether nothing but the tables themselves takes notice of changes.
fn is_plain(changes: &Changes) -> bool {
    let Changes { adopt, replace, rename, lost, kept, absent, aside, .. } = changes;
    let known = adopt.is_empty() && replace.is_empty() && lost.is_empty() && kept.is_empty();
    let in_place = changes.alter.iter().all(|it| it.along.is_none() && it.anew.is_empty());
    let named = rename.is_empty() && absent.is_empty() && aside.is_empty();
    known && named && in_place && !changes.removes() && changes.ended.len() == changes.alter.len()
}
