//! From changes to steps: one graph, one order, statements merged where no edge crosses.

mod graph;
mod merge;
mod outline;
mod rename;

use crate::catalog::Taken;
use crate::diff::{Alteration, ByName, Changes, Recorded};
use crate::error::{Error, Result};
use crate::fact::{Facts, Scope};
use crate::kind::Given;
use crate::model::Address;
use crate::pg::parser;
use crate::{fact, kind};
use merge::Statements;
use pgrx::PgSqlErrorCode;
use rename::Renames;
use std::collections::{HashMap, HashSet};

/// What a step does to its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    Create,
    Alter,
    Rename,
    Drop,
}

impl Verb {
    /// As `schemig.step.change` has it.
    pub fn word(self) -> &'static str {
        match self {
            Verb::Create => "create",
            Verb::Alter => "alter",
            Verb::Rename => "rename",
            Verb::Drop => "drop",
        }
    }
    /// As a plan shows it.
    pub fn sign(self) -> char {
        match self {
            Verb::Create => '+',
            Verb::Alter => '~',
            Verb::Rename => '>',
            Verb::Drop => '-',
        }
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
    /// Query that says what data the statement loses.
    pub probe: Option<String>,
    pub undo_probe: Option<String>,
    /// What may surprise about the statement, besides the loss of data.
    pub hazards: Vec<&'static str>,
}

/// A change as the plan lists it, with those that are told along.
#[derive(Clone, Debug)]
pub struct Line {
    pub verb: Verb,
    pub kind: &'static str,
    pub object: String,
    /// How many objects it stands below.
    pub depth: usize,
    /// Kinds of the changes that are told along.
    pub with: Vec<&'static str>,
    pub probe: Option<String>,
    pub hazards: Vec<&'static str>,
}

/// Ordered steps, and the changes that they carry out.
#[derive(Debug, Default)]
pub struct Plan {
    pub steps: Vec<Step>,
    pub lines: Vec<Line>,
}

/// One fact that is made (of the desired ones) or removed (of the actual ones).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Node {
    verb: Verb,
    fact: usize,
}

struct Planner<'a> {
    desired: &'a Facts,
    actual: &'a Facts,
    /// The target as it is, and positions of what is dropped.
    names: ByName,
    leaving: HashSet<usize>,
    /// What default privileges give to new objects.
    given: &'a Given,
}

/// Plans changes.
///
/// Errors: XX000 a circle in the graph; 42601 or 0A000 a statement that is not exactly one of the kind's.
pub fn plan(
    changes: &Changes,
    (desired, actual): (&Facts, &Facts),
    recorded: &[Recorded],
    (taken, given): (&Taken, &Given),
) -> Result<Plan> {
    let leaving = changes.drop.iter().copied().collect();
    let planner = Planner { desired, actual, names: ByName::new(actual), leaving, given };
    let (early, order, late) = planner.stages(planner.order(changes)?, !changes.rename.is_empty());
    let renames = Renames::plan(&planner, &changes.rename, recorded, taken)?;
    let all = [early.as_slice(), &order, &late].concat();
    let statements = planner.statements(&all)?;
    let alter: HashMap<usize, &Alteration> = changes.alter.iter().map(|a| (a.fact, a)).collect();
    let mut plan = Plan { steps: planner.restores(&made(&all))?, ..Plan::default() };
    let add = |nodes: &[Node], plan: &mut Plan| {
        for node in nodes {
            match node.verb {
                Verb::Create => planner.add_create(node.fact, &statements, plan),
                Verb::Drop => planner.add_drop(node.fact, &statements, plan),
                Verb::Alter | Verb::Rename => planner.add_alter(node.fact, &alter, plan),
            }
        }
    };
    add(&early, &mut plan);
    plan.steps.extend(renames.steps);
    add(&order, &mut plan);
    add(&late, &mut plan);
    plan.lines = renames.lines;
    plan.lines.extend(outline::lines(&planner, &all, &statements.drop));
    check(&plan.steps)?;
    Ok(plan)
}

