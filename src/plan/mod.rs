//! From changes to steps: one graph, one order, statements merged where no edge crosses.

mod along;
mod apart;
mod brought;
mod graph;
mod heirs;
mod merge;
mod order;
mod outline;
mod rebuild;
mod rename;
mod sketch;
mod steps;
mod trash;

pub use merge::{Statements, creates};
pub use rebuild::{Rebuild, rebuild};
pub use trash::{Item, Only, Trash};

use crate::catalog::Taken;
use crate::diff::{Alteration, ByName, Changes, Recorded};
use crate::error::{Error, Result};
use crate::fact::{self, Doubt, Facts, Online, Scope};
use crate::kind;
use crate::model::Address;
use crate::pg::parser;
use along::Ties;
use hashbrown::{HashMap, HashSet};
use heirs::Heirs;
use order::Node;
use pgrx::PgSqlErrorCode;
use rename::Renames;

/// What a step does to its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    Create,
    /// Made as a sketch of what it will be.
    Sketch,
    /// Made again as it was.
    Again,
    SketchAgain,
    Alter,
    /// Made a sketch of what it becomes, in place.
    SketchAlter,
    Rename,
    Drop,
    /// Made a sketch of what it was, to be dropped.
    Hollow,
    /// Dropped under the names that things have after all renames.
    DropLate,
    /// Nothing, and its undo makes the fact again as it was.
    Restore,
    /// Nothing, and its undo drops what the fact has become.
    Unmake,
    /// The same for what is not followed.
    UnmakeAgain,
}

impl Verb {
    /// As `schemig.step.change` has it.
    pub fn word(self) -> &'static str {
        match self {
            Verb::Create | Verb::Sketch | Verb::Again | Verb::SketchAgain => "create",
            Verb::Alter | Verb::SketchAlter | Verb::Restore | Verb::Unmake | Verb::UnmakeAgain => {
                "alter"
            }
            Verb::Rename => "rename",
            Verb::Drop | Verb::Hollow | Verb::DropLate => "drop",
        }
    }
    /// As a plan shows it.
    pub fn sign(self) -> char {
        match self {
            Verb::Create | Verb::Sketch => '+',
            Verb::Alter
            | Verb::SketchAlter
            | Verb::Again
            | Verb::SketchAgain
            | Verb::Restore
            | Verb::Unmake
            | Verb::UnmakeAgain => '~',
            Verb::Rename => '>',
            Verb::Drop | Verb::Hollow | Verb::DropLate => '-',
        }
    }
    /// As what it is sketched, where objects need each other in a circle.
    fn sketched(self) -> Option<Verb> {
        match self {
            Verb::Create => Some(Verb::Sketch),
            Verb::Again => Some(Verb::SketchAgain),
            Verb::Alter => Some(Verb::SketchAlter),
            Verb::Drop => Some(Verb::Hollow),
            _ => None,
        }
    }
    fn is_sketch(self) -> bool {
        matches!(self, Verb::Sketch | Verb::SketchAgain | Verb::SketchAlter | Verb::Hollow)
    }
    fn drops(self) -> bool {
        matches!(self, Verb::Drop | Verb::DropLate | Verb::Restore)
    }
    /// Whether it is for the undo alone.
    fn is_way_back(self) -> bool {
        matches!(self, Verb::Restore | Verb::Unmake | Verb::UnmakeAgain)
    }
}

/// One DDL statement with its undo; either may be done along with another step's.
#[derive(Clone, Debug)]
pub struct Step {
    pub verb: Verb,
    pub kind: &'static str,
    pub object: String,
    pub statement: Option<String>,
    pub undo: Option<String>,
    /// Position of the step by whose statement it is done, if not by its own alone.
    pub along: Option<usize>,
    /// That undo is the right one only before the trash is purged, or only after that.
    pub only: Option<Only>,
    /// Query that says what data the statement loses.
    pub probe: Option<String>,
    pub undo_probe: Option<String>,
    /// What may surprise about the statement, besides the loss of data.
    pub hazards: Vec<String>,
    /// Rows that the statement would choke on.
    pub doubts: Vec<Doubt>,
    /// Rows that the undo would choke on.
    pub bars: Vec<Doubt>,
    /// What may be done instead of the statement, one transaction each.
    pub parts: Vec<String>,
    /// What a script may do instead, in part outside of transactions.
    pub online: Option<Online>,
}

