//! Queries over the rows of tables as they are before anything is done, for [`crate::fact::Definition::doubts`].

use super::{Table, heirs};
use crate::fact::{Doubt, Scope};
use crate::kind::column::Column;
use crate::kind::constraint::{Constraint, Rule};
use crate::kind::foreign_table::ForeignTable;
use crate::kind::routine::Routine;
use crate::kind::sequence::Sequence;
use crate::model::QName;
use crate::pg::guard;
use crate::pg::quote::{ident, literal};
use crate::pg::spi;

/// The table of this scope.
pub fn table<'a>(scope: &Scope<'a>) -> Option<&'a Table> {
    scope.def().as_any().downcast_ref()
}

/// The name of this scope's table, be it a foreign one.
pub fn name<'a>(scope: &Scope<'a>) -> Option<&'a QName> {
    let foreign = || scope.def().as_any().downcast_ref().map(|t: &ForeignTable| &t.name);
    table(scope).map(|t| &t.name).or_else(foreign)
}

/// Whether some of the rows that one gets from the table are those of foreign tables: nothing but a query that somebody
/// wants may ask for them.
pub fn is_partly_far(scope: &Scope) -> bool {
    heirs(scope).iter().any(|heir| heir.def().as_any().is::<ForeignTable>())
}

/// Whether no rows of the table can be asked for without those of foreign tables.
pub fn is_out_of_reach(scope: &Scope) -> bool {
    table(scope).is_none_or(|t| t.partitioned.is_some() && is_partly_far(scope))
}

/// What FROM names to read columns of a table and its heirs, but for some and those that are foreign tables.
pub fn near(scope: &Scope, columns: &str, but: &[QName]) -> String {
    let all = [*scope].into_iter().chain(heirs(scope));
    let names = all.filter_map(|it| table(&it).map(|t| &t.name)).filter(|name| !but.contains(name));
    let selects: Vec<String> =
        names.map(|name| format!("SELECT {columns} FROM ONLY {name}")).collect();
    format!("({}) AS near", selects.join(" UNION ALL "))
}

/// What FROM names to read a table's own rows: those of a partitioned table are its partitions'.
pub fn own_rows(relation: &QName, table: Option<&Table>) -> String {
    let partitioned = table.is_some_and(|t| t.partitioned.is_some());
    format!("{}{relation}", if partitioned { "" } else { "ONLY " })
}

/// Columns as texts in a row, as messages show a key.
pub fn shown(columns: &[String]) -> String {
    let one = |c: &String| format!("coalesce({c}::pg_catalog.text, 'null')");
    let texts: Vec<String> = columns.iter().map(one).collect();
    match &texts[..] {
        [one] => one.clone(),
        _ => format!("pg_catalog.concat_ws(', ', {})", texts.join(", ")),
    }
}

/// What tells a row of the table from others: its primary key, if it has one already, else its place.
pub fn key(table: &Scope, relation: &QName) -> String {
    let constraints = table.children::<Constraint>();
    let columns = constraints.iter().find_map(|c| match &c.rule {
        Rule::PrimaryKey(keys) => Some(&keys.columns),
        _ => None,
    });
    match columns.filter(|columns| has(relation, columns)) {
        Some(columns) => shown(&columns.iter().map(|c| ident(c)).collect::<Vec<_>>()),
        None => "ctid::pg_catalog.text".to_string(),
    }
}

/// The condition, after others, that a row is not in one of some tables; nothing where there are none.
pub fn without(tables: &[QName]) -> String {
    let oid = |name: &QName| format!("{}::pg_catalog.regclass", literal(&name.to_string()));
    let list: Vec<String> = tables.iter().map(oid).collect();
    match list.is_empty() {
        true => String::new(),
        false => format!(" AND tableoid NOT IN ({})", list.join(", ")),
    }
}

/// Rows of which a condition holds.
pub fn doubt(problem: String, rows: &str, key: &str, condition: &str) -> Doubt {
    let query =
        format!("SELECT pg_catalog.count(*), pg_catalog.min({key}) FROM {rows} WHERE {condition}");
    Doubt { problem, query, each: None }
}

/// What stands in CREATE TABLE for a table that is like this one, with the checks that it has and keeps.
pub fn likeness(table: &Scope, relation: &QName) -> String {
    let checks =
        table.children::<Constraint>().into_iter().filter(|c| !c.not_valid && !c.not_enforced);
    let there = "SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = pg_catalog.to_regclass($1) \
                 AND c.conname = $2 AND c.contype = 'c' AND c.convalidated";
    let mut text = format!("LIKE {relation}");
    for check in checks {
        let Rule::Check(rule) = &check.rule else { continue };
        let row = spi::first(there, &[Some(&relation.to_string()), Some(&check.name)]);
        if row.is_ok_and(|row| row.is_some()) {
            text += &format!(", CHECK ({})", rule.expression);
        }
    }
    text
}

/// Whether a relation is there and has rows, as far as the user may know; `rows` as FROM names them.
pub fn is_filled(rows: &str) -> bool {
    let first = format!("SELECT '' FROM {rows} LIMIT 1");
    match guard::in_subtransaction(move || spi::first(&first, &[])) {
        Ok(row) => row.is_some(),
        Err(error) => error.is_refused(),
    }
}

/// Whether this database has the relation already, with these columns.
pub fn has<S: AsRef<str>>(relation: &QName, columns: &[S]) -> bool {
    let names: Vec<String> = columns.iter().map(|c| literal(c.as_ref())).collect();
    let sql = format!(
        "SELECT (pg_catalog.to_regclass($1) IS NOT NULL AND NOT EXISTS ( \
         SELECT FROM pg_catalog.unnest(ARRAY[{}]::pg_catalog.text[]) AS u(name) \
         WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a \
         WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attname = u.name \
         AND NOT a.attisdropped)))::pg_catalog.text",
        names.join(", ")
    );
    let row = spi::first(&sql, &[Some(&relation.to_string())]);
    row.ok().flatten().is_some_and(|row| row.is_true(0))
}

/// Whether this database has the columns, sequences and routines already that a definition needs,
/// besides what it belongs to.
pub fn has_needs(scope: &Scope) -> bool {
    let facts = scope.facts;
    let parent = facts.parent(scope.fact);
    let mut needs = facts.needs[scope.fact].iter().filter(|need| Some(**need) != parent);
    needs.all(|need| {
        let it = &facts.all[*need];
        if let Some(column) = it.get::<Column>() {
            return has(&column.relation, &[&column.name]);
        }
        if let Some(sequence) = it.get::<Sequence>() {
            return has(&sequence.name, &[] as &[&str]);
        }
        if it.get::<Routine>().is_none() {
            return true;
        }
        is_routine(&facts.name(*need))
    })
}

/// Whether there is a routine of that name with its arguments. Before PostgreSQL 16 it is an error where the type of one
/// is not there.
pub fn is_routine(signature: &str) -> bool {
    let there = "SELECT (pg_catalog.to_regprocedure($1) IS NOT NULL)::pg_catalog.text";
    let row = guard::in_subtransaction(|| spi::first(there, &[Some(signature)]));
    row.ok().flatten().is_some_and(|row| row.is_true(0))
}
