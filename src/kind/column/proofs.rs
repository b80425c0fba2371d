//! Checks that prove a column to have no nulls: as long as the server has them, SET NOT NULL looks at no row.

use super::{Column, Of};
use crate::fact::Scope;
use crate::kind::constraint::{Constraint, Rule};

impl Column {
    /// The facts of [`crate::fact::Definition::rests_on`]: checks of the column, and of the same one of heirs, as they
    /// were.
    pub(super) fn proofs(&self, from: &Column, scope: &Scope) -> Vec<usize> {
        let Some(was) = scope.before().filter(|_| self.only_closes(from)) else {
            return Vec::new();
        };
        let places = [was].into_iter().chain(from.heirs(&was).into_iter().map(|(place, _)| place));
        places.flat_map(|place| checks(&place, scope)).collect()
    }

    /// The same as conditions, of those that belong to one table.
    pub(super) fn proven_by<'a>(&self, proofs: &[usize], scope: &Scope<'a>) -> Vec<&'a str> {
        let facts = scope.before().map(|was| was.facts);
        let all = facts.into_iter().flat_map(|f| proofs.iter().map(|p| &f.all[*p]));
        let own = all.filter_map(|fact| fact.get::<Constraint>());
        let own = own.filter(|check| check.relation == self.relation);
        own.filter_map(|check| match &check.rule {
            Rule::Check(check) => Some(check.expression.as_str()),
            _ => None,
        })
        .collect()
    }

    /// Whether it gets NOT NULL, and nothing that a check could be in the way of.
    fn only_closes(&self, from: &Column) -> bool {
        let closes = self.is_strict() && !from.is_strict();
        let computed = self.generated.is_some() || from.generated.is_some();
        closes && self.of == Of::Table && !self.is_retyped(from) && !computed
    }
}

/// Proven checks of a table that use a column, and else only columns that stay as they are, go, or get NOT NULL as well: what
/// is altered in another way may have to wait until the check is gone.
fn checks(column: &Scope, new: &Scope) -> Vec<usize> {
    let facts = column.facts;
    let Some(table) = facts.parent(column.fact) else { return Vec::new() };
    let calm = |need: &usize| {
        *need == table
            || *need == column.fact
            || facts.all[*need].get::<Column>().is_some_and(|c| is_calm(c, new))
            // The same check of an heir.
            || facts.all[*need].get::<Constraint>().is_some()
    };
    let proves = |fact: &usize| {
        let it = facts.all[*fact].get::<Constraint>().filter(|c| !c.not_valid && !c.not_enforced);
        it.is_some_and(|c| matches!(c.rule, Rule::Check(_)))
            && facts.needs[*fact].contains(&column.fact)
            && facts.needs[*fact].iter().all(calm)
    };
    facts.children(table).iter().copied().filter(proves).collect()
}

fn is_calm(column: &Column, new: &Scope) -> bool {
    let mut columns = new.facts.each::<Column>().map(|(_, it)| it);
    let same = |c: &&Column| c.relation == column.relation && c.name == column.name;
    columns.find(same).is_none_or(|c| c == column || c.only_closes(column))
}
