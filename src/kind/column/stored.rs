//! Values of an attribute that columns of tables hold within those of its composite type.

use super::doubts::Rows;
use super::{Column, loss};
use crate::fact::{Doubt, Risk, Scope};
use crate::kind::domain::uses::{Holder, holders};
use crate::kind::table::heirs;
use crate::kind::table::rows::{has, key, own_rows, table};
use crate::pg::quote::{ident, literal};

/// The table of a column.
fn place_of<'a>(scope: &Scope<'a>, holder: &Holder) -> Option<Scope<'a>> {
    let mut all = (0..scope.facts.all.len()).map(|fact| scope.at(fact));
    all.find(|place| table(place).is_some_and(|table| table.name == holder.table))
}

impl Column {
    /// The query that tells which filled tables are of the composite type, or have columns of it or of a type
    /// that holds it.
    pub(super) fn users_of_type(&self) -> String {
        format!(
            "WITH RECURSIVE holder(oid) AS (SELECT {0}::pg_catalog.regtype::pg_catalog.oid \
             UNION SELECT t.oid FROM holder h JOIN pg_catalog.pg_type t ON t.typbasetype = h.oid \
             OR (t.typelem = h.oid AND t.typlen = -1) \
             OR t.typrelid IN (SELECT a.attrelid FROM pg_catalog.pg_attribute a \
             WHERE a.atttypid = h.oid AND NOT a.attisdropped) \
             OR t.oid IN (SELECT pg_catalog.unnest(ARRAY[r.rngtypid, r.rngmultitypid]) \
             FROM pg_catalog.pg_range r WHERE r.rngsubtype = h.oid)) \
             SELECT 'values in ' || pg_catalog.string_agg(DISTINCT c.oid::pg_catalog.regclass::text, ', ') \
             FROM (SELECT a.attrelid FROM holder h \
             JOIN pg_catalog.pg_attribute a ON a.atttypid = h.oid AND NOT a.attisdropped \
             UNION ALL SELECT o.oid FROM pg_catalog.pg_class o WHERE o.reloftype = {0}::pg_catalog.regtype \
             UNION ALL SELECT p.relid FROM pg_catalog.pg_class o, pg_catalog.pg_partition_tree(o.oid) AS p \
             WHERE o.reloftype = {0}::pg_catalog.regtype) AS u(relation) \
             JOIN pg_catalog.pg_class c ON c.oid = u.relation \
             WHERE c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) > 0",
            literal(&self.relation.to_string())
        )
    }

    /// Columns of the type or of arrays of it get another one and come back.
    pub(super) fn stored_risks(&self, from: Option<&Column>, scope: &Scope) -> Vec<Risk> {
        let there = scope.before().filter(|_| from.is_some_and(|from| self.is_retyped(from)));
        let Some(there) = there else { return Vec::new() };
        let tables = |holder: &Holder| {
            let own = place_of(&there, holder);
            let heirs = own.as_ref().map(heirs).unwrap_or_default();
            own.into_iter().chain(heirs).filter_map(|place| table(&place)).collect::<Vec<_>>()
        };
        let holders = holders(&there, &self.relation);
        let filled = holders.iter().flat_map(tables).filter(|t| t.partitioned.is_none());
        let risk = |relation| Risk { hazard: "table_rewrite", relation, trial: None };
        filled.map(|table| risk(table.name.clone())).collect()
    }

    /// Which values the attribute would refuse.
    pub(super) fn stored_questions(&self, from: Option<&Column>, scope: &Scope) -> Vec<Doubt> {
        let changed = from.filter(|from| self.type_name != from.type_name);
        let Some((from, there)) = changed.zip(scope.before()) else { return Vec::new() };
        let ask = |holder: &Holder| {
            let values = self.stored_values(holder, &there)?;
            let rows = Rows { value: "v.value", rows: &values, key: "v.key" };
            let of = holder.label();
            let name = |doubt: Doubt| Doubt {
                problem: format!("column {of}: {}", doubt.problem),
                ..doubt
            };
            Some(self.unfit(from, rows, scope).into_iter().map(name).collect::<Vec<_>>())
        };
        holders(&there, &self.relation).iter().filter_map(ask).flatten().collect()
    }

    /// The query that tells how many values come to others.
    pub(super) fn stored_loss(&self, to: &Column, scope: &Scope) -> Option<String> {
        let holders = holders(scope, &self.relation);
        let values: Vec<String> = holders
            .iter()
            .filter_map(|holder| self.stored_values(holder, scope))
            .map(|values| format!("SELECT v.value FROM {values}"))
            .collect();
        let (old, new) = (&self.type_name, &to.type_name);
        let condition = format!("v.value::{new}::{old} IS DISTINCT FROM v.value");
        let rows = format!("({}) AS v", values.join(" UNION ALL "));
        (!values.is_empty()).then(|| loss::count(&rows, &condition, loss::ROUNDED))
    }

    /// What stands behind FROM for the attribute's values in a column, `v.value`, each with the key of its row, `v.key`.
    fn stored_values(&self, holder: &Holder, scope: &Scope) -> Option<String> {
        let place = place_of(scope, holder).filter(|_| has(&holder.table, &[&holder.column]))?;
        let (name, held) = (ident(&self.name), ident(&holder.column));
        let rows = format!(
            "(SELECT {} AS key, {held} AS held FROM {}) AS r",
            key(&place, &holder.table),
            own_rows(&holder.table, table(&place))
        );
        Some(format!(
            "(SELECT r.key, (u.value).{name} AS value FROM {rows}, LATERAL ({}) AS u(value) \
             WHERE u.value IS DISTINCT FROM NULL) AS v",
            holder.within("r.held")
        ))
    }
}
