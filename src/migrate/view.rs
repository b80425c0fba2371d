//! Both sides of a source, read and compared.

use super::meanwhile::Meanwhile;
use super::order;
use super::{LENIENT, STRICT};
use crate::catalog::{Identity, Reading, Side, Taken};
use crate::checks;
use crate::diff::{self, Changes, Drift, Left, Recorded, Sides};
use crate::error::Result;
use crate::fact::{Facts, Object};
use crate::fingerprint;
use crate::kind;
use crate::pg::dblink::{self, Connection};
use crate::pg::{guard, spi};
use crate::plan::{self, Rebuild, Trash};
use crate::purge;
use crate::revision::{self, Revision, Seen, Source};
use crate::transform::elsewhere::Elsewhere;
use crate::transform::names::{self, Desired, Orders, Place};
use crate::transform::rules::{Counters, Drops, Grants, Rules};
use crate::transform::{filter, providers, roles, tablespaces, types, types::Types};
use hashbrown::HashSet;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// What of a source its rules let through.
pub struct Followed {
    pub side: Side,
    pub rules: Rules,
    pub identity: Identity,
    /// Its schemas.
    pub schemas: Vec<String>,
    pub reading: Reading,
    elsewhere: Elsewhere,
    /// Patterns that match nothing.
    idle: Vec<String>,
    /// What else filters have to say.
    said: Vec<String>,
    lacks_provider: bool,
}

/// A source that has been connected to, and who it is.
pub type Reached = (Side, Identity);

/// Connects to a source.
pub fn connect(source: &Source) -> Result<Reached> {
    let side = Side::Source(Box::new(Connection::open(&source.server)?));
    let identity = side.identity()?;
    Ok((side, identity))
}

/// What both catalogs are like, with the connection that has told so.
pub fn glance(source: &Source) -> Result<(Seen, Reached)> {
    let (side, identity) = connect(source)?;
    let (there, here) = fingerprint::of(&side, identity.version)?;
    Ok((Seen::new(&identity, &there, here), (side, identity)))
}

/// Reads schemas of a source and leaves out what the rules do not want.
pub fn follow(
    source: &Source,
    schemas: Vec<String>,
    rules: Rules,
    (side, identity): Reached,
) -> Result<Followed> {
    let wanted = rules.wanted(source.schemas.is_none());
    let mut reading = side.read(&schemas, &wanted)?;
    let elsewhere = Elsewhere::new(&revision::elsewhere(source, &identity)?)?;
    reading.known.clone_from(&elsewhere.addresses);
    if source.schemas.is_none() {
        let mut beside = side.beside(&reading.facts)?;
        beside.retain(|it| it.kind != kind::PRIVILEGE || rules.grants != Grants::Skip);
        reading.omitted.extend(beside);
    }
    let idle = filter::filter(&side, &mut reading, &rules)?;
    let mut said = reading.fit();
    let unknown = providers::settle(&mut reading, &|| definitions(source))?;
    let lacks_provider = !unknown.is_empty();
    said.extend(unknown);
    Ok(Followed { side, rules, identity, schemas, reading, elsewhere, idle, said, lacks_provider })
}

/// The definitions on record.
pub fn definitions(source: &Source) -> Result<Vec<Box<dyn Object>>> {
    Ok(revision::recorded(source)?.into_iter().map(|it| it.left.def).collect())
}

/// A source under its rules, next to what this database has and what is on record.
pub struct View {
    pub identity: Identity,
    pub rules: Rules,
    pub reading: Reading,
    pub desired: Desired,
    /// Rules that had nothing to do.
    pub idle: Vec<String>,
    /// What filters and conversions have to say.
    pub said: Vec<String>,
    /// Something was left out that another session may know, whatever the catalogs are like.
    pub lacks_provider: bool,
    pub recorded: Vec<Recorded>,
    pub others: HashSet<String>,
    /// The last applied revision.
    pub current: Option<Revision>,
    /// Schemas of this database that are compared, and what is in them.
    pub here: Vec<String>,
    /// Other schemas that hold something that depends on what is dropped, with what is in them.
    pub beside: Vec<String>,
    pub actual: Facts,
    pub(super) elsewhere: Elsewhere,
    /// Whether all that is here is on record, where the view has not all of it.
    pub(super) is_all: Option<bool>,
}

