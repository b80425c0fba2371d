//! Rows that a change must not lose: read before and after, and compared by the identity of tables and columns.

use super::expect::Same;
use crate::Outcome;
use crate::dump::unified_diff;
use crate::psql::Database;

/// Stands between two parts of what one script prints.
const BREAK: &str = "=== part ===";

/// As COPY writes what is not there.
const NULL: &str = "\\N";

/// Fields of a line are separated by chr(1), those of a column by chr(2).
const TABLES: &str = "
  SELECT c.oid || chr(1) || format('%I.%I', n.nspname, c.relname) || chr(1) || c.relkind::text ||
         coalesce(string_agg(chr(1) || a.attnum || chr(2) || (a.attgenerated <> '') || chr(2) || a.attname, ''
                             ORDER BY a.attnum), '')
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         AND NOT (c.relkind = 'S' AND a.attname = 'log_cnt')
   WHERE c.relkind IN ('r', 'S', 'm') AND c.relispopulated AND c.relpersistence <> 't'
     AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'schemig') AND n.nspname NOT LIKE 'pg\\_toast%'
   GROUP BY c.oid, n.nspname, c.relname, c.relkind
   ORDER BY c.oid";

/// The rows of all tables, materialized views and sequences.
pub struct Rows(Vec<Table>);

#[derive(Clone)]
struct Table {
    oid: String,
    name: String,
    /// As `pg_class.relkind`.
    kind: String,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

#[derive(Clone)]
struct Column {
    number: String,
    name: String,
    /// What it holds comes from an expression.
    computed: bool,
}

impl Rows {
    pub fn none() -> Self {
        Self(Vec::new())
    }

    pub fn of(database: &Database) -> Outcome<Self> {
        let printed = database.sql(TABLES)?;
        let mut tables: Vec<Table> =
            printed.lines().map(Table::parse).collect::<Option<_>>().ok_or("no list of tables")?;
        let script: String = tables.iter().map(Table::unload).collect();
        let data = database.sql(&script)?;
        let end = format!("{BREAK}\n");
        for (table, rows) in tables.iter_mut().zip(data.split(&end)) {
            let fields = |line: &str| line.split('\t').map(str::to_owned).collect();
            table.rows = rows.lines().map(fields).collect();
        }
        Ok(Self(tables))
    }

    /// What must be there after a change, without what the change may lose; fails where rows of that differ.
    /// A table is the same if it is the same in the catalog, else if another that is new has its name; so are columns.
    pub fn kept(&self, after: &Rows, may_lose: bool, when: &str) -> Outcome<Rows> {
        let mut kept = Vec::new();
        for table in &self.0 {
            match self.counterpart(table, after) {
                Some(other) if may_lose && other.oid != table.oid => (),
                Some(other) => kept.push(table.kept(other, may_lose, when)?),
                None if may_lose || !table.holds() => (),
                None => return Err(format!("{when}: the rows of {} are gone", table.name)),
            }
        }
        Ok(Rows(kept))
    }

    fn counterpart<'a>(&self, table: &Table, after: &'a Rows) -> Option<&'a Table> {
        let known = |other: &Table| self.0.iter().any(|one| one.oid == other.oid);
        let same = after.0.iter().find(|other| other.oid == table.oid);
        same.or_else(|| after.0.iter().find(|other| other.name == table.name && !known(other)))
    }
}

impl Table {
    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split('\u{1}').map(str::to_owned);
        let (oid, name, kind) = (fields.next()?, fields.next()?, fields.next()?);
        let columns = fields.map(|field| Column::parse(&field)).collect::<Option<_>>()?;
        Some(Self { oid, name, kind, columns, rows: Vec::new() })
    }

    fn unload(&self) -> String {
        let quoted = |column: &Column| format!("\"{}\"", column.name.replace('"', "\"\""));
        let columns: Vec<String> = self.columns.iter().map(quoted).collect();
        let query = format!("SELECT {} FROM ONLY {}", columns.join(", "), self.name);
        format!("COPY ({query}) TO STDOUT;\n\\echo {BREAK}\n")
    }

    /// Whether it has what a drop would lose; a view can be read again, and a sequence that gave nothing made again.
    fn holds(&self) -> bool {
        match self.kind.as_str() {
            "m" => false,
            "S" => self.rows.iter().flatten().any(|value| value == "t"),
            _ => !self.rows.is_empty(),
        }
    }

    /// This table with the columns that the other one has as well, if they hold the same.
    fn kept(&self, other: &Table, may_lose: bool, when: &str) -> Outcome<Table> {
        if self.kind == "S" && !self.holds() {
            return Ok(self.clone());
        }
        let mut pairs = Vec::new();
        for (position, column) in self.columns.iter().enumerate().filter(|(_, c)| !c.computed) {
            let holds = self.rows.iter().any(|row| row[position] != NULL);
            match self.counterpart(column, other) {
                Some(there) if may_lose && other.columns[there].number != column.number => (),
                Some(there) if other.columns[there].computed && (may_lose || !holds) => (),
                Some(there) if other.columns[there].computed => {
                    return Err(format!("{when}: {}.{} is computed", self.name, column.name));
                }
                Some(there) => pairs.push((position, there)),
                None if may_lose || !holds || self.kind == "m" => (),
                None => {
                    return Err(format!("{when}: {}.{} is gone", self.name, column.name));
                }
            }
        }
        let (here, there): (Vec<usize>, Vec<usize>) = pairs.into_iter().unzip();
        let (expected, found) = (self.text(&here), other.text(&there));
        if expected != found {
            let difference = unified_diff(&expected, &found)?;
            return Err(format!("{when}: the rows of {} differ\n{difference}", self.name));
        }
        Ok(Table {
            columns: here.iter().map(|at| self.columns[*at].clone()).collect(),
            rows: self.rows.iter().map(|row| project(row, &here)).collect(),
            ..self.clone()
        })
    }

    fn counterpart(&self, column: &Column, other: &Table) -> Option<usize> {
        let same_table = self.oid == other.oid;
        let known = |c: &Column| same_table && self.columns.iter().any(|o| o.number == c.number);
        let same = other.columns.iter().position(|c| same_table && c.number == column.number);
        same.or_else(|| other.columns.iter().position(|c| c.name == column.name && !known(c)))
    }

    fn text(&self, columns: &[usize]) -> String {
        let mut lines: Vec<String> =
            self.rows.iter().map(|row| project(row, columns).join("\t") + "\n").collect();
        lines.sort_unstable();
        lines.concat()
    }
}

fn project(row: &[String], columns: &[usize]) -> Vec<String> {
    columns.iter().map(|at| row[*at].clone()).collect()
}

impl Column {
    fn parse(field: &str) -> Option<Self> {
        let mut parts = field.split('\u{2}').map(str::to_owned);
        let (number, computed, name) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { number, name, computed: computed == "true" })
    }
}

/// Answers of queries that must not change, under the names of before or after.
pub fn answers(database: &Database, same: &[Same], after: bool) -> Outcome<String> {
    let query = |s: &Same| if after { s.after.clone() } else { s.before.clone() };
    let script: String = same.iter().map(|s| format!("{};\n\\echo {BREAK}\n", query(s))).collect();
    if script.is_empty() { Ok(script) } else { database.sql(&script) }
}

pub fn must_be_same(expected: &str, found: &str, when: &str) -> Outcome {
    if expected == found {
        return Ok(());
    }
    let difference = unified_diff(expected, found)?;
    Err(format!("{when}: what a query gives is not the same\n{difference}"))
}
