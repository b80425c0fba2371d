//! What brings columns along: a parent of the table, or the composite type that it is of.

use super::Column;
use crate::fact::Scope;
use crate::kind::inheritance::{Inheritance, all_parents};
use crate::kind::partition::Partition;
use crate::kind::table::Table;

/// Whether the column's table is of a composite type: the column comes and goes with the attribute.
pub(super) fn is_typed(scope: &Scope) -> bool {
    let table = scope.parent().and_then(|p| p.facts.all[p.fact].get::<Table>());
    table.is_some_and(|t| t.of_type.is_some())
}

/// Whether the column's table has it from a composite type or from a parent, be it its own as well.
pub(super) fn is_given(scope: &Scope) -> bool {
    let Some(table) = scope.parent() else { return false };
    let own = scope.def().as_any().downcast_ref::<Column>();
    let has =
        |p: &Scope| p.children::<Column>().iter().any(|c| own.is_some_and(|o| o.name == c.name));
    is_typed(scope) || all_parents(&table).iter().any(has)
}

/// Whether a rename brings the column along, and none of its own is needed. A tie that is made after all renames brings
/// nothing yet.
pub(super) fn is_brought(scope: &Scope) -> bool {
    let own = scope.def().as_any().downcast_ref::<Column>();
    is_typed(scope) || own.is_some_and(|own| own.ties(scope).iter().any(|(tie, _)| !tie.goes()))
}

impl Column {
    /// Ties by which the table has the column from others, each with whether it ends without that: the other one keeps
    /// its column, or goes itself.
    fn ties<'a>(&self, scope: &Scope<'a>) -> Vec<(Scope<'a>, bool)> {
        let table = scope.parent().filter(|table| self.of.is_table() && !table.goes());
        let Some(table) = table else { return Vec::new() };
        let all = table.each::<Inheritance>().chain(table.each::<Partition>());
        let ends = all.flat_map(|tie| {
            let ends = Inheritance::ends(&tie).into_iter();
            ends.filter(|end| end.fact != table.fact).map(move |end| (tie, end))
        });
        let ties = ends.filter_map(|(tie, parent)| {
            let (column, _) = self.of_table(&parent)?;
            Some((tie, tie.goes() && (parent.goes() || !column.goes())))
        });
        ties.collect()
    }

    /// Whether the table parts with all that it has the column from, and these do not take that along: it goes by
    /// itself after that, and comes again before.
    pub(in crate::kind) fn is_left(&self, scope: &Scope) -> bool {
        let ties = self.ties(scope);
        !ties.is_empty() && ties.iter().all(|(_, ends)| *ends)
    }

    /// The ties that end before it can go: the server lets nobody drop what a parent has.
    pub(super) fn outlived(&self, scope: &Scope) -> Vec<usize> {
        let ties = self.ties(scope);
        match self.is_left(scope) {
            true => ties.iter().map(|(tie, _)| tie.fact).collect(),
            false => Vec::new(),
        }
    }

    /// Whether it comes and goes with the column of a parent.
    pub(super) fn follows_parent(&self, scope: &Scope) -> bool {
        (self.inherited || self.partitioned(scope).is_some()) && !self.is_left(scope)
    }

    /// Whether tables are of the composite type.
    pub(super) fn has_typed_tables(&self, scope: &Scope) -> bool {
        let mut tables = scope.facts.each::<Table>().map(|(_, it)| it);
        tables.any(|t| t.of_type.as_ref() == Some(&self.relation))
    }

    /// Whether a table that had it and gave it to the scope's column, as that was, still is a parent.
    pub(super) fn keeps_parent(&self, scope: &Scope) -> bool {
        let table = |place: &Scope| place.def().name(place);
        let before = scope.before().and_then(|before| before.parent());
        let before = before.map(|table| all_parents(&table)).unwrap_or_default();
        let had: Vec<String> = before
            .iter()
            .filter(|p| p.children::<Column>().iter().any(|c| c.name == self.name))
            .map(table)
            .collect();
        let parents = scope.parent().map(|table| all_parents(&table)).unwrap_or_default();
        parents.iter().any(|parent| had.contains(&table(parent)))
    }

    /// Whether the column of such a parent is there before and after, and none made anew.
    pub(super) fn keeps_column(&self, scope: &Scope) -> bool {
        let Some(before) = scope.before().and_then(|before| before.parent()) else { return false };
        let Some(table) = scope.parent() else { return false };
        let (old, new) = (all_parents(&before), all_parents(&table));
        let pairs = old.iter().filter_map(|o| {
            let name = o.def().name(o);
            new.iter().find(|n| n.def().name(n) == name).map(|n| (o, n))
        });
        let columns = pairs.filter_map(|(o, n)| self.of_table(o).zip(self.of_table(n)));
        let mut altered = columns
            .map(|((o, was), (n, is))| is.alteration(was, &n.since(o.facts, o.fact)).is_some());
        altered.any(|stays| stays)
    }

    fn of_table<'a>(&self, table: &Scope<'a>) -> Option<(Scope<'a>, &'a Column)> {
        let children = table.facts.children(table.fact).iter().map(|child| table.at(*child));
        let mut columns = children.filter_map(|c| Some((c, c.def().as_any().downcast_ref()?)));
        columns.find(|(_, c): &(Scope, &Column)| c.name == self.name)
    }
}