impl Step {
    /// A step of an object, by kind and name, that may surprise by nothing.
    fn new(
        verb: Verb,
        (kind, object): (&'static str, String),
        statement: Option<String>,
        undo: Option<String>,
    ) -> Step {
        Step {
            verb,
            kind,
            object,
            statement,
            undo,
            along: None,
            only: None,
            probe: None,
            undo_probe: None,
            hazards: Vec::new(),
            doubts: Vec::new(),
            bars: Vec::new(),
            parts: Vec::new(),
            online: None,
        }
    }
}

/// A change as the plan lists it, with those that are told along.
#[derive(Clone, Debug)]
pub struct Line {
    pub verb: Verb,
    pub kind: &'static str,
    pub object: String,
    /// What an alteration changes of it; may be empty.
    pub what: String,
    /// How many objects it stands below.
    pub depth: usize,
    /// Kinds of the changes that are told along.
    pub with: Vec<&'static str>,
    pub probe: Option<String>,
    pub hazards: Vec<String>,
}

/// Ordered steps, and the changes that they carry out.
#[derive(Debug, Default)]
pub struct Plan {
    pub steps: Vec<Step>,
    pub lines: Vec<Line>,
    /// What the trash holds afterwards.
    pub trash: Vec<Item>,
    ties: Ties,
}

/// What may surprise about making or altering a desired fact, and which rows it would choke on.
#[derive(Debug, Default)]
pub struct Claim {
    pub hazards: Vec<String>,
    pub doubts: Vec<Doubt>,
    /// Query that says what data an alteration loses.
    pub loss: Option<String>,
}

/// What a plan is made of.
pub struct Given<'a> {
    pub desired: &'a Facts,
    pub actual: &'a Facts,
    /// The target's facts under the names that they get; same positions as in `actual`.
    pub ahead: &'a Facts,
    pub recorded: &'a [Recorded],
    pub taken: &'a Taken,
    /// What default privileges give to new objects.
    pub privileges: &'a kind::Given,
    /// By desired fact.
    pub claims: &'a HashMap<usize, Claim>,
    /// What is not dropped, but goes to the trash.
    pub trash: &'a Trash,
}

struct Planner<'a> {
    given: &'a Given<'a>,
    changes: &'a Changes,
    rebuild: &'a Rebuild,
    /// The target as it is, and positions of what is gone before anything gets another name.
    names: ByName,
    leaving: HashSet<usize>,
    /// Positions in `actual` of what is dropped when everything has its new name.
    late: HashSet<usize>,
    alter: HashMap<usize, &'a Alteration>,
    /// Desired positions of what the target has, by position in `actual`.
    counterparts: HashMap<usize, usize>,
    /// Desired positions of what is dropped and made again.
    remade: HashSet<usize>,
    /// Ties that end and are made again between the same tables: positions in `actual`.
    renewed: HashSet<usize>,
    /// What is dropped only after alterations: positions in `actual`, with the desired facts altered.
    rests: HashSet<(usize, usize)>,
}

