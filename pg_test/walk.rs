//! Walks at random: a source is changed by [`LENGTH`] statements, and the target follows it.
//!
//! A walk begins with `walk/start.sql`. Its statements create, alter, rename and drop what there is in
//! the source at that time, over all kinds; names come from a small pool, so that they are freed and
//! taken again, swapped and chained. What the server refuses is not part of a walk. A walk is made
//! on a source alone, and then followed with another one: after each few statements the dumps of
//! source and target must be equal, and the next plan must print `No changes.`; at the end the
//! target goes all the way down, and up again. Tables of the target get rows on the way.
//!
//! `SCHEMIG_WALKS` says how many walks, `SCHEMIG_WALK_SEED` which ones, `SCHEMIG_WALK` that it is only
//! the one of that number, `SCHEMIG_WALK_ONLY=create,drop` with which words their sorts of statements
//! begin. `SCHEMIG_WALK_TRASH=1` follows under the rule `"drops": "trash"`. `SCHEMIG_WALK_REJECTED=1` prints what the server refused.

mod acts;
mod code;
mod fewest;
mod model;
mod names;
mod parts;
mod replay;
mod tables;
mod types;
mod views;

use crate::dump::Dump;
use crate::psql::Database;
use crate::{Outcome, tally, trial};
use acts::Act;
use fastrand::Rng;
use libtest_mimic::Trial;
use model::{Maker, Thing};
use std::collections::{BTreeMap, BTreeSet};

/// Statements of a walk.
const LENGTH: usize = 30;

/// Walks of a trial.
const SIZE: u64 = 5;

/// Of a hundred statements that are tried, the source must accept so many.
const ACCEPTED: usize = 60;

const ONLY: &str = "SCHEMIG_WALK_ONLY";

const START: &str = include_str!("walk/start.sql");

/// Refuses a sequence and a type of one name. The server lets a type take a sequence's name, but makes no sequence
/// with a type's name, and pg_dump makes the type first.
const RESTORABLE: &str = "DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_class c JOIN pg_type t ON t.typname = c.relname AND t.typnamespace = c.relnamespace
              WHERE c.relkind = 'S') THEN RAISE 'no dump of this can be restored'; END IF; END $$;";

pub fn trials() -> Vec<Trial> {
    let seed = number("SCHEMIG_WALK_SEED").unwrap_or(1);
    let mut trials = vec![trial("walk::generator", generator)];
    if let Some(walk) = number("SCHEMIG_WALK") {
        trials.push(trial(format!("walk::one_{walk:04}"), move || run(seed, &[walk])));
        return trials;
    }
    let all: Vec<u64> = (0..number("SCHEMIG_WALKS").unwrap_or(20)).collect();
    trials.extend(all.chunks(SIZE as usize).map(|some| {
        let some = some.to_vec();
        let name = format!("walk::from_{:04}", some[0]);
        trial(name, move || run(seed, &some))
    }));
    trials
}

/// All sorts of statements, or those that are asked for.
fn acts() -> Vec<Act> {
    let mut acts = acts::all();
    if let Ok(only) = std::env::var(ONLY) {
        acts.retain(|act| only.split(',').any(|word| act.name.starts_with(word)));
    }
    acts
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
}

/// Statements that the source has run since the target last followed it.
#[derive(Clone)]
struct Group {
    statements: Vec<String>,
    /// Afterwards empty tables of the target get a row.
    rows: bool,
    /// The upgrade is undone and done again.
    back: bool,
}

impl Group {
    /// All as one, if there are any.
    fn joined(groups: &[Group]) -> Vec<Group> {
        let statements = groups.iter().flat_map(|g| g.statements.clone()).collect();
        let rows = groups.iter().any(|g| g.rows);
        let one = Group { statements, rows, back: false };
        if groups.is_empty() { Vec::new() } else { vec![one] }
    }
}

