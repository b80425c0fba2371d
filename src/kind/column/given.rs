//! What brings columns along: a parent of the table, or the composite type that it is of.

use super::Column;
use crate::fact::Scope;
use crate::kind::inheritance::all_parents;
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

impl Column {
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