/// How often a reading is tried.
const READINGS: usize = 10;

/// Reads again what cannot be read because it has just changed: the server prints definitions as they are now, of objects
/// that are as of the transaction's beginning.
pub fn steadily<T>(read: impl Fn() -> Result<T>) -> Result<T> {
    for _ in 1..READINGS {
        match guard::in_savepoint(&read) {
            Err(error) if dblink::may_pass(&error) => {}
            result => return result,
        }
    }
    read().map_err(|error| match dblink::may_pass(&error) && error.hint.is_none() {
        true => error.hint("If somebody is changing what is read, try again."),
        false => error,
    })
}

/// Compares this database with its record again where another session has changed both in the middle.
///
/// Errors: 40001 it does so all the time; what cannot be read of a record that stays.
pub fn settled<T: 'static>(source: &Source, compare: impl Fn() -> Result<T>) -> Result<T> {
    let mut last = None;
    for _ in 0..READINGS {
        let before = revision::standing(source)?;
        // Caught within, since a subtransaction raises a deadlock again, which may pass.
        let result = guard::in_subtransaction(|| spi::catch(&compare));
        match result {
            Err(error) if dblink::may_pass(&error) => {
                last =
                    Some(error).filter(|_| revision::standing(source).is_ok_and(|s| s == before));
            }
            result if revision::standing(source)? == before => return result,
            _ => last = None,
        }
    }
    Err(last.unwrap_or_else(revision::changed))
}

/// Reads both sides and applies the rules; the first time by a connection that is already there.
pub fn look(source: &Source, connection: Option<Reached>) -> Result<View> {
    let first = Cell::new(connection);
    steadily(|| look_once(source, first.take().map_or_else(|| connect(source), Ok)?))
}

fn look_once(source: &Source, reached: Reached) -> Result<View> {
    let rules = Rules::parse(&source.rules, &kind::names())?;
    let types = Types::read(&rules)?;
    let current = revision::line(source)?.into_iter().rfind(|r| r.applied);
    let wanted = rules.wanted(source.schemas.is_none());
    let schemas = reached.0.schemas(&source.schemas, &source.server)?;
    let followed_as = |schema: &String| rules.followed_as(schema, &reached.1.database);
    let likely: Vec<String> = schemas.iter().map(followed_as).collect();
    let likely = checks::target_schemas(&likely, current.as_ref());
    let known = known(&wanted, current.as_ref())?;
    let meanwhile = Rc::new(RefCell::new(Meanwhile::new(source, likely, known)));
    reached.0.meanwhile(Some(Meanwhile::work(&meanwhile)));
    let it = follow(source, schemas, rules, reached)?;
    let Followed { side, rules, identity, schemas, mut reading, elsewhere, .. } = it;
    let (mut idle, mut said, lacks_provider) = (it.idle, it.said, it.lacks_provider);
    side.meanwhile(None);
    said.extend(settle(&side, &mut reading, &rules)?);
    let recorded = meanwhile.borrow_mut().recorded()?;
    let others = revision::used_by_others(source)?;
    let place = Place {
        database: &identity.database,
        followed: &schemas,
        movable: &checks::movable(&recorded, &others),
        elsewhere: &elsewhere,
        types: &types,
        orders: &Orders::new(),
    };
    let mut desired = under_rules(&side, &mut reading, &rules, &place)?;
    let here = checks::target_schemas(&desired.schemas, current.as_ref());
    let actual = meanwhile.borrow_mut().target(&here)?;
    let record = (recorded.as_slice(), source.is(&identity));
    let orders = order::of_columns(&reading.facts, &desired, record, &actual);
    if !orders.is_empty() {
        let place = Place { orders: &orders, ..place };
        desired = names::transform(&side, &reading.facts, &rules, &place)?;
    }
    let beside = Vec::new();
    idle.append(&mut desired.unused);
    Ok(View {
        identity,
        rules,
        reading,
        desired,
        idle,
        said,
        lacks_provider,
        recorded,
        others,
        current,
        here,
        beside,
        actual,
        elsewhere,
        is_all: None,
    })
}

