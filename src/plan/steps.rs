//! Steps of the nodes of a plan, with statements and undo.

use super::merge::{self, Statements};
use super::order::{Node, of_verb};
use super::trash::Only;
use super::{Plan, Planner, Step, Verb};
use crate::diff::Alteration;
use crate::error::Result;
use crate::fact::{Facts, Gentle, Scope};
use crate::kind;
use hashbrown::{HashMap, HashSet};

/// What is shown of something that is dropped and made again.
pub(super) const REBUILD: &str = "rebuild";

/// Verbs whose statements are composed of all facts that they are for.
pub(super) const MAKING: [Verb; 7] = [
    Verb::Create,
    Verb::Again,
    Verb::Drop,
    Verb::DropLate,
    Verb::Restore,
    Verb::Unmake,
    Verb::UnmakeAgain,
];

/// Statements that make or remove facts, and those that take that back, by node.
pub(super) struct Both {
    pub(super) done: HashMap<Verb, Statements>,
    pub(super) undone: HashMap<Verb, Statements>,
    /// What takes drops back once the trash is purged.
    purged: HashMap<Verb, Statements>,
    /// What is made or removed along with something else, with that.
    along: HashMap<Verb, HashMap<usize, usize>>,
}

impl Both {
    pub(super) fn of(map: &HashMap<Verb, Statements>, node: Node) -> Vec<String> {
        map.get(&node.verb).and_then(|s| s.get(&node.fact)).cloned().unwrap_or_default()
    }

    /// Sets the statements of a node.
    pub(super) fn put(&mut self, node: Node, done: Vec<String>, undone: Vec<String>) {
        self.done.entry(node.verb).or_default().insert(node.fact, done);
        self.undone.entry(node.verb).or_default().insert(node.fact, undone);
    }

    /// The node by whose statements a node is done.
    fn host(&self, node: Node) -> Node {
        let host = self.along.get(&node.verb).and_then(|along| along.get(&node.fact));
        Node { fact: host.copied().unwrap_or(node.fact), ..node }
    }

    /// Whether a node has a statement of its own.
    pub(super) fn has(&self, node: Node) -> bool {
        self.done.get(&node.verb).is_some_and(|s| s.contains_key(&node.fact))
    }
}