/// Statements that make and remove facts, and those that take that back.
struct Both {
    create: Statements,
    uncreate: Statements,
    drop: Statements,
    undrop: Statements,
}

fn made(order: &[Node]) -> Vec<usize> {
    order.iter().filter(|n| n.verb == Verb::Create).map(|n| n.fact).collect()
}

impl Planner<'_> {
    fn facts(&self, verb: Verb) -> &Facts {
        match verb {
            Verb::Create | Verb::Alter | Verb::Rename => self.desired,
            Verb::Drop => self.actual,
        }
    }

    /// Cuts the order where renames come in: behind all drops, for they free names and go by the old ones, and
    /// before all else that is made. But what holds other objects, a schema, must be there before they
    /// move into it, and stay until they have moved out.
    fn stages(&self, order: Vec<Node>, renames: bool) -> (Vec<Node>, Vec<Node>, Vec<Node>) {
        if !renames {
            return (Vec::new(), order, Vec::new());
        }
        let holds = |n: &Node| !self.facts(n.verb).all[n.fact].entry().takes;
        let (drops, rest): (Vec<Node>, Vec<Node>) =
            order.into_iter().partition(|n| n.verb == Verb::Drop);
        let (late, mut early): (Vec<Node>, Vec<Node>) = drops.into_iter().partition(holds);
        let (first, rest): (Vec<Node>, Vec<Node>) = rest.into_iter().partition(holds);
        early.extend(first);
        (early, rest, late)
    }

    fn statements(&self, order: &[Node]) -> Result<Both> {
        let reversed = |list: &[usize]| -> Vec<usize> { list.iter().rev().copied().collect() };
        let made = made(order);
        let removed = order.iter().filter(|n| n.verb == Verb::Drop);
        let removed: Vec<usize> = removed.map(|n| n.fact).collect();
        Ok(Both {
            create: merge::creates(self.desired, &made)?,
            uncreate: merge::drops(self.desired, &reversed(&made)),
            drop: merge::drops(self.actual, &removed),
            undrop: merge::creates(self.actual, &reversed(&removed))?,
        })
    }

    /// Whether what is at an address of the target is dropped.
    fn leaves(&self, at: Address) -> bool {
        self.actual.owner(at).is_some_and(|there| self.leaving.contains(&there))
    }

    /// Whether the target has something of that kind and name which stays.
    fn has(&self, kind: &str, name: &str) -> bool {
        self.names.find(kind, name).is_some_and(|there| !self.leaving.contains(&there))
    }

    /// All nodes in the order of execution; parts stand next to what they are part of.
    fn order(&self, changes: &Changes) -> Result<Vec<Node>> {
        let nodes: Vec<Node> = (changes.drop.iter().map(|f| Node { verb: Verb::Drop, fact: *f }))
            .chain(changes.create.iter().map(|f| Node { verb: Verb::Create, fact: *f }))
            .chain(changes.alter.iter().map(|a| Node { verb: Verb::Alter, fact: a.fact }))
            .collect();
        let changed: HashSet<Node> = nodes.iter().copied().collect();
        let head = |n: Node| Node {
            fact: merge::head(self.facts(n.verb), n.fact, &|f| {
                n.verb != Verb::Alter && changed.contains(&Node { fact: f, ..n })
            }),
            ..n
        };
        let mut groups: Vec<Node> = Vec::new();
        let mut group_of: HashMap<Node, usize> = HashMap::new();
        let mut parts: Vec<Vec<Node>> = Vec::new();
        for &node in nodes.iter().filter(|n| head(**n) == **n) {
            group_of.insert(node, groups.len());
            groups.push(node);
            parts.push(Vec::new());
        }
        for &node in nodes.iter().filter(|n| head(**n) != **n) {
            if let Some(&group) = group_of.get(&head(node)) {
                group_of.insert(node, group);
                parts[group].push(node);
            }
        }
        let needs = self.needs(&nodes, &group_of, groups.len());
        let keys: Vec<(bool, usize, String)> = groups.iter().map(|n| self.key(*n)).collect();
        let label = |g: usize| self.facts(groups[g].verb).label(groups[g].fact);
        let sorted = graph::sort(&keys, &needs, &label)?;
        Ok(sorted.into_iter().flat_map(|g| self.expand(groups[g], &parts[g])).collect())
    }

    /// Drops come first where nothing else decides, to free names; then the order of the registry.
    fn key(&self, node: Node) -> (bool, usize, String) {
        let facts = self.facts(node.verb);
        let rank = kind::rank(facts.all[node.fact].kind());
        let create = node.verb != Verb::Drop;
        (create, if create { rank } else { usize::MAX - rank }, facts.name(node.fact))
    }

    /// A head with its parts: behind it when made, before it when dropped.
    fn expand(&self, head: Node, parts: &[Node]) -> Vec<Node> {
        let mut parts = parts.to_vec();
        parts.sort_by_key(|p| self.facts(p.verb).all[p.fact].at);
        match head.verb {
            Verb::Create | Verb::Alter | Verb::Rename => [vec![head], parts].concat(),
            Verb::Drop => [parts, vec![head]].concat(),
        }
    }

    /// Edges between groups: what each must wait for.
    fn needs(
        &self,
        nodes: &[Node],
        group_of: &HashMap<Node, usize>,
        groups: usize,
    ) -> Vec<Vec<usize>> {
        let mut needs: Vec<Vec<usize>> = vec![Vec::new(); groups];
        let mut freed: HashMap<String, usize> = HashMap::new();
        for &node in nodes.iter().filter(|n| n.verb == Verb::Drop) {
            if let Some(&group) = group_of.get(&node) {
                freed.insert(self.actual.name(node.fact), group);
            }
        }
        for &node in nodes {
            let Some(&own) = group_of.get(&node) else { continue };
            for &need in &self.facts(node.verb).needs[node.fact] {
                let other = group_of.get(&Node { fact: need, ..node }).filter(|o| **o != own);
                match (node.verb, other) {
                    (Verb::Create, Some(&other)) => needs[own].push(other),
                    (Verb::Drop, Some(&other)) => needs[other].push(own),
                    (Verb::Alter | Verb::Rename, _) | (_, None) => {}
                }
                // What is new is made for what it needs as it will be.
                let altered = group_of.get(&Node { fact: need, verb: Verb::Alter });
                needs[own].extend(altered.filter(|_| node.verb == Verb::Create));
            }
            if node.verb == Verb::Create
                && let Some(&free) = freed.get(&self.desired.name(node.fact))
            {
                needs[own].push(free);
            }
        }
        for list in &mut needs {
            list.sort_unstable();
            list.dedup();
        }
        needs
    }

    fn step(
        &self,
        verb: Verb,
        fact: usize,
        statement: Option<String>,
        undo: Option<String>,
    ) -> Step {
        let facts = self.facts(verb);
        Step {
            verb,
            kind: facts.all[fact].kind(),
            object: facts.name(fact),
            statement,
            undo,
            probe: None,
            undo_probe: None,
            hazards: Vec::new(),
        }
    }

    /// Steps that only have an undo: what was there before and is bound to something new goes with it,
    /// and must be made again. They come first, so that their undo comes last.
    fn restores(&self, made: &[usize]) -> Result<Vec<Step>> {
        let new: HashSet<usize> = made.iter().copied().collect();
        let mut steps = Vec::new();
        for &fact in made.iter().filter(|f| self.desired.all[**f].entry().binds) {
            let Some(bound) = self.desired.parent(fact).filter(|p| !new.contains(p)) else {
                continue;
            };
            let facets = self.desired.children(bound).iter().copied();
            let own = facets.filter(|c| self.desired.all[*c].entry().facet && !new.contains(c));
            let order: Vec<usize> = [bound].into_iter().chain(own).collect();
            let mut statements = merge::creates(self.desired, &order)?;
            for made in order.iter().rev() {
                for undo in statements.remove(made).unwrap_or_default().into_iter().rev() {
                    steps.push(self.step(Verb::Create, *made, None, Some(undo)));
                }
            }
        }
        Ok(steps)
    }

    /// The undo runs from the last step to the first, so its statements stand in reverse.
    fn add_create(&self, fact: usize, both: &Both, plan: &mut Plan) {
        let mut undo = both.uncreate.get(&fact).cloned().unwrap_or_default().into_iter().rev();
        let made = both.create.get(&fact).cloned().unwrap_or_default();
        let rows = made.len().max(undo.len());
        let mut made = made.into_iter();
        for row in 0..rows {
            let mut step = self.step(Verb::Create, fact, made.next(), undo.next());
            if row == 0 && step.undo.is_some() {
                step.undo_probe = probe(self.desired, fact);
            }
            if row == 0 && step.statement.is_some() {
                step.hazards.clone_from(&self.desired.all[fact].hazards);
            }
            plan.steps.push(step);
        }
        plan.steps.extend(self.take_back(self.desired, fact, false));
    }

    /// Steps, or their undo, that take away what default privileges have given to a new object.
    fn take_back(&self, facts: &Facts, fact: usize, undo: bool) -> Vec<Step> {
        let back = |(object, statement): (String, String)| {
            let (statement, undo) =
                if undo { (None, Some(statement)) } else { (Some(statement), None) };
            let verb = Verb::Drop;
            Step {
                verb,
                kind: Given::KIND,
                object,
                statement,
                undo,
                hazards: Vec::new(),
                probe: None,
                undo_probe: None,
            }
        };
        self.given.back(facts, fact).into_iter().map(back).collect()
    }

    fn add_alter(&self, fact: usize, alter: &HashMap<usize, &Alteration>, plan: &mut Plan) {
        let Some(it) = alter.get(&fact) else { return };
        let rows = it.statements.len().max(it.undo.len());
        for row in 0..rows {
            let undo = rows.checked_sub(row + 1).and_then(|u| it.undo.get(u));
            let statement = it.statements.get(row);
            let mut step = self.step(Verb::Alter, fact, statement.cloned(), undo.cloned());
            if row == 0 && step.statement.is_some() {
                step.hazards.clone_from(&self.desired.all[fact].hazards);
            }
            plan.steps.push(step);
        }
    }

    /// Here too the undo's statements stand in reverse.
    fn add_drop(&self, fact: usize, both: &Both, plan: &mut Plan) {
        plan.steps.extend(self.take_back(self.actual, fact, true));
        let mut undo = both.undrop.get(&fact).cloned().unwrap_or_default();
        let mut drop = both.drop.get(&fact).cloned().unwrap_or_default();
        let rows = undo.len().max(drop.len());
        undo.reverse();
        let pad = |list: Vec<String>| -> Vec<Option<String>> {
            let missing = rows - list.len();
            (0..missing).map(|_| None).chain(list.into_iter().map(Some)).collect()
        };
        let loses = !drop.is_empty();
        for (row, (statement, undo)) in
            pad(std::mem::take(&mut drop)).into_iter().zip(pad(undo)).enumerate()
        {
            let mut step = self.step(Verb::Drop, fact, statement, undo);
            if loses && row + 1 == rows {
                step.probe = probe(self.actual, fact);
            }
            plan.steps.push(step);
        }
    }
}

fn probe(facts: &Facts, fact: usize) -> Option<String> {
    let scope = Scope::of(facts, fact);
    scope.def().data_probe(&scope)
}

/// The guard against text from the source that is more than it should be: every statement must be,
/// to the server's own parser, exactly one, of a command that its kind may use.
fn check(steps: &[Step]) -> Result<()> {
    for step in steps {
        let entry: Option<&'static fact::Entry> = kind::find(step.kind);
        for sql in step.statement.iter().chain(&step.undo) {
            let tag = parser::command_tag(sql)?;
            if !entry.is_some_and(|e| e.commands.contains(&tag.as_str())) {
                return Err(Error::new(
                    PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
                    format!("unexpected command {tag} for {} {}", step.kind, step.object),
                )
                .detail(format!("The statement is: {sql}")));
            }
        }
    }
    Ok(())
}
