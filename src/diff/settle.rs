//! How facts that differ become what they shall be: altered in place, or dropped and made anew.

use super::anew::{Fixed, make_anew};
use super::end::WORDS;
use super::{Alteration, Changes, Differing, Disturbs, Sides, contrast};
use crate::error::Result;
use crate::fact::mention::Texts;
use crate::fact::{Exposed, Facts, Fate, Object, Remade, Scope, Use};
use crate::model::QName;
use hashbrown::HashSet;

/// The name that a type has while its columns get the new one.
pub(super) const SPARE: &str = "schemig_old";

/// What names of types begin with that values are of while one within them is made anew.
pub(super) const LENT: &str = "schemig_lent";

/// Decides for each fact that differs; `ahead` are the target's facts under the names that they get.
pub fn settle(sides: &Sides, ahead: &Facts, changes: &mut Changes) -> Result<()> {
    let differ = std::mem::take(&mut changes.differ);
    let fixed = if differ.is_empty() { Fixed::default() } else { Fixed::find(ahead) };
    let gone_first = gone(sides, ahead, changes);
    let mut given = Given { sides, ahead, differ: &differ, gone: gone_first, fixed: &fixed };
    let stiff = given.stiff(changes)?;
    make_anew(sides, &stiff, &differ, changes);
    given.gone.extend(&stiff);
    for it in &differ {
        let alterations = match stiff.contains(&it.actual) {
            true => None,
            false => given.alterations(it, changes)?,
        };
        match alterations {
            Some(alterations) => {
                changes.replace.extend(it.recorded.is_none().then_some(it.fact));
                let along = alterations.iter().filter(|a| a.fact != it.fact);
                changes.ended.extend(along.filter_map(|a| sides.matches[a.fact]));
                changes.alter.extend(alterations);
            }
            None if sides.desired.all[it.fact].entry().shared => {
                let (was, is) = (&sides.actual.all[it.actual].def, &sides.desired.all[it.fact].def);
                let difference = contrast(&was.json()?, &is.json()?, WORDS);
                changes.changed.push((sides.desired.label(it.fact), difference));
            }
            None => {
                changes.replace.extend(it.recorded.is_none().then_some(it.fact));
                changes.rename.retain(|r| r.fact != it.fact);
                changes.drop.push(it.actual);
                changes.create.push(it.fact);
            }
        }
    }
    Ok(())
}

/// What is dropped before anything that it needs is altered: not what goes to the trash, nor what that cannot do without.
fn gone(sides: &Sides, ahead: &Facts, changes: &Changes) -> HashSet<usize> {
    let mut gone: HashSet<usize> = changes.drop.iter().copied().collect();
    if !sides.trash {
        return gone;
    }
    let is_trashed = |fact: &usize| {
        let mut up = std::iter::successors(Some(*fact), |f| ahead.falls_with(*f));
        up.any(|f| gone.contains(&f) && ahead.all[f].def.fate() == Fate::Trashed)
    };
    let mut kept: Vec<usize> = gone.iter().copied().filter(is_trashed).collect();
    while let Some(fact) = kept.pop() {
        if !gone.remove(&fact) {
            continue;
        }
        kept.extend(&ahead.uses[fact]);
        // What holds other objects lets them go.
        let whole = ahead.falls_with(fact).filter(|of| ahead.all[*of].entry().takes);
        kept.extend(whole);
        if ahead.all[fact].entry().takes {
            kept.extend(ahead.children(fact));
        }
    }
    gone
}

/// The alteration of a fact by itself.
fn altered(
    it: &Differing,
    statements: Vec<String>,
    undo: Option<Vec<String>>,
    disturbs: Disturbs,
) -> Alteration {
    let (fact, actual) = (it.fact, it.actual);
    let (back, along, anew) = (Disturbs::Nothing, None, Vec::new());
    Alteration { fact, actual, statements, undo, disturbs, back, along, anew }
}

/// An alteration, with those of types over it, which go along where it is made anew.
fn with_those_over(main: Alteration, over: Vec<(usize, usize)>) -> Vec<Alteration> {
    let along = |(fact, actual): (usize, usize)| Alteration {
        fact,
        actual,
        statements: Vec::new(),
        undo: Some(Vec::new()),
        disturbs: main.disturbs.clone(),
        back: main.back.clone(),
        along: Some(main.fact),
        anew: Vec::new(),
    };
    let remade = [&main.disturbs, &main.back].iter().any(|d| matches!(d, Disturbs::All { .. }));
    let over = if remade { over } else { Vec::new() };
    let rest: Vec<Alteration> = over.into_iter().map(along).collect();
    [main].into_iter().chain(rest).collect()
}

pub(super) struct Given<'a> {
    pub sides: &'a Sides<'a>,
    pub ahead: &'a Facts,
    pub differ: &'a [Differing],
    /// Positions in `actual` of what is dropped before anything that it needs is altered, and made again after that is
    /// undone.
    pub gone: HashSet<usize>,
    pub fixed: &'a Fixed,
}