/// Plans changes.
///
/// Errors: 42P17 a circle in the graph; 42601 or 0A000 a statement that is not exactly one of the kind's.
pub fn plan(changes: &Changes, rebuild: &Rebuild, given: &Given) -> Result<Plan> {
    let planner = Planner::new(changes, rebuild, given);
    let order = planner.order()?;
    let (early, late): (Vec<Node>, Vec<Node>) = match order.iter().position(Node::is_turn) {
        Some(at) => (order[..at].to_vec(), order[at + 1..].to_vec()),
        None => (Vec::new(), order),
    };
    let goes = |actual: &usize| planner.goes(*actual);
    let renames = changes.rename.iter().filter(|r| !goes(&r.actual));
    let renames = Renames::plan(&planner, renames.collect())?;
    let all = [early.as_slice(), &late].concat();
    let statements = planner.statements(&all)?;
    let mut plan = Plan::default();
    let (freed, lines) = planner.free_names();
    plan.steps.extend(freed);
    plan.steps.extend(given.trash.schema(given.actual));
    plan.steps.extend(planner.restores(&all)?);
    // A schema whose name another one has until it is renamed is made after that.
    let (held, early): (Vec<Node>, Vec<Node>) =
        early.iter().partition(|node| planner.is_held(**node));
    early.iter().for_each(|node| planner.add(*node, &statements, &mut plan));
    let mut steps = renames.steps.into_iter();
    plan.steps.extend(steps.by_ref().take(renames.schemas));
    held.iter().for_each(|node| planner.add(*node, &statements, &mut plan));
    plan.steps.extend(steps);
    let mut heirs = Heirs::find(&planner, changes)?;
    for node in &late {
        plan.steps.extend(heirs.before(&planner, *node, &statements));
        planner.add(*node, &statements, &mut plan);
    }
    plan.lines = [lines, renames.lines].concat();
    plan.lines.extend(outline::lines(&planner, &all, &statements));
    for verb in [Verb::Drop, Verb::DropLate] {
        let (facts, drops) = ((planner.facts(verb), given.actual), order::of_verb(&all, verb));
        plan.trash.extend(given.trash.items(facts, &drops));
    }
    check(&plan.steps)?;
    plan.ties.settle(&mut plan.steps);
    Ok(plan)
}

impl<'a> Planner<'a> {
    fn new(changes: &'a Changes, rebuild: &'a Rebuild, given: &'a Given) -> Planner<'a> {
        let mut planner = Planner {
            given,
            changes,
            rebuild,
            names: ByName::new(given.actual),
            leaving: HashSet::new(),
            late: HashSet::new(),
            alter: changes.alter.iter().map(|a| (a.fact, a)).collect(),
            counterparts: changes.there.iter().map(|(d, a)| (*a, *d)).collect(),
            remade: rebuild.again.values().flatten().copied().collect(),
            renewed: HashSet::new(),
            rests: HashSet::new(),
        };
        let dropped = planner.dropped();
        planner.renewed = planner.find_renewed(&dropped);
        planner.rests = planner.find_rests();
        planner.late = planner.find_late();
        planner.leaving = dropped.difference(&planner.late).copied().collect();
        planner
    }

    fn facts(&self, verb: Verb) -> &'a Facts {
        match verb {
            Verb::Create
            | Verb::Sketch
            | Verb::Alter
            | Verb::SketchAlter
            | Verb::Rename
            | Verb::Unmake => self.given.desired,
            Verb::Again
            | Verb::SketchAgain
            | Verb::DropLate
            | Verb::Restore
            | Verb::UnmakeAgain => self.given.ahead,
            Verb::Drop | Verb::Hollow => self.given.actual,
        }
    }

    /// Positions in `actual` of everything that is dropped, to come again or not.
    fn dropped(&self) -> HashSet<usize> {
        let again = self.rebuild.again.keys();
        self.changes.drop.iter().chain(&self.rebuild.gone).chain(again).copied().collect()
    }

    /// Whether a fact of the target is dropped.
    fn goes(&self, actual: usize) -> bool {
        self.leaving.contains(&actual) || self.late.contains(&actual)
    }

    /// Whether what is at an address of the target is gone before anything gets another name.
    fn leaves(&self, at: Address) -> bool {
        self.given.actual.owner(at).is_some_and(|t| self.leaving.contains(&t) || self.is_aside(t))
    }

    /// Whether the target has something of that kind and name which stays.
    fn has(&self, kind: &str, name: &str) -> bool {
        let there = self.names.find(kind, name);
        there.is_some_and(|there| !self.leaving.contains(&there) && !self.is_aside(there))
    }

    /// Whether something has another name before what is made of that name.
    fn is_held(&self, node: Node) -> bool {
        let desired = self.given.desired;
        let entry = desired.all.get(node.fact).map(|fact| fact.entry());
        let there = entry
            .filter(|entry| node.verb == Verb::Create && !entry.takes)
            .and_then(|entry| self.names.find(entry.kind, &desired.name(node.fact)));
        let renamed = |there: usize| self.changes.rename.iter().any(|it| it.actual == there);
        there.is_some_and(|there| renamed(there) || self.is_aside(there))
    }