impl Planner<'_> {
    /// What is made only after something that it needs is altered, in what is made before that: the undo cannot leave it
    /// there until that goes.
    fn tied_since(&self, order: &[Node], verb: Verb) -> HashSet<usize> {
        if verb != Verb::Create || self.changes.alter.is_empty() {
            return HashSet::new();
        }
        let at: HashMap<Node, usize> = order.iter().enumerate().map(|(i, n)| (*n, i)).collect();
        let facts = self.facts(verb);
        let place = |verb, fact| at.get(&Node { verb, fact }).copied();
        let is_tied = |fact: &usize| {
            let Some(host) = facts.falls_with(*fact).and_then(|host| place(verb, host)) else {
                return false;
            };
            let since = |verb, need| place(verb, need).is_some_and(|it| host < it);
            // It comes after what it needs, wherever that is.
            let needs = &facts.needs[*fact];
            needs.iter().any(|need| since(Verb::Alter, *need) || since(Verb::Unmake, *need))
        };
        of_verb(order, verb).into_iter().filter(is_tied).collect()
    }

    pub(super) fn statements(&self, order: &[Node]) -> Result<Both> {
        let mut both = Both {
            done: HashMap::new(),
            undone: HashMap::new(),
            purged: HashMap::new(),
            along: HashMap::new(),
        };
        let going = |fact: usize| self.goes(fact);
        for verb in MAKING {
            let (facts, mut list) = (self.facts(verb), of_verb(order, verb));
            let mut reversed: Vec<usize> = list.iter().rev().copied().collect();
            if matches!(verb, Verb::Drop | Verb::DropLate) && !self.given.trash.is_empty() {
                let mut again = reversed.clone();
                again.retain(|fact| !self.given.trash.is_earlier(*fact));
                let (parted, whole): (Vec<usize>, Vec<usize>) =
                    again.into_iter().partition(|fact| self.is_parted(*fact));
                let mut again = merge::creates_amid(facts, &whole, &going)?.statements;
                again.extend(merge::creates_amid(facts, &parted, &going)?.statements);
                both.purged.insert(verb, again);
                list.retain(|fact| !self.given.trash.holds(*fact));
                reversed.retain(|fact| !self.given.trash.holds(*fact));
            }
            let none = |_: usize| false;
            let (done, undone) = match verb.drops() {
                true => {
                    let again = merge::creates_amid(facts, &reversed, &going)?;
                    (merge::drops(facts, &list, HashSet::new(), &going), again)
                }
                false => (
                    merge::creates_amid(facts, &list, &none)?,
                    merge::drops(facts, &reversed, self.tied_since(order, verb), &none),
                ),
            };
            both.done.insert(verb, done.statements);
            both.undone.insert(verb, undone.statements);
            both.along.insert(verb, done.along);
        }
        order.iter().filter(|n| n.verb.is_sketch()).for_each(|node| self.sketch(*node, &mut both));
        Ok(both)
    }

    /// Adds the steps of a node.
    pub(super) fn add(&self, node: Node, both: &Both, plan: &mut Plan) {
        let first = plan.steps.len();
        self.add_steps(node, both, plan);
        let host = both.host(self.takes_along(node).unwrap_or(node));
        plan.ties.tie(node, host, (first, &plan.steps));
    }

    /// What a fact is a part of by a tie (an index of a partition, by its attachment), and goes along with.
    fn takes_along(&self, node: Node) -> Option<Node> {
        let facts = self.facts(node.verb);
        let ties = facts.children(node.fact).iter().filter(|tie| facts.all[**tie].entry().binds);
        let mut of = ties.filter_map(|tie| facts.owner(*facts.all[*tie].after.first()?));
        of.find(|of| node.verb.drops() && self.goes(*of)).map(|fact| Node { fact, ..node })
    }

    fn add_steps(&self, node: Node, both: &Both, plan: &mut Plan) {
        match node.verb {
            Verb::Create | Verb::Again => self.add_create(node, both, plan),
            Verb::Sketch | Verb::SketchAgain | Verb::SketchAlter | Verb::Hollow => {
                for (made, undo) in
                    Both::of(&both.done, node).into_iter().zip(Both::of(&both.undone, node))
                {
                    plan.steps.push(self.step(node, Some(made), Some(undo)));
                }
            }
            Verb::Drop | Verb::DropLate => self.add_drop(node, both, plan),
            Verb::Alter => self.add_alter(node, both, plan),
            Verb::Restore | Verb::Unmake | Verb::UnmakeAgain => self.add_way_back(node, both, plan),
            Verb::Rename => {}
        }
    }

    pub(super) fn step(&self, node: Node, statement: Option<String>, undo: Option<String>) -> Step {
        let facts = self.facts(node.verb);
        let object = (facts.all[node.fact].kind(), self.shown(node));
        Step::new(node.verb, object, statement, undo)
    }

    /// What may surprise about a node's statements.
    pub(super) fn hazards(&self, node: Node) -> Vec<String> {
        let own = &self.facts(node.verb).all[node.fact].hazards;
        let mut hazards: Vec<String> = own.iter().map(|h| h.to_string()).collect();
        if self.is_rebuilt(node) {
            hazards = vec![REBUILD.to_string()];
        }
        let desired = matches!(node.verb, Verb::Create | Verb::Alter);
        if let Some(claim) = self.given.claims.get(&node.fact).filter(|_| desired) {
            hazards.extend(claim.hazards.iter().cloned());
        }
        hazards
    }

    /// Adds a statement's other ways, where it would keep others from rows for long.
    fn soften(&self, node: Node, step: &mut Step) {
        let long = |hazard: &String| hazard.starts_with("long_lock");
        let desired = matches!(node.verb, Verb::Create | Verb::Alter);
        let Some(statement) = step.statement.as_ref().filter(|_| desired) else { return };
        if self.hazards(node).iter().any(long) {
            let scope = Scope::of(self.given.desired, node.fact);
            match scope.def().gently(statement, &scope) {
                Some(Gentle::Parts(parts)) => step.parts = parts,
                Some(Gentle::Online(online)) => step.online = Some(online),
                None => {}
            }
        }
    }

    /// Puts on the first step of a node that does something what may surprise about it.
    fn mark(&self, node: Node, step: &mut Step) {
        step.hazards = self.hazards(node);
        if matches!(node.verb, Verb::Create | Verb::Alter) && !self.is_rebuilt(node) {
            let claim = self.given.claims.get(&node.fact);
            step.doubts = claim.map(|c| c.doubts.clone()).unwrap_or_default();
        } else if matches!(node.verb, Verb::Create | Verb::Again) {
            let scope = Scope::of(self.facts(node.verb), node.fact);
            step.doubts = scope.def().bars(&scope);
        }
    }

    /// Steps that only have an undo: what was there before and is bound to something new goes with it,
    /// and must be made again. They come first, so that their undo comes last.
    pub(super) fn restores(&self, order: &[Node]) -> Result<Vec<Step>> {
        let desired = self.given.desired;
        let made = of_verb(order, Verb::Create);
        let new: HashSet<usize> = made.iter().copied().collect();
        let mut steps = Vec::new();
        // What it is bound to may only have got another name; where more is new that goes first, and sets it free.
        let binds = |f: &usize| {
            let it = &desired.all[*f];
            let after: Vec<usize> = it.after.iter().filter_map(|a| desired.owner(*a)).collect();
            let (to, rest) = after.split_at(after.len().min(1));
            let is_new = |list: &[usize]| list.iter().any(|n| new.contains(n));
            it.entry().binds && is_new(to) && !is_new(rest)
        };
        for &fact in made.iter().filter(|f| binds(f)) {
            let Some(bound) = desired.parent(fact).filter(|p| !new.contains(p)) else {
                continue;
            };
            // What ends by the end of another new tie stays.
            let needs = desired.needs[fact].iter().filter(|n| **n != bound && new.contains(*n));
            let ties: Vec<bool> = needs.map(|n| desired.all[*n].falls.is_some()).collect();
            if !ties.is_empty() && ties.iter().all(|tie| *tie) {
                continue;
            }
            let facets = desired.children(bound).iter().copied();
            let own = facets.filter(|c| desired.all[*c].entry().facet && !new.contains(c));
            let order: Vec<usize> = [bound].into_iter().chain(own).collect();
            let mut statements = merge::creates(desired, &order)?;
            for made in order.iter().rev() {
                for undo in statements.remove(made).unwrap_or_default().into_iter().rev() {
                    let node = Node { verb: Verb::Create, fact: *made };
                    steps.push(self.step(node, None, Some(undo)));
                }
            }
        }
        Ok(steps)
    }

    /// The undo runs from the last step to the first, so its statements stand in reverse.
    fn add_create(&self, node: Node, both: &Both, plan: &mut Plan) {
        let facts = self.facts(node.verb);
        let mut undo = Both::of(&both.undone, node).into_iter().rev();
        let made = Both::of(&both.done, node);
        let rows = made.len().max(undo.len());
        let mut made = made.into_iter();
        for row in 0..rows {
            let mut step = self.step(node, made.next(), undo.next());
            if row == 0 && step.undo.is_some() && !self.is_rebuilt(node) {
                step.undo_probe = self.probe(node);
            }
            if row == 0 && step.statement.is_some() {
                self.mark(node, &mut step);
            }
            self.soften(node, &mut step);
            plan.steps.push(step);
        }
        plan.steps.extend(self.take_back(facts, node.fact, false));
    }

    /// Steps, or their undo, that take away what default privileges have given to a new object.
    fn take_back(&self, facts: &Facts, fact: usize, undo: bool) -> Vec<Step> {
        let back = |(object, statement): (String, String)| {
            let (statement, undo) =
                if undo { (None, Some(statement)) } else { (Some(statement), None) };
            Step::new(Verb::Drop, (kind::Given::KIND, object), statement, undo)
        };
        self.given.privileges.back(facts, fact).into_iter().map(back).collect()
    }

    fn add_alter(&self, node: Node, both: &Both, plan: &mut Plan) {
        let Some(it) = self.alter.get(&node.fact) else { return };
        let sketched =
            both.has(node).then(|| (Both::of(&both.done, node), Both::of(&both.undone, node)));
        let planned = || (it.statements.clone(), it.undo.clone().unwrap_or_default());
        let (statements, back) = sketched.unwrap_or_else(planned);
        let rows = statements.len().max(back.len());
        for row in 0..rows {
            let undo = rows.checked_sub(row + 1).and_then(|u| back.get(u));
            let statement = statements.get(row);
            let mut step = self.step(node, statement.cloned(), undo.cloned());
            if row == 0 && step.statement.is_some() {
                self.mark(node, &mut step);
                step.probe = self.loss(node);
            }
            if row == 0 && it.undo.is_some() {
                step.undo_probe = self.loss_of_undo(it);
            }
            self.soften(node, &mut step);
            plan.steps.push(step);
        }
    }

    /// The query that says what data an alteration loses.
    pub(super) fn loss(&self, node: Node) -> Option<String> {
        let claim = self.given.claims.get(&node.fact).filter(|_| node.verb == Verb::Alter);
        claim.and_then(|claim| claim.loss.clone())
    }

    fn loss_of_undo(&self, it: &Alteration) -> Option<String> {
        let scope = Scope::of(self.given.desired, it.fact);
        scope.def().loses(self.given.ahead.all[it.actual].def.as_ref(), &scope)
    }

    /// The undo's statements alone, from the last to the first.
    fn add_way_back(&self, node: Node, both: &Both, plan: &mut Plan) {
        let removes = !node.verb.drops();
        for (row, undo) in Both::of(&both.undone, node).into_iter().rev().enumerate() {
            let mut step = self.step(node, None, Some(undo));
            if removes && row == 0 {
                step.undo_probe = self.probe(node);
            }
            plan.steps.push(if node.verb == Verb::Restore {
                self.barred(node, step)
            } else {
                step
            });
        }
    }

    /// Here too the undo's statements stand in reverse.
    fn add_drop(&self, node: Node, both: &Both, plan: &mut Plan) {
        let facts = self.facts(node.verb);
        let held = self.given.trash.holds(node.fact);
        let (mut undo, drop) = (Both::of(&both.undone, node), Both::of(&both.done, node));
        let purged = both.purged.get(&node.verb).map(|_| Both::of(&both.purged, node));
        let purged = purged.filter(|purged| held || *purged != undo);
        let only = |only: Only| purged.as_ref().map(|_| only);
        let given = self.take_back(facts, node.fact, true).into_iter();
        plan.steps.extend(given.map(|step| Step { only: held.then_some(Only::Purged), ..step }));
        for undo in purged.iter().flatten().rev() {
            let step = self.barred(node, self.step(node, None, Some(undo.clone())));
            plan.steps.push(Step { only: only(Only::Purged), ..step });
        }
        for (statement, undo) in self.given.trash.rows(facts, node.fact) {
            let step = self.step(node, statement, undo);
            plan.steps.push(Step { only: only(Only::Kept), ..step });
        }
        let rows = undo.len().max(drop.len());
        undo.reverse();
        let pad = |list: Vec<String>| -> Vec<Option<String>> {
            let missing = rows - list.len();
            (0..missing).map(|_| None).chain(list.into_iter().map(Some)).collect()
        };
        let loses = !drop.is_empty() && !self.is_rebuilt(node);
        for (row, (statement, undo)) in pad(drop).into_iter().zip(pad(undo)).enumerate() {
            let mut step = Step { only: only(Only::Kept), ..self.step(node, statement, undo) };
            if loses && row + 1 == rows {
                step.probe = self.probe(node);
            }
            plan.steps.push(if held { step } else { self.barred(node, step) });
        }
    }

    /// Tells of a step that drops something which rows keep from being made again by the undo. Who is asked about them knows
    /// things by the names that they have afterwards.
    fn barred(&self, node: Node, step: Step) -> Step {
        // What goes with its table comes back without rows, and what is about a column that goes, without values.
        let actual = self.given.actual;
        let goes = actual.parent(node.fact).is_some_and(|parent| self.goes(parent))
            || actual.needs[node.fact].iter().any(|n| actual.all[*n].entry().part && self.goes(*n));
        if step.undo.is_none() || goes || self.is_rebuilt(node) {
            return step;
        }
        let scope = Scope::of(self.given.ahead, node.fact);
        Step { bars: scope.def().bars(&scope), ..step }
    }
}