impl Given<'_> {
    /// Statements that make a desired fact of what is there in place, and back; with those of what goes along.
    fn alterations(&self, it: &Differing, changes: &Changes) -> Result<Option<Vec<Alteration>>> {
        let desired = self.sides.desired;
        let (new, old) = (Scope::of(desired, it.fact), Scope::of(self.ahead, it.actual));
        let (def, scope) = (&desired.all[it.fact].def, new.since(self.ahead, it.actual));
        let (from, back) = (&self.ahead.all[it.actual].def, old.since(desired, it.fact));
        let done = |statements, undo, disturbs| altered(it, statements, undo, disturbs);
        let fresh = self.uses_new_label(it, changes)?;
        let forth = def.alter(from.as_ref(), &scope).filter(|_| !fresh);
        let back = from.alter(def.as_ref(), &back);
        if let Some(reshaped) = self.reshaped(it, (&forth, &back), changes) {
            return Ok(Some(vec![reshaped]));
        }
        let readers = match def.disturbs(from.as_ref()) || from.disturbs(def.as_ref()) {
            true => Disturbs::Readers,
            false => Disturbs::Nothing,
        };
        if let (Some(_), Some(_)) = (&forth, &back) {
            return Ok(forth.map(|forth| vec![done(forth, back, readers)]));
        }
        let anew = self.in_parts(it.actual);
        if forth.is_some() && !anew.is_empty() {
            return self.alterations_but(it, anew, changes);
        }
        let over = self.over(it.actual, changes);
        let columns = self.columns_of_type(it.actual);
        let all: Vec<usize> = over.iter().flat_map(|(_, o)| self.columns_of_type(*o)).collect();
        let over_it: Vec<usize> = over.iter().map(|o| o.1).collect();
        let uses = columns.iter().chain(&all).filter_map(|column| self.use_of(*column));
        let along: Vec<usize> = uses.flat_map(|it| self.heirs(&it.table, &it.column)).collect();
        let kept = [columns.as_slice(), &all, &along, &over_it].concat();
        let lent = self.lent(columns.iter().chain(&all));
        let remake = |new: &dyn Object, old: &dyn Object| match kept.is_empty() && !fresh {
            true => None,
            false => self.remake((new, old), &columns, &over, self.lend(new, &lent, changes)?),
        };
        let all = || Disturbs::All { kept: kept.clone(), lent: lent.clone() };
        let alteration = match forth {
            Some(forth) => match remake(from.as_ref(), def.as_ref()) {
                Some(back) => {
                    let back = done(forth, Some(back), readers);
                    Some(Alteration { back: all(), ..back })
                }
                None => Some(done(forth, None, readers)),
            },
            None => remake(def.as_ref(), from.as_ref())
                .zip(remake(from.as_ref(), def.as_ref()))
                .map(|(forth, back)| done(forth, Some(back), all())),
        };
        Ok(alteration.map(|main| with_those_over(main, over)))
    }

    /// The same where the undo makes some objects anew.
    fn alterations_but(
        &self,
        it: &Differing,
        anew: HashSet<usize>,
        changes: &Changes,
    ) -> Result<Option<Vec<Alteration>>> {
        let Given { sides, ahead, differ, fixed, .. } = *self;
        let gone = &self.gone | &anew;
        let alterations = Given { sides, ahead, differ, gone, fixed }.alterations(it, changes)?;
        let anew: Vec<usize> = anew.into_iter().collect();
        let with = |it| Alteration { anew: anew.clone(), ..it };
        Ok(alterations.map(|list| list.into_iter().map(with).collect()))
    }

    /// Statements that make a type of another one, and anew what is over it; old ones go last.
    fn remake(
        &self,
        (new, old): (&dyn Object, &dyn Object),
        columns: &[usize],
        over: &[(usize, usize)],
        (before, after): Remade,
    ) -> Option<Vec<String>> {
        let uses = |columns: &[usize]| -> Vec<Use> {
            columns.iter().filter_map(|c| self.use_of(*c)).collect()
        };
        let own = uses(columns);
        let over_uses = over.iter().flat_map(|(_, o)| uses(&self.columns_of_type(*o)));
        let far = own.iter().cloned().chain(over_uses).any(|it| it.far_heirs || it.follows);
        let (own_statements, end) = new.remake(old, &own, (SPARE, far))?;
        let mut statements = [before, own_statements].concat();
        let mut last = vec![end];
        for (number, (_, actual)) in (1..).zip(over) {
            let def = self.ahead.all[*actual].def.as_ref();
            let own = uses(&self.columns_of_type(*actual));
            let (more, end) = def.remake(def, &own, (&format!("{SPARE}_{number}"), far))?;
            last.push(end);
            statements.extend(more);
        }
        statements.extend(after);
        statements.extend(last.into_iter().rev().flatten());
        Some(statements)
    }

    /// Types over a type, each behind what it is over: positions in `desired` and in `actual`. None where one of
    /// them changes as well or is not followed.
    fn over(&self, actual: usize, changes: &Changes) -> Vec<(usize, usize)> {
        let (mut found, mut next) = (Vec::new(), vec![actual]);
        while let Some(base) = next.pop() {
            for it in 0..self.ahead.all.len() {
                let is_over = self.ahead.uses[it].contains(&base)
                    && matches!(self.ahead.all[it].def.exposes(), Some(Exposed::Base { .. }));
                if !is_over {
                    continue;
                }
                let fact = changes.there.iter().find(|(_, a)| **a == it).map(|(fact, _)| *fact);
                let differs = self.differ.iter().any(|d| d.actual == it);
                let recorded = fact.filter(|f| self.sides.matches[*f].is_some());
                let renamed = changes.rename.iter().any(|r| Some(r.fact) == fact);
                let Some(fact) = recorded.filter(|_| !differs && !renamed) else {
                    return Vec::new();
                };
                found.push((fact, it));
                next.push(it);
            }
        }
        found
    }

    /// Columns of tables whose values are of a type and stay so, or become others of it after that.
    pub(super) fn columns_of_type(&self, actual: usize) -> Vec<usize> {
        let desired = self.sides.desired;
        let becomes = self.differ.iter().find(|d| d.actual == actual).map(|d| d.fact);
        let leaves = |column: usize| {
            let differing = self.differ.iter().find(|d| d.actual == column);
            differing.is_some_and(|d| {
                let new = desired.all[d.fact].def.exposes();
                let stays = becomes.is_some_and(|of| desired.needs[d.fact].contains(&of));
                !stays && new != self.ahead.all[column].def.exposes()
            })
        };
        let of_type = |c: usize| {
            self.ahead.uses[c].contains(&actual)
                && self.use_of(c).is_some()
                && self.ahead.all[c].def.data_probe(&Scope::of(self.ahead, c)).is_some()
                && !leaves(c)
                && !self.ahead.falls_with_any(c, &self.gone)
        };
        (0..self.ahead.all.len()).filter(|c| of_type(*c)).collect()
    }

    pub(super) fn use_of(&self, column: usize) -> Option<Use> {
        match self.ahead.all[column].def.exposes()? {
            Exposed::Column { of, name, type_name, far } => {
                let is_far = |heir: &usize| {
                    let exposed = self.ahead.all[*heir].def.exposes();
                    matches!(exposed, Some(Exposed::Column { far: true, .. }))
                };
                let far_heirs = self.heirs(&of, &name).iter().any(is_far);
                let of_type = !far && self.ahead.parent(column).is_some_and(|of| self.is_type(of));
                let follows = self.follows_type(column, &name);
                let (table, column) = (of, name);
                Some(Use { table, of_type, column, follows, type_text: type_name, far, far_heirs })
            }
            _ => None,
        }
    }

    /// Whether something holds no rows by itself.
    fn is_type(&self, of: usize) -> bool {
        self.ahead.all[of].def.data_probe(&Scope::of(self.ahead, of)).is_none()
    }

    /// Whether a column's table is of a type with an attribute of that name.
    fn follows_type(&self, column: usize, name: &str) -> bool {
        let ahead = self.ahead;
        let is_it = |attribute: &usize| {
            let exposed = ahead.all[*attribute].def.exposes();
            matches!(exposed, Some(Exposed::Column { name: own, .. }) if own == name)
        };
        let has = |of: &usize| self.is_type(*of) && ahead.children(*of).iter().any(is_it);
        ahead.parent(column).is_some_and(|table| ahead.needs[table].iter().any(has))
    }

    /// The same column of relations that inherit it.
    fn heirs(&self, relation: &QName, column: &str) -> Vec<usize> {
        let exposed: Vec<(usize, Exposed)> = (self.ahead.all.iter().enumerate())
            .filter_map(|(fact, it)| Some((fact, it.def.exposes()?)))
            .collect();
        let (mut found, mut seen, mut next) = (Vec::new(), HashSet::new(), vec![relation]);
        while let Some(of_parent) = next.pop() {
            for (fact, it) in &exposed {
                match it {
                    Exposed::Heir { of, parent } if parent == of_parent && seen.insert(of) => {
                        next.push(of);
                    }
                    Exposed::Column { of, name, .. } if of == of_parent && name == column => {
                        found.extend((of != relation).then_some(*fact));
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// Whether something that is made or altered needs a label that the server would only have let others
    /// use in a later transaction.
    pub(super) fn uses_new_label(&self, it: &Differing, changes: &Changes) -> Result<bool> {
        let desired = self.sides.desired;
        let (mut new, mut old) =
            (desired.all[it.fact].def.boxed(), self.ahead.all[it.actual].def.boxed());
        let had: Vec<String> = old.inner().into_iter().map(|(_, label)| label.clone()).collect();
        let added: Vec<String> = new
            .inner()
            .into_iter()
            .map(|(_, label)| label.clone())
            .filter(|label| !had.contains(label))
            .collect();
        if added.is_empty() {
            return Ok(false);
        }
        let made = changes.create.iter().copied().chain(self.differ.iter().map(|d| d.fact));
        for fact in made.filter(|f| desired.needs[*f].contains(&it.fact)) {
            let text = Texts::of(&desired.all[fact].def.json()?);
            if added.iter().any(|label| text.have(label)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