/// Applies the rules; what they leave nothing of is read as not there.
pub fn under_rules(
    side: &Side,
    reading: &mut Reading,
    rules: &Rules,
    place: &Place,
) -> Result<Desired> {
    let desired = names::transform(side, &reading.facts, rules, place)?;
    let void = types::void(&desired.facts);
    if void.is_empty() {
        return Ok(desired);
    }
    reading.leave_out(&void);
    names::transform(side, &reading.facts, rules, place)
}

/// What a comparison finds, and the facts under the names that they have on the way.
pub struct Found {
    pub changes: Changes,
    /// The desired facts under the names on record.
    pub before: Facts,
    /// The target's facts under the names that they get.
    pub ahead: Facts,
}

/// What a comparison has found, and the names that are in use.
pub struct Compared {
    pub found: Found,
    pub taken: Taken,
    pub drift: Vec<Drift>,
}

impl View {
    /// Compares both sides with the record.
    pub fn compare(&self, source: &Source) -> Result<Found> {
        let current = self.current.as_ref();
        let others = |r: &Revision| {
            Rules::parse(&r.rules, &kind::names()).map(|old| old.types != self.rules.types)
        };
        let (facts, desired, recorded) =
            (&self.reading.facts, &self.desired.facts, self.recorded.as_slice());
        let same_source = source.is(&self.identity);
        let matches = diff::pair(facts, desired, recorded, same_source);
        let before = diff::before(facts, desired, recorded, &matches)?;
        let before = self.under(desired, before, false)?;
        let sides = Sides {
            source: facts,
            desired,
            recorded,
            actual: &self.actual,
            matches: &matches,
            before: &before,
            rebound: &diff::rebound(facts, recorded, &matches)?,
            wanted: &self.rules.wanted(source.schemas.is_none()),
            same_rules: current.is_some_and(|r| r.rules == source.rules),
            same_source,
            keep: self.rules.drops == Drops::Keep,
            trash: self.rules.drops == Drops::Trash,
            other_types: current.map(others).transpose()?.unwrap_or(false),
            others: &self.others,
        };
        let mut changes = diff::diff(&sides, &STRICT, &LENIENT)?;
        let ahead = self.under(&self.actual, diff::after(&sides, &changes)?, true)?;
        diff::settle(&sides, &ahead, &mut changes)?;
        Ok(Found { changes, before, ahead })
    }

    /// The facts under other names; what other sources have brought here keeps those that it has.
    fn under(&self, facts: &Facts, mut names: Elsewhere, by_server: bool) -> Result<Facts> {
        if !names.is_empty() {
            names.columns.clone_from(&self.elsewhere.here);
        }
        names::under(facts, &names, by_server)
    }

    /// Compares; where something must be dropped, also with what depends on it, wherever that is.
    pub fn compare_all(&mut self, source: &Source) -> Result<Found> {
        let found = self.compare(source)?;
        if !found.changes.removes() {
            return Ok(found);
        }
        let schemas = Side::Target.with_dependents(&self.here)?;
        self.actual = Side::Target.read(&schemas, &kind::optional())?.facts;
        self.beside = schemas.into_iter().filter(|s| !self.here.contains(s)).collect();
        self.compare(source)
    }

    /// The same, with the names that are in use here; an error where the changes cannot be made.
    pub fn checked(&mut self, source: &Source) -> Result<(Found, Taken)> {
        let mut found = self.compare_all(source)?;
        let taken = self.check(source, &mut found)?;
        Ok((found, taken))
    }

