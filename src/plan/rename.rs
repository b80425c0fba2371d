//! Renames, in an order in which every statement finds what it names: schemas first, then objects to
//! their schemas and under their names, last what is inside of them. Undone from the last to the first.
//!
//! A name that something else still has (a swap, a chain) is reached by way of a temporary one.

mod way;

use super::order::Node;
use super::{Line, Planner, Step, Verb};
use crate::diff::{Recorded, Renaming};
use crate::error::Result;
use crate::fact::{Object, Place, Scope};
use crate::kind;
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use hashbrown::{HashMap, HashSet};

/// One object's way from its old place to the new one.
struct Move {
    fact: usize,
    /// Its whole name before.
    old: String,
    from: Place,
    to: Place,
    /// Its own name before, also where it has stepped aside since.
    own: String,
    /// It has come with a schema that is called otherwise now.
    carried: bool,
    /// The class of what is not the object itself but comes with it.
    companion: Option<&'static str>,
    /// When its turn is: schemas, objects, those whose phrase has other names in it, what is inside.
    turn: usize,
}

impl Move {
    /// The name before, and after.
    fn names(&self) -> (String, String) {
        (self.from.name.clone(), self.to.name.clone())
    }
}

/// How many turns there are.
const TURNS: usize = 4;

fn owned(hazards: &[&str]) -> Vec<String> {
    hazards.iter().map(|h| h.to_string()).collect()
}

/// The definition with another place; all other names in it are the new ones.
pub(super) fn at(def: &dyn Object, place: &Place) -> Box<dyn Object> {
    let mut def = def.boxed();
    if let Some(own) = def.own() {
        own.name.clone_from(&place.name);
        if let (Some(schema), Some(new)) = (own.schema, &place.schema) {
            schema.clone_from(new);
        }
    }
    def
}

impl Planner<'_> {
    /// Gives something that is still there another name before all renames; the undo is the last one. What an heir has
    /// from its parent goes along.
    fn step_aside(&self, there: usize, name: &str) -> Vec<Step> {
        let actual = self.given.actual;
        let (def, scope) = (actual.all[there].def.as_ref(), Scope::of(actual, there));
        let Some(old) = Place::of(def) else { return Vec::new() };
        let aside = at(def, &Place { name: name.to_string(), ..old.clone() });
        let mut undo = aside.rename(&old.name, &scope).into_iter().rev();
        let step = |statement| {
            let node = Node { verb: Verb::Drop, fact: there };
            Step { verb: Verb::Rename, ..self.step(node, Some(statement), undo.next()) }
        };
        def.rename(name, &scope).into_iter().map(step).collect()
    }
}

/// Statements from one place to another, and back: at most one of schema and name differs.
pub(super) fn between(scope: &Scope, from: &Place, to: &Place) -> (Vec<String>, Vec<String>) {
    let def = scope.def();
    let (here, there) = (at(def, from), at(def, to));
    match (&from.schema, &to.schema) {
        (Some(old), Some(new)) if old != new => {
            (here.relocate(new, scope), there.relocate(old, scope))
        }
        _ if from.name != to.name => {
            (here.rename(&to.name, scope), there.rename(&from.name, scope))
        }
        _ => (Vec::new(), Vec::new()),
    }
}

/// The same of what comes with an object.
pub(super) fn companion_to(class: &str, here: &Place, there: &Place) -> Vec<String> {
    let Some((old, new)) = here.schema.as_ref().zip(there.schema.as_ref()) else {
        return Vec::new();
    };
    let name = QName { schema: old.clone(), name: here.name.clone() };
    if old != new {
        return vec![format!("ALTER {class} {name} SET SCHEMA {}", ident(new))];
    }
    match here.name == there.name {
        true => Vec::new(),
        false => vec![format!("ALTER {class} {name} RENAME TO {}", ident(&there.name))],
    }
}

