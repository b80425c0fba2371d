//! Which rows a constraint would refuse, and whom it keeps waiting.

use super::{Check, Constraint, Exclusion, ForeignKey, Keys, Rule, has_from_parent, in_partition};
use crate::fact::{Doubt, Risk, Scope};
use crate::kind::table::rows::{
    doubt, has, has_needs, is_filled, is_out_of_reach, is_partly_far, key, own_rows, shown, table,
};
use crate::kind::table::{Table, heirs};
use crate::model::QName;
use crate::pg::quote::{ident, idents};

/// Rows that have a key in common; keys are SQL text over the table's columns.
pub(in crate::kind) fn duplicates(
    (table, relation, own): (&Scope, &QName, &Scope),
    keys: &[String],
    distinct_nulls: bool,
    predicate: Option<&str>,
) -> Vec<Doubt> {
    if !has(relation, &[] as &[&str]) || !has_needs(own) {
        return Vec::new();
    }
    let mut conditions: Vec<String> = predicate.iter().map(|p| format!("({p})")).collect();
    if distinct_nulls {
        conditions.extend(keys.iter().map(|k| format!("{k} IS NOT NULL")));
    }
    let condition = match conditions.is_empty() {
        true => String::new(),
        false => format!(" WHERE {}", conditions.join(" AND ")),
    };
    let names: Vec<String> = (1..=keys.len()).map(|n| format!("k{n}")).collect();
    let named = keys.iter().zip(&names).map(|(key, name)| format!("{key} AS {name}"));
    let rows = own_rows(relation, table.def().as_any().downcast_ref());
    let query = format!(
        "SELECT coalesce(pg_catalog.sum(d.n), 0)::pg_catalog.int8, pg_catalog.min(d.example) \
         FROM (SELECT pg_catalog.count(*) AS n, {} AS example FROM (SELECT {} FROM {rows}{condition}) AS r \
         GROUP BY {} HAVING pg_catalog.count(*) > 1) AS d",
        shown(&names),
        named.collect::<Vec<_>>().join(", "),
        names.join(", ")
    );
    vec![Doubt { problem: format!("duplicate keys ({})", keys.join(", ")), query, each: None }]
}

impl Constraint {
    /// Whether rows are checked that were not checked before.
    fn checks_rows(&self, from: Option<&Constraint>) -> bool {
        let unproven = |c: &Constraint| c.not_valid || c.not_enforced;
        !unproven(self) && from.is_none_or(|from| !self.is_like(from) || unproven(from))
    }

    /// Whether one can be made of the other without another look at the rows.
    fn is_like(&self, from: &Constraint) -> bool {
        let deferrable = |c: &Constraint| match c.rule {
            Rule::ForeignKey(_) => (false, false),
            _ => (c.deferrable, c.deferred),
        };
        self.bare().rule == from.bare().rule && deferrable(self) == deferrable(from)
    }

    /// What [`crate::fact::Definition::risks`] says.
    pub(super) fn locks(&self, from: Option<&Constraint>, scope: &Scope) -> Vec<Risk> {
        let made = match self.rule {
            // To prove one that is there takes no lock that is felt.
            Rule::Check(_) | Rule::ForeignKey(_) => {
                self.checks_rows(None) && from.is_none_or(|from| !self.is_like(from))
            }
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Exclusion(_) => {
                let place = |c: &Constraint| c.storage().and_then(|s| s.tablespace.clone());
                !self.partitioned
                    && from.is_none_or(|from| !self.is_like(from) || place(self) != place(from))
            }
        };
        if !made {
            return Vec::new();
        }
        let mut relations = vec![self.relation.clone()];
        match &self.rule {
            Rule::ForeignKey(key)
                if key.foreign != self.relation && is_filled(&self.relation.to_string()) =>
            {
                relations.push(key.foreign.clone());
            }
            // Each partition has its own, which comes first.
            Rule::Check(_) if self.partitioned => relations.clear(),
            Rule::Check(check) if !check.no_inherit => {
                let heirs = scope.parent().map(|table| heirs(&table)).unwrap_or_default();
                relations.extend(heirs.iter().filter_map(table).map(|t| t.name.clone()));
            }
            _ => {}
        }
        let risk = |relation| Risk { hazard: "long_lock", relation, trial: None };
        relations.into_iter().map(risk).collect()
    }

    /// What [`crate::fact::Definition::doubts`] and [`crate::fact::Definition::bars`] say; `referred` if what a foreign key
    /// refers to is there, be it under a name that it has yet to get.
    pub(super) fn questions(
        &self,
        from: Option<&Constraint>,
        scope: &Scope,
        referred: bool,
    ) -> Vec<Doubt> {
        let of = scope.parent().filter(|of| self.checks_rows(from) && !is_out_of_reach(of));
        let Some(of) = of else { return Vec::new() };
        match &self.rule {
            // Nulls in a primary key are the columns' affair; a partitioned table has the keys of its partitions.
            Rule::PrimaryKey(keys) | Rule::Unique(keys) if !keys.period && !self.partitioned => {
                self.key_doubts(keys, &of, scope)
            }
            Rule::Check(check) => self.check_doubts(check, &of, scope),
            Rule::ForeignKey(key) if !key.period => self.orphans(key, &of, referred),
            Rule::Exclusion(it) if !self.partitioned => self.conflicts(it, &of, scope),
            _ => Vec::new(),
        }
    }