    /// The names that are in use here; an error where the changes cannot be made.
    pub fn check(&self, source: &Source, found: &mut Found) -> Result<Taken> {
        let (desired, changes) = (&self.desired.facts, &mut found.changes);
        let taken = Side::Target.taken(&self.here)?;
        checks::taken(changes, desired, &self.actual, &taken)?;
        checks::foreign(source, changes, desired)?;
        diff::refuse(changes)?;
        checks::demands(changes, desired)?;
        checks::roles(changes, desired)?;
        Ok(taken)
    }

    /// What must be made again along with the changes, and what goes to the trash.
    pub fn part(&self, changes: &mut Changes, ahead: &Facts, id: &str) -> Result<(Rebuild, Trash)> {
        let (desired, actual) = (&self.desired.facts, &self.actual);
        if self.rules.drops != Drops::Trash {
            let rebuild = plan::rebuild(changes, desired, (actual, ahead), None)?;
            return Ok((rebuild, Trash::default()));
        }
        let there = purge::found(actual, &revision::names_in_trash()?);
        let mut rebuild = plan::rebuild(changes, desired, (actual, ahead), Some(&there))?;
        let trash = Trash::find(changes, &mut rebuild, (actual, &self.recorded), there, id)?;
        Ok((rebuild, trash))
    }

    /// Whether all that is here is on record, where that is here as recorded.
    pub fn is_all(&self) -> bool {
        self.is_all.unwrap_or(self.actual.all.len() == self.recorded.len())
    }

    /// What is not carried; and what has been seen with that, where it decides about the next plan alone.
    pub fn told(&self, mut seen: Seen) -> (Vec<String>, Option<Seen>) {
        let others = [self.said.as_slice(), &self.desired.warnings, &self.idle].concat();
        let all = checks::not_carried(&self.reading, &others);
        if let Some(tables) = &mut seen.tables {
            tables.warnings.clone_from(&all);
            tables.idle.clone_from(&self.idle);
        }
        (all, Some(seen).filter(|_| !self.lacks_provider))
    }

    pub fn drift(&self) -> Result<Vec<Drift>> {
        drifted(self.recorded.iter().map(|it| &it.left), &self.others, &self.actual)
    }
}

/// How what is in this database differs from what is on record; `others` are labels of what other sources have recorded.
pub fn drifted<'a>(
    recorded: impl Iterator<Item = &'a Left>,
    others: &HashSet<String>,
    actual: &Facts,
) -> Result<Vec<Drift>> {
    let others = purge::with_labels(others, actual)?;
    diff::drift(recorded, actual, &others, &LENIENT)
}

/// Brings what was read of a source to what can be here, before names change; returns what is to be said of that.
pub fn settle(side: &Side, reading: &mut Reading, rules: &Rules) -> Result<Vec<String>> {
    filter::refuse_external(side, reading, rules)?;
    let mut said = convert(reading, rules);
    said.extend(roles::settle(reading, rules)?);
    said.extend(tablespaces::settle(reading)?);
    Ok(said)
}

/// Turns columns that count into the sort that the rules want; a warning for each that stays.
fn convert(reading: &mut Reading, rules: &Rules) -> Vec<String> {
    match rules.identity {
        Counters::Keep => Vec::new(),
        Counters::Serial => reading.convert(kind::to_serial),
        Counters::Identity => reading.convert(kind::to_identity),
    }
}

/// The optional kinds that a revision's rules want.
pub fn wanted_by(revision: &Revision) -> Result<Vec<&'static str>> {
    Ok(Rules::parse(&revision.rules, &kind::names())?.wanted(revision.whole))
}

/// The optional kinds that are wanted, and those that were: what ends may need them to come back.
pub fn known(wanted: &[&'static str], current: Option<&Revision>) -> Result<Vec<&'static str>> {
    let before = current.map(wanted_by).transpose()?.unwrap_or_default();
    Ok([wanted, &before].concat())
}