/// Steps and lines of renames.
pub(super) struct Renames<'a> {
    planner: &'a Planner<'a>,
    /// Names that are in use, of any sort, once schemas have their new names.
    taken: HashSet<QName>,
    temporary: usize,
    /// Positions in `desired` of what is made after all renames.
    comes: HashSet<usize>,
    pub(super) steps: Vec<Step>,
    /// How many of the steps rename schemas, or are before that.
    pub(super) schemas: usize,
    pub(super) lines: Vec<Line>,
}

impl<'a> Renames<'a> {
    /// Plans renames.
    pub(super) fn plan(planner: &'a Planner<'a>, renames: Vec<&Renaming>) -> Result<Renames<'a>> {
        let recorded = planner.given.recorded;
        // The names in use once what is dropped is gone.
        let taken = planner.given.taken.iter().filter(|(_, at)| !planner.leaves(**at));
        let taken = taken.map(|((_, name), _)| name.clone()).collect();
        let mut it = Renames {
            planner,
            taken,
            temporary: 0,
            comes: planner.tied_anew(),
            steps: Vec::new(),
            schemas: 0,
            lines: Vec::new(),
        };
        let mut sorted: Vec<&Renaming> = renames;
        let facts = planner.given.desired;
        sorted.sort_by_cached_key(|r| (kind::rank(facts.all[r.fact].kind()), facts.name(r.fact)));
        let aside = planner.changes.aside.iter().filter(|(there, _)| planner.is_aside(*there));
        it.steps.extend(aside.flat_map(|(there, name)| planner.step_aside(*there, name)));
        for renaming in &sorted {
            for undo in &renaming.unfollow {
                it.step(renaming.fact, None, Some(undo.clone()));
            }
        }
        let mut moves: Vec<Move> = Vec::new();
        for renaming in &sorted {
            moves.extend(it.way(renaming, &recorded[renaming.recorded]));
            moves.extend(it.companion(renaming, &recorded[renaming.recorded]));
        }
        it.make_way(&sorted, &mut moves)?;
        it.follow_schemas(&mut moves);
        for turn in 0..TURNS {
            it.turn(moves.iter().filter(|m| m.turn == turn).collect());
            if turn == 0 {
                it.schemas = it.steps.len();
            }
        }
        for renaming in &sorted {
            it.rename_inner(renaming);
        }
        for renaming in &sorted {
            for statement in &renaming.follow {
                it.step(renaming.fact, Some(statement.clone()), None);
                if let Some(step) = it.steps.last_mut() {
                    step.hazards = owned(&facts.all[renaming.fact].hazards);
                }
            }
        }
        it.show_followers(&sorted, &moves);
        Ok(it)
    }

    fn way(&self, renaming: &Renaming, recorded: &Recorded) -> Option<Move> {
        let facts = self.planner.given.desired;
        let def = facts.all[renaming.fact].def.as_ref();
        let (from, to) = (Place::of(recorded.def.as_ref())?, Place::of(def)?);
        let name = facts.name(renaming.fact);
        let turn = match &to.schema {
            None if facts.parent(renaming.fact).is_none() => 0,
            None => 3,
            Some(schema) => {
                let own = QName { schema: schema.clone(), name: to.name.clone() };
                if own.to_string() == name { 1 } else { 2 }
            }
        };
        let (fact, old, own) = (renaming.fact, recorded.name.clone(), from.name.clone());
        Some(Move { fact, old, from, to, own, carried: false, companion: None, turn })
    }

    fn companion(&self, renaming: &Renaming, recorded: &Recorded) -> Option<Move> {
        let place =
            |name: &QName| Place { schema: Some(name.schema.clone()), name: name.name.clone() };
        let mut def = self.planner.given.desired.all[renaming.fact].def.boxed();
        let (class, new) = def.companion()?;
        let mut recorded = recorded.def.boxed();
        let (_, old) = recorded.companion()?;
        let (fact, from, to, own) = (renaming.fact, place(old), place(new), old.name.clone());
        let (old, companion) = (old.to_string(), Some(class));
        Some(Move { fact, old, from, to, own, carried: false, companion, turn: 1 })
    }

    /// Renames inside a definition; those whose new name another one still has go by way of a temporary one.
    fn rename_inner(&mut self, renaming: &Renaming) {
        let def = &self.planner.given.desired.all[renaming.fact].def;
        let name = self.planner.given.desired.name(renaming.fact);
        let old: HashSet<&String> = renaming.inner.iter().map(|(old, _)| old).collect();
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (i, (from, to)) in renaming.inner.iter().enumerate() {
            if old.contains(to) {
                let way = format!("schemig_{}", i + 1);
                pairs.insert(0, (from.clone(), way.clone()));
                pairs.push((way, to.clone()));
            } else {
                let at = renaming.inner.iter().filter(|(_, t)| old.contains(t)).count();
                pairs.insert(at.min(pairs.len()), (from.clone(), to.clone()));
            }
        }
        for (from, to) in pairs {
            let (there, back) = (def.rename_inner(&from, &to), def.rename_inner(&to, &from));
            self.step(renaming.fact, there, back);
        }
        for (from, to) in &renaming.inner {
            let object = format!("{name} value {} to {}", literal(from), literal(to));
            self.lines.push(Line { object, ..self.line(Verb::Rename, renaming.fact) });
        }
    }

    fn line(&self, verb: Verb, fact: usize) -> Line {
        let facts = self.planner.given.desired;
        Line {
            what: String::new(),
            verb,
            kind: facts.all[fact].kind(),
            object: facts.name(fact),
            depth: 0,
            with: Vec::new(),
            hazards: owned(&facts.all[fact].hazards),
            probe: None,
        }
    }

    /// What a renamed schema holds is in it under its new name before anything else happens.
    fn follow_schemas(&mut self, moves: &mut Vec<Move>) {
        let schemas = moves.iter().filter(|m| m.turn == 0 && m.from != m.to);
        let new: HashMap<String, String> = schemas.map(Move::names).collect();
        let taken = std::mem::take(&mut self.taken);
        self.taken.extend(taken.into_iter().map(|name| match new.get(&name.schema) {
            Some(schema) => QName { schema: schema.clone(), ..name },
            None => name,
        }));
        for it in moves.iter_mut().filter(|m| m.turn > 0) {
            if let Some(schema) = it.from.schema.as_mut()
                && let Some(renamed) = new.get(schema)
            {
                schema.clone_from(renamed);
                it.carried = true;
            }
        }
        moves.retain(|m| m.from != m.to);
    }

    /// Renames and moves of one turn.
    fn turn(&mut self, moves: Vec<&Move>) {
        let blocked: Vec<bool> = moves.iter().map(|it| self.is_blocked(it, &moves)).collect();
        let mut under: Vec<Place> = Vec::with_capacity(moves.len());
        for (it, blocked) in moves.iter().zip(&blocked) {
            let mut now = it.from.clone();
            if *blocked {
                now.name = self.temporary_name();
                self.change(it, &it.from, &now);
            }
            under.push(now);
        }
        for (it, now) in moves.iter().zip(&mut under) {
            let there = Place { schema: it.to.schema.clone(), name: now.name.clone() };
            self.change(it, now, &there);
            *now = there;
        }
        // The last of a chain first: its name is free, and it frees that of the one before it.
        for last in [false, true] {
            let ready = blocked.iter().map(|blocked| *blocked == last);
            for ((it, now), _) in moves.iter().zip(&under).zip(ready).filter(|(_, ready)| *ready) {
                self.change(it, now, &it.to);
            }
        }
        moves.iter().for_each(|it| self.show(it));
        let name = |place: &Place| {
            let schema = place.schema.clone()?;
            Some(QName { schema, name: place.name.clone() })
        };
        moves.iter().filter_map(|it| name(&it.from)).for_each(|old| {
            self.taken.remove(&old);
        });
        self.taken.extend(moves.iter().filter_map(|it| name(&it.to)));
    }

    /// Whether something has a name that the way leads through; `all` are those of the same turn.
    fn is_blocked(&self, it: &Move, all: &[&Move]) -> bool {
        let facts = self.planner.given.desired;
        let taken = |schema: &str, name: &str| {
            self.taken.contains(&QName { schema: schema.to_string(), name: name.to_string() })
        };
        match (&it.from.schema, &it.to.schema) {
            (Some(from), Some(to)) => {
                let (kind, name) = (facts.all[it.fact].kind(), facts.name(it.fact));
                (name != it.old && self.planner.has(kind, &name))
                    || (it.carried && self.is_held(it, all))
                    || (from != to && taken(to, &it.from.name))
                    || (it.from.name != it.to.name && taken(to, &it.to.name))
            }
            _ => {
                // Its old surroundings, with its new name.
                let (old, new) = (ident(&it.own), ident(&it.to.name));
                let name = match (it.old.strip_suffix(&old), it.old.strip_prefix(&old)) {
                    (Some(owner), _) => format!("{owner}{new}"),
                    (None, Some(owner)) => format!("{new}{owner}"),
                    (None, None) => new,
                };
                self.planner.has(facts.all[it.fact].kind(), &name)
                    || facts.schema(it.fact).is_some_and(|s| taken(&s, &it.to.name))
            }
        }
    }

    /// Whether another one of the same sort has the new name, in a schema that the target has by another name.
    fn is_held(&self, it: &Move, all: &[&Move]) -> bool {
        let space = |it: &Move| {
            let own = self.planner.given.desired.own_name(it.fact).ok().flatten();
            own.map(|(space, _)| space)
        };
        all.iter().any(|other| other.from == it.to && space(other) == space(it))
    }

    fn temporary_name(&mut self) -> String {
        loop {
            self.temporary += 1;
            let name = format!("schemig_{}", self.temporary);
            if !self.taken.iter().any(|t| t.name == name) {
                return name;
            }
        }
    }

    /// Steps from one place to another: at most one of schema and name differs.
    fn change(&mut self, it: &Move, from: &Place, to: &Place) {
        if let Some(class) = it.companion {
            return self.change_companion(it, class, from, to);
        }
        let comes = |fact: usize| self.comes.contains(&fact);
        let scope = Scope::of(self.planner.given.desired, it.fact).amid(&comes);
        let (statements, undo) = between(&scope, from, to);
        self.pair(it.fact, statements, undo);
    }

    fn change_companion(&mut self, it: &Move, class: &str, from: &Place, to: &Place) {
        self.pair(it.fact, companion_to(class, from, to), companion_to(class, to, from));
    }

    /// The undo runs from the last step to the first, so its statements stand in reverse.
    fn pair(&mut self, fact: usize, statements: Vec<String>, undo: Vec<String>) {
        let mut undo = undo.into_iter().rev();
        for statement in statements {
            self.step(fact, Some(statement), undo.next());
        }
    }

    fn step(&mut self, fact: usize, statement: Option<String>, undo: Option<String>) {
        let node = Node { verb: Verb::Rename, fact };
        self.steps.push(self.planner.step(node, statement, undo));
    }

    /// What keeps its name and gets another text has a line too; hazards are those of the texts.
    fn show_followers(&mut self, renames: &[&Renaming], moves: &[Move]) {
        let moved: HashSet<usize> = moves.iter().map(|m| m.fact).collect();
        for it in renames.iter().filter(|r| !r.follow.is_empty() && !moved.contains(&r.fact)) {
            self.lines.push(self.line(Verb::Alter, it.fact));
        }
    }

    fn show(&mut self, it: &Move) {
        if it.companion.is_some() {
            return;
        }
        let facts = self.planner.given.desired;
        let new = match it.from.schema == it.to.schema {
            true => ident(&it.to.name),
            false => facts.name(it.fact),
        };
        let object = format!("{} to {new}", it.old);
        self.lines.push(Line { object, ..self.line(Verb::Rename, it.fact) });
    }
}