    /// Whether what is dropped late has got out of the way of another one's new name.
    fn is_aside(&self, actual: usize) -> bool {
        self.late.contains(&actual) && self.changes.aside.iter().any(|(aside, _)| *aside == actual)
    }

    /// Whether a fact is dropped by itself, before what it would be in the way of, and what it belongs to goes to the trash.
    fn is_parted(&self, actual: usize) -> bool {
        self.rebuild.parted.contains(&actual)
            && self.given.actual.falls_with(actual).is_some_and(|of| self.given.trash.holds(of))
    }

    /// The name that a node's fact is shown by.
    fn shown(&self, node: Node) -> String {
        let mut up = std::iter::successors(Some(node.fact), |f| self.given.actual.parent(*f));
        match node.verb == Verb::DropLate && up.any(|f| self.is_aside(f)) {
            true => self.given.actual.name(node.fact),
            false => self.facts(node.verb).name(node.fact),
        }
    }

    /// Whether a node is told by that of another one: what comes again is told once, with all that belongs to it.
    fn is_told(&self, node: Node) -> bool {
        if !self.is_rebuilt(node) {
            return false;
        }
        let actual = match node.verb {
            Verb::Create => self.changes.there.get(&node.fact).copied(),
            _ => Some(node.fact),
        };
        let owner = actual.and_then(|a| self.given.actual.falls_with(a));
        let entry = self.facts(node.verb).all[node.fact].entry();
        let comes_with =
            |o: usize| self.rebuild.again.contains_key(&o) || (entry.facet && self.goes(o));
        node.verb.drops() || entry.part || owner.is_some_and(comes_with)
    }

    /// The query that tells which data goes when a node's fact is dropped, be it by the undo. It is asked before anything
    /// has another name.
    fn probe(&self, node: Node) -> Option<String> {
        let facts = match node.verb {
            Verb::DropLate => self.given.actual,
            verb => self.facts(verb),
        };
        // What is made anew, be it by the undo, has other rows than the undo finds.
        let keeps = |there: &usize| !self.goes(*there) && !self.rebuild.back.contains_key(there);
        let stays = |fact: usize| match node.verb.drops() {
            true => !self.goes(fact),
            false => self.changes.there.get(&fact).is_some_and(keeps),
        };
        let going = |fact: usize| node.verb.drops() && self.goes(fact);
        let scope = Scope::left(facts, node.fact, &stays).amid(&going);
        scope.def().data_probe(&scope)
    }

    /// Whether a node is one of what is dropped and comes again.
    fn is_rebuilt(&self, node: Node) -> bool {
        match node.verb {
            Verb::Again => true,
            Verb::Create => self.remade.contains(&node.fact),
            Verb::Drop | Verb::DropLate => self.rebuild.again.contains_key(&node.fact),
            _ => false,
        }
    }
}

fn check(steps: &[Step]) -> Result<()> {
    for step in steps {
        let online = step.online.iter().flat_map(Online::statements);
        for sql in step.statement.iter().chain(&step.undo).chain(&step.parts).chain(online) {
            check_statement(step.kind, &step.object, sql)?;
        }
    }
    Ok(())
}

/// The guard against text from the source that is more than it should be: every statement must be,
/// to the server's own parser, exactly one, of a command that its kind may use.
///
/// Errors: 42601 or 0A000 it is not.
pub fn check_statement(kind: &str, object: &str, sql: &str) -> Result<()> {
    let entry: Option<&'static fact::Entry> = kind::find(kind);
    let tag = parser::command_tag(sql)
        .map_err(|error| error.about(format!("It is for {kind} {object}: {sql}")))?;
    if entry.is_some_and(|e| e.commands.contains(&tag.as_str())) {
        return Ok(());
    }
    Err(Error::new(
        PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
        format!("unexpected command {tag} for {kind} {object}"),
    )
    .detail(format!("The statement is: {sql}")))
}
