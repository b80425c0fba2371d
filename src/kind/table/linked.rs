//! Tables that foreign keys tie to each other. The server wants what a logged table refers to to be logged too: of such
//! tables each changes in its turn, and where they refer to each other in a circle, keys are not there in between.

use super::Table;
use crate::fact::{Facts, Scope};
use crate::kind::column::Column;
use crate::kind::constraint::{Constraint, Rule};
use crate::model::QName;
use crate::pg::quote::ident;
use hashbrown::{HashMap, HashSet};

/// Foreign keys between followed tables: the key, its table, and the one that it refers to.
struct Links(Vec<(usize, usize, usize)>);

impl Links {
    fn of(scope: &Scope) -> Links {
        let named: HashMap<&QName, usize> =
            scope.facts.each::<Table>().map(|(i, table)| (&table.name, i)).collect();
        let link = |(i, key): (usize, &Constraint)| {
            let Rule::ForeignKey(rule) = &key.rule else { return None };
            let (own, other) = (*named.get(&key.relation)?, *named.get(&rule.foreign)?);
            (own != other).then_some((i, own, other))
        };
        Links(scope.facts.each::<Constraint>().filter_map(link).collect())
    }

    /// The tables that one refers to, directly or not, and itself.
    fn reach(&self, from: usize) -> HashSet<usize> {
        let (mut seen, mut next) = (HashSet::from([from]), vec![from]);
        while let Some(at) = next.pop() {
            let on = self.0.iter().filter(|(_, own, _)| *own == at).map(|(.., to)| *to);
            next.extend(on.filter(|to| seen.insert(*to)).collect::<Vec<_>>());
        }
        seen
    }
}

impl Table {
    /// Tables at the other end of foreign keys whose turn comes before this one's: the server wants them to be logged
    /// before it, or unlogged before it; in a circle names decide, and of the way back the other way round.
    pub(super) fn linked(&self, scope: &Scope) -> Vec<usize> {
        let links = Links::of(scope);
        let own = scope.fact;
        let ends = links.0.iter().filter_map(|(_, from, to)| match self.unlogged {
            false if *from == own => Some((*to, *to, own)),
            true if *to == own => Some((*from, own, *from)),
            _ => None,
        });
        let before = ends.filter(|(_, from, to)| !links.reach(*from).contains(to));
        let before = before.map(|(end, ..)| end);
        let ring = links.0.iter().filter_map(|(_, from, to)| match (*from == own, *to == own) {
            (true, _) => Some(*to),
            (_, true) => Some(*from),
            _ => None,
        });
        let ring = ring.filter(|other| self.turns_after(*other, &links, scope));
        before.chain(ring).collect()
    }

    /// Whether another table of the same circle has its turn before this one.
    fn turns_after(&self, other: usize, links: &Links, scope: &Scope) -> bool {
        let circle =
            links.reach(other).contains(&scope.fact) && links.reach(scope.fact).contains(&other);
        let name = scope.facts.all[other].get::<Table>().map(|t| &t.name);
        circle && name.is_some_and(|name| (*name < self.name) != self.unlogged)
    }

    /// Statements before and after those of this turn: foreign keys of a circle that would be refused are dropped when
    /// the first end has its turn, and made again when the other one had.
    pub(super) fn untied(&self, scope: &Scope) -> Option<(Vec<String>, Vec<String>)> {
        let links = Links::of(scope);
        let own = scope.fact;
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (key, from, to) in links.0.iter().filter(|(_, from, to)| *from == own || *to == own) {
            let other = if *from == own { *to } else { *from };
            let key = scope.at(*key);
            let Some(def) = key.facts.all[key.fact].get::<Constraint>() else { continue };
            let (mine, later) = (links.reach(other), links.reach(own));
            let in_circle = mine.contains(&own) && later.contains(&other);
            if !in_circle || !stays(def, &key, scope) {
                continue;
            }
            // What keeps it from its turn, and what kept the other one from that.
            let refers = (*from == own) != self.unlogged;
            match (self.turns_after(other, &links, scope), refers) {
                (false, true) => before.push(format!(
                    "ALTER TABLE {} DROP CONSTRAINT {}",
                    def.relation,
                    ident(&def.name)
                )),
                (true, false) => after.extend(made(&key)?),
                _ => {}
            }
        }
        Some((before, after))
    }
}

/// Statements that make a key again, with what is said of it.
fn made(key: &Scope) -> Option<Vec<String>> {
    let children = key.facts.children(key.fact).iter().map(|child| key.at(*child));
    let all = [*key].into_iter().chain(children);
    let statements = all.map(|it| it.def().create(&it).ok()).collect::<Option<Vec<_>>>()?;
    Some(statements.concat())
}

/// Whether the key was there before and is not made anew by the plan itself, be it for columns that get other types.
fn stays(key: &Constraint, scope: &Scope, table: &Scope) -> bool {
    let Some(was) = table.before().map(|was| was.facts) else { return false };
    let same = |c: &&Constraint| c.relation == key.relation && c.name == key.name;
    let Some(old) = was.each::<Constraint>().map(|(_, it)| it).find(same) else {
        return false;
    };
    let (new, old_types) = (types_of_ends(key, scope.facts), types_of_ends(old, was));
    let retyped = new.iter().zip(&old_types).all(|(new, old)| new != old);
    scope.def().alter(old, scope).is_some() && !retyped
}

fn types_of_ends<'a>(key: &Constraint, facts: &'a Facts) -> [Vec<&'a str>; 2] {
    match &key.rule {
        Rule::ForeignKey(it) => [
            types(facts, &key.relation, &it.columns),
            types(facts, &it.foreign, &it.foreign_columns),
        ],
        _ => Default::default(),
    }
}

fn types<'a>(facts: &'a Facts, table: &QName, columns: &[String]) -> Vec<&'a str> {
    let all = facts.each::<Column>().map(|(_, it)| it);
    let own = all.filter(|c| c.relation == *table && columns.contains(&c.name));
    own.map(|c| c.type_name.as_str()).collect()
}
