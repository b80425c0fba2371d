//! Which values go with a column, and which come to something else when it gets another type: numbers are rounded, times are
//! cut.

use super::doubts::modifiers;
use super::{Column, Of};
use crate::fact::Scope;
use crate::kind::inheritance::Inheritance;
use crate::kind::table::rows::{is_partly_far, near, own_rows, table, without};
use crate::kind::table::{COUNTED, Table, heirs};
use crate::model::QName;
use crate::pg::quote::{ident, literal};

/// Types of numbers, and how exact they are: all values of one are values of those after it, but for
/// their size, which the server looks at.
const NUMBERS: [&str; 4] = ["smallint", "integer", "bigint", "numeric"];

const FLOATS: [&str; 2] = ["real", "double precision"];

const TIMES: [&str; 6] = [
    "date",
    "timestamp without time zone",
    "timestamp with time zone",
    "time without time zone",
    "time with time zone",
    "interval",
];

/// What has become of the values.
pub(super) const ROUNDED: &str = " rounded or cut";

impl Column {
    /// Tables that have the column from this one, and by themselves too.
    fn keepers(&self, scope: &Scope) -> Vec<QName> {
        let tables = scope.parent().map(|table| heirs(&table)).unwrap_or_default();
        let own = |table: &&Scope| {
            let mut columns = table.children::<Column>().into_iter();
            !table.children::<Inheritance>().is_empty()
                && columns.any(|c| c.name == self.name && !c.inherited)
        };
        let owning: Vec<&Scope> = tables.iter().filter(own).collect();
        let theirs = owning.iter().flat_map(|table| heirs(table));
        let all = theirs.chain(owning.iter().map(|table| **table));
        all.filter_map(|t| t.facts.all[t.fact].get::<Table>()).map(|t| t.name.clone()).collect()
    }

    /// The query that tells how many values go with the column.
    pub(super) fn values(&self, scope: &Scope) -> String {
        let (name, keepers) = (ident(&self.name), self.keepers(scope));
        if let Some(table) = scope.parent().filter(is_partly_far) {
            let condition = format!("{name} IS DISTINCT FROM NULL");
            return count(&near(&table, &name, &keepers), &condition, "");
        }
        let condition = format!("{name} IS DISTINCT FROM NULL{}", without(&keepers));
        count(&self.relation.to_string(), &condition, "")
    }

    /// The same where it may be that rows cannot be seen.
    pub(super) fn values_of_table(&self, scope: &Scope) -> String {
        let table = scope.parent().and_then(|p| p.facts.all[p.fact].get::<Table>());
        let hidden = table.filter(|t| t.hides_rows());
        hidden.map_or_else(|| self.values(scope), |t| t.filled("values in a table"))
    }

    /// The query of [`crate::fact::Definition::data_probe`].
    pub(super) fn dropped(&self, scope: &Scope) -> Option<String> {
        match self.of {
            Of::Table if self.generated.is_some() || self.follows_parent(scope) => None,
            Of::Table => Some(self.values_of_table(scope)),
            Of::Composite => Some(self.users_of_type()),
            Of::ForeignTable if self.follows_parent(scope) => None,
            // No values, but a place among the columns, which what is made anew would lose.
            Of::ForeignTable => Some("SELECT NULL::pg_catalog.text WHERE false".to_string()),
            Of::View | Of::MaterializedView => None,
        }
    }

    /// The query of [`crate::fact::Definition::loses`]. A generated column's values come back; those of children are
    /// asked for with the parent's.
    pub(super) fn rounded(&self, to: &Column, scope: &Scope) -> Option<String> {
        let stays = self.type_name == to.type_name || !may_round(&self.type_name, &to.type_name);
        if self.of == Of::Composite && !stays {
            return self.stored_loss(to, scope);
        }
        if stays || self.of != Of::Table || to.generated.is_some() || self.follows_parent(scope) {
            return None;
        }
        let parent = scope.parent()?;
        let of: Option<&Table> = table(&parent);
        if let Some(table) = of.filter(|t| t.hides_rows()) {
            return Some(table.filled("values in a table"));
        }
        let name = ident(&self.name);
        let partitioned = of.is_some_and(|t| t.partitioned.is_some());
        let rows = match partitioned && is_partly_far(&parent) {
            true => near(&parent, &name, &[]),
            false => own_rows(&self.relation, of),
        };
        let (old, new) = (&self.type_name, &to.type_name);
        let condition = format!("{name}::{new}::{old} IS DISTINCT FROM {name}");
        Some(count(&rows, &condition, ROUNDED))
    }
}