    fn key_doubts(&self, keys: &Keys, of: &Scope, scope: &Scope) -> Vec<Doubt> {
        let columns: Vec<String> = keys.columns.iter().map(|c| ident(c)).collect();
        duplicates((of, &self.relation, scope), &columns, !keys.nulls_not_distinct, None)
    }

    /// Children have the check too.
    fn check_doubts(&self, check: &Check, of: &Scope, scope: &Scope) -> Vec<Doubt> {
        let told = in_partition(scope) && has_from_parent(scope);
        if told || !has(&self.relation, &[] as &[&str]) || !has_needs(scope) {
            return Vec::new();
        }
        let rows = match check.no_inherit || is_partly_far(of) {
            true => own_rows(&self.relation, table(of)),
            false => self.relation.to_string(),
        };
        let problem = format!("check {} is violated", quoted(&self.name));
        let condition = format!("NOT ({})", check.expression);
        vec![doubt(problem, &rows, &key(of, &self.relation), &condition)]
    }

    /// Grouped by the types' own equality, whatever operators the search path finds.
    fn orphans(&self, key_: &ForeignKey, of: &Scope, referred: bool) -> Vec<Doubt> {
        if !has(&self.relation, &key_.columns) {
            return Vec::new();
        }
        let columns: Vec<String> = key_.columns.iter().map(|c| ident(c)).collect();
        let all = |test: &str, word: &str| {
            columns.iter().map(|c| format!("{c} {test}")).collect::<Vec<_>>().join(word)
        };
        let rows = own_rows(&self.relation, table(of));
        let row_key = key(of, &self.relation);
        let columns_of = (columns.join(", "), (1..=columns.len()).map(|n| format!("k{n}")));
        let (list, names) = (columns_of.0, columns_of.1.collect::<Vec<_>>().join(", "));
        // A new table has no rows to refer to.
        let referred = match referred || has(&key_.foreign, &key_.foreign_columns) {
            true => format!(
                " UNION ALL SELECT {}, false, NULL FROM {}",
                idents(&key_.foreign_columns),
                own_rows(&key_.foreign, foreign_table(of, &key_.foreign))
            ),
            false => String::new(),
        };
        let refers = all("IS NOT NULL", " AND ");
        let mut query = format!(
            "SELECT coalesce(pg_catalog.sum(o.n), 0)::pg_catalog.int8, pg_catalog.min(o.example) \
             FROM (SELECT pg_catalog.count(*) AS n, pg_catalog.min(r.example) AS example \
             FROM (SELECT {list}, true, {row_key} FROM {rows} WHERE {refers}{referred}) \
             AS r({names}, refers, example) GROUP BY {names} HAVING pg_catalog.bool_and(r.refers)"
        );
        if key_.match_full && columns.len() > 1 {
            let (some, none) = (all("IS NULL", " OR "), all("IS NULL", " AND "));
            query += &format!(
                " UNION ALL SELECT pg_catalog.count(*), pg_catalog.min({row_key}) FROM {rows} \
                 WHERE ({some}) AND NOT ({none})"
            );
        }
        query += ") AS o";
        vec![Doubt {
            problem: format!("no row of {} for ({list})", key_.foreign),
            query,
            each: None,
        }]
    }

    /// Only where some of it is equality: else each row must be compared with each.
    fn conflicts(&self, it: &Exclusion, of: &Scope, scope: &Scope) -> Vec<Doubt> {
        let equal = it.elements.iter().any(|e| e.operator.name == "=");
        if !equal || !has(&self.relation, &[] as &[&str]) || !has_needs(scope) {
            return Vec::new();
        }
        let keys =
            (1..).zip(&it.elements).map(|(n, e)| format!(", {} AS k{n}", e.element.compared()));
        let condition = it.predicate.iter().map(|p| format!(" WHERE {p}")).collect::<String>();
        let rows = format!(
            "(SELECT ctid AS place, {} AS example{} FROM {}{condition})",
            key(of, &self.relation),
            keys.collect::<String>(),
            own_rows(&self.relation, table(of))
        );
        let meet = (1..).zip(&it.elements).map(|(n, e)| {
            let QName { schema, name } = &e.operator;
            format!(" AND r.k{n} OPERATOR({}.{name}) s.k{n}", ident(schema))
        });
        let query = format!(
            "SELECT pg_catalog.count(*), pg_catalog.min(r.example) FROM {rows} AS r \
             JOIN {rows} AS s ON r.place <> s.place{}",
            meet.collect::<String>()
        );
        vec![Doubt {
            problem: format!("rows conflict under {}", quoted(&self.name)),
            query,
            each: None,
        }]
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The table that a foreign key refers to.
fn foreign_table<'a>(table_: &Scope<'a>, name: &QName) -> Option<&'a Table> {
    table_.facts.each::<Table>().map(|(_, it)| it).find(|t| t.name == *name)
}