/// Makes and follows walks; says of each that fails what is wrong.
fn run(seed: u64, walks: &[u64]) -> Outcome {
    let manner = replay::Manner { strict: true, down: true };
    let mut faults = Vec::new();
    for walk in walks {
        let mut way = Way::new(seed, *walk)?;
        while way.accepted < LENGTH {
            way.step()?;
        }
        tally::count("statements of walks tried", way.tried);
        tally::count("accepted", way.accepted);
        let groups = way.groups();
        tally::count("walks", 1);
        if let Err(fault) = replay::follow(&format!("walk_{walk}"), &groups, manner) {
            faults.push(explain(seed, *walk, &groups, &fault));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n\n")) }
}

fn explain(seed: u64, walk: u64, groups: &[Group], fault: &replay::Fault) -> String {
    let only = std::env::var(ONLY).map(|only| format!("{ONLY}={only} ")).unwrap_or_default();
    let trash = std::env::var(replay::TRASH).map(|_| format!("{}=1 ", replay::TRASH));
    let trash = trash.unwrap_or_default();
    let again = format!(
        "{only}{trash}SCHEMIG_WALK_SEED={seed} SCHEMIG_WALK={walk} make acceptance CASES=walk::one"
    );
    let until = (fault.group + 1).min(groups.len());
    let text =
        format!("walk {walk}; once more: {again}\n{}{}", script(&groups[..until]), fault.what);
    match fewest::fewest(groups, fault) {
        Some((few, what)) => {
            format!("{text}\n\nwalk {walk}, with fewer statements:\n{}{what}", script(&few))
        }
        None => text,
    }
}

/// The statements, with what was done between them.
fn script(groups: &[Group]) -> String {
    let mut text = "\\ir pg_test/walk/start.sql\n".to_owned();
    for group in groups {
        text += &group.statements.join("\n");
        text += match (group.rows, group.back) {
            (true, true) => "\n-- followed, with rows, undone, redone\n",
            (true, false) => "\n-- followed, with rows\n",
            (false, true) => "\n-- followed, undone, redone\n",
            (false, false) => "\n-- followed\n",
        };
    }
    text
}

/// All of a statement or nothing; errors do not end the script.
fn attempt(statement: &str) -> String {
    format!("\\set ON_ERROR_STOP 0\nBEGIN;\n{statement}\nCOMMIT;\n")
}

/// A walk that is being made.
struct Way {
    source: Database,
    random: Rng,
    acts: Vec<Act>,
    things: Vec<Thing>,
    statements: Vec<String>,
    tried: usize,
    accepted: usize,
    /// Sorts of statements that come more often.
    wanted: BTreeSet<String>,
    /// How often each sort of statement was accepted, and tried.
    counts: BTreeMap<String, (usize, usize)>,
}

impl Way {
    fn new(seed: u64, walk: u64) -> Outcome<Self> {
        let source = Database::new(&format!("walk_{walk}_made"))?;
        source.sql(START)?;
        let things = Thing::all(&source.sql(model::QUERY)?)?;
        let random = Rng::with_seed(seed.wrapping_mul(1_000_003) ^ walk);
        Ok(Self {
            source,
            random,
            acts: acts(),
            things,
            statements: Vec::new(),
            tried: 0,
            accepted: 0,
            wanted: BTreeSet::new(),
            counts: BTreeMap::new(),
        })
    }

    /// Tries one statement.
    fn step(&mut self) -> Outcome {
        let (name, statement) = self.next();
        let tried = attempt(&format!("{statement}\n{RESTORABLE}"));
        let said = self.source.said(&format!("{tried}{}", model::QUERY))?;
        let refused = said.notices.contains("ERROR: ");
        if refused && rejected_are_shown() {
            eprintln!("{name}: {statement}\n{}", said.notices);
        }
        let count = self.counts.entry(name).or_default();
        count.1 += 1;
        self.tried += 1;
        if !refused {
            count.0 += 1;
            self.accepted += 1;
            self.statements.push(statement);
        }
        self.things = Thing::all(&said.rows)?;
        Ok(())
    }

    /// A statement that can be made of what there is; often one of the sorts that are wanted.
    fn next(&mut self) -> (String, String) {
        let mut maker = Maker { random: &mut self.random, things: &self.things };
        let wanted: Vec<&Act> =
            self.acts.iter().filter(|act| self.wanted.contains(&act.name)).collect();
        let mut tries = if maker.chance(50) { wanted.len() } else { 0 };
        loop {
            let act = match tries {
                0 => acts::choose(&self.acts, &mut maker),
                _ => maker.one(&wanted),
            };
            tries = tries.saturating_sub(1);
            if let Some(statement) = (act.make)(&mut maker) {
                return (act.name.clone(), statement);
            }
        }
    }

    /// What was accepted, in groups of a few; the first is empty, for the start alone.
    fn groups(mut self) -> Vec<Group> {
        let mut groups = vec![Group { statements: Vec::new(), rows: true, back: false }];
        let mut rest = self.statements.as_slice();
        while !rest.is_empty() {
            let (some, after) = rest.split_at(self.random.usize(1..=5).min(rest.len()));
            let (rows, back) = (self.random.u32(..3) > 0, self.random.u32(..5) == 0);
            groups.push(Group { statements: some.to_vec(), rows, back });
            rest = after;
        }
        groups
    }
}

/// Most statements are accepted, and each sort is, sooner or later. What they lead to can be restored
/// of a dump.
fn generator() -> Outcome {
    let mut counts: BTreeMap<String, (usize, usize)> =
        acts().into_iter().map(|act| (act.name, (0, 0))).collect();
    let (mut tried, mut accepted) = (0, 0);
    for walk in 0..60 {
        if walk > 15 && never(&counts).is_empty() {
            break;
        }
        let mut way = Way::new(7, walk)?;
        way.wanted = never(&counts);
        while way.accepted < LENGTH {
            way.step()?;
        }
        tried += way.tried;
        accepted += way.accepted;
        for (name, (taken, seen)) in &way.counts {
            let count = counts.entry(name.clone()).or_default();
            *count = (count.0 + taken, count.1 + seen);
        }
        let restored = Dump::restored(&way.source)?;
        Dump::of(&way.source)?
            .must_equal(&restored, "restored")
            .map_err(|fault| format!("walk {walk}:\n{}\n{fault}", way.statements.join("\n")))?;
    }
    if rejected_are_shown() {
        eprintln!("{accepted} of {tried}: {counts:#?}");
    }
    if accepted * 100 < tried * ACCEPTED {
        return Err(format!("of {tried} statements only {accepted} were accepted: {counts:?}"));
    }
    let never = never(&counts);
    if never.is_empty() { Ok(()) } else { Err(format!("never accepted: {never:?}")) }
}

fn never(counts: &BTreeMap<String, (usize, usize)>) -> BTreeSet<String> {
    let never = counts.iter().filter(|(_, (taken, _))| *taken == 0);
    never.map(|(name, _)| name.clone()).collect()
}

fn rejected_are_shown() -> bool {
    std::env::var_os("SCHEMIG_WALK_REJECTED").is_some()
}