/// The query that tells how many values of some rows a condition is true of; `more` is said behind that.
pub(super) fn count(rows: &str, condition: &str, more: &str) -> String {
    format!(
        "SELECT CASE WHEN n.values = 1 THEN '1 value' WHEN n.values <= {COUNTED} \
         THEN n.values || ' values' ELSE 'more than {COUNTED} values' END || {} \
         FROM (SELECT pg_catalog.count(*) AS values FROM (SELECT FROM {rows} \
         WHERE {condition} LIMIT {COUNTED} + 1) AS r) AS n WHERE n.values > 0",
        literal(more)
    )
}

/// Whether a value may come to another one on the way from type to type and back.
fn may_round(from: &str, to: &str) -> bool {
    let ((from, old), (to, new)) = (modifiers(from), modifiers(to));
    let number = |name: &str| NUMBERS.iter().position(|n| *n == name);
    let float = |name: &str| FLOATS.iter().position(|n| *n == name);
    let scale = |modifiers: &[i32]| match modifiers {
        [] => None,
        [_, scale, ..] => Some(*scale),
        [_] => Some(0),
    };
    match (number(&from), number(&to), float(&from), float(&to)) {
        // To `numeric` of a scale; from it to whole numbers.
        (Some(_), Some(_), ..) if from == "numeric" => {
            let new = if to == "numeric" { scale(&new) } else { Some(0) };
            new.is_some_and(|new| scale(&old).is_none_or(|old| new < old))
        }
        (Some(_), Some(_), ..) => false,
        (_, _, Some(was), Some(is)) => is < was,
        (Some(_), _, _, Some(_)) | (_, Some(_), Some(_), _) => true,
        _ => {
            let known = TIMES.contains(&from.as_str()) && TIMES.contains(&to.as_str());
            let precision = |list: &[i32]| list.first().copied().unwrap_or(6);
            known && (changes_sort(&from, &to) || precision(&new) < precision(&old))
        }
    }
}

/// Whether a time loses a part of itself; a point in time is one with and without its zone.
fn changes_sort(from: &str, to: &str) -> bool {
    let point = |name: &str| name.starts_with("timestamp");
    from != to && !(point(to) && (point(from) || from == "date"))
}

#[cfg(test)]
mod tests {
    use super::may_round;

    #[test]
    fn numbers_are_rounded_where_digits_are_lost() {
        assert!(may_round("numeric", "numeric(10,2)"));
        assert!(may_round("numeric(10,4)", "numeric(12,2)"));
        assert!(may_round("numeric(10,1)", "integer"));
        assert!(may_round("double precision", "integer"));
        assert!(may_round("double precision", "real"));
        assert!(may_round("bigint", "double precision"));
        assert!(!may_round("numeric(10,2)", "numeric(5,2)"));
        assert!(!may_round("numeric(10)", "integer"));
        assert!(!may_round("integer", "numeric(10,2)"));
        assert!(!may_round("bigint", "smallint"));
        assert!(!may_round("real", "double precision"));
        assert!(!may_round("integer", "text"));
    }

    #[test]
    fn times_are_cut_where_a_part_is_lost() {
        assert!(may_round("timestamp without time zone", "date"));
        assert!(may_round("timestamp without time zone", "timestamp(0) without time zone"));
        assert!(may_round("time with time zone", "time without time zone"));
        assert!(!may_round("date", "timestamp with time zone"));
        assert!(!may_round("timestamp without time zone", "timestamp with time zone"));
        assert!(!may_round("timestamp(3) without time zone", "timestamp without time zone"));
    }
}
