//! Queries that return given types.

use super::generator::{Column, Generator, Query, Relation, Scope, Ty, ident, idents};

impl Generator<'_> {
    pub(super) fn query(&mut self, types: &[Ty]) -> Query {
        self.depth += 1;
        let kind = if self.depth > 4 || !self.spend(1) { 99 } else { self.random.u32(..100) };
        let query = match kind {
            0..14 => self.set_operation(types),
            14..26 => self.with(types),
            26..32 => self.recursive(types),
            32..37 => self.value_lists(types),
            _ => self.select(types),
        };
        self.depth -= 1;
        query
    }

    fn set_operation(&mut self, types: &[Ty]) -> Query {
        let (left, right) = (self.query(types), self.query(types));
        let words = ["UNION", "UNION ALL", "INTERSECT", "EXCEPT"];
        let mut text = format!("({}) {} ({})", left.text, self.pick(&words), right.text);
        if self.chance(30) {
            text += &format!(" ORDER BY {}", ident(&left.columns[0].name));
        }
        Query { text, columns: left.columns }
    }

    fn value_lists(&mut self, types: &[Ty]) -> Query {
        let rows: Vec<String> = (0..self.random.usize(1..4))
            .map(|_| {
                let row: Vec<String> = types.iter().map(|ty| self.value(*ty)).collect();
                format!("({})", row.join(", "))
            })
            .collect();
        let columns = types
            .iter()
            .enumerate()
            .map(|(i, ty)| Column { name: format!("column{}", i + 1), ty: *ty })
            .collect();
        Query { text: format!("VALUES {}", rows.join(", ")), columns }
    }

    /// `WITH`: names of the queries may be those of tables.
    fn with(&mut self, types: &[Ty]) -> Query {
        let before = self.ctes.len();
        let mut parts = Vec::new();
        for _ in 0..self.random.usize(1..3) {
            let own: Vec<Ty> = (0..self.random.usize(1..4)).map(|_| self.any_type()).collect();
            let query = self.query(&own);
            let taken: Vec<String> =
                self.ctes[before..].iter().map(|cte: &Relation| cte.name.clone()).collect();
            let name = self.fresh(&taken);
            let (list, columns) = self.column_list(query.columns);
            let kept = self.pick(&["", "", "MATERIALIZED ", "NOT MATERIALIZED "]);
            parts.push(format!("{}{list} AS {kept}({})", ident(&name), query.text));
            self.ctes.push(query_of_with(name, columns));
        }
        let main = self.select(types);
        self.ctes.truncate(before);
        Query { text: format!("WITH {} {}", parts.join(", "), main.text), columns: main.columns }
    }

    /// A list of column names behind an alias, not always, and what the columns are called then.
    pub(super) fn column_list(&mut self, mut columns: Vec<Column>) -> (String, Vec<Column>) {
        if columns.is_empty() || !self.chance(30) {
            return (String::new(), columns);
        }
        let count = self.random.usize(1..=columns.len());
        let mut taken: Vec<String> = columns[count..].iter().map(|c| c.name.clone()).collect();
        for column in &mut columns[..count] {
            column.name = self.fresh(&taken);
            taken.push(column.name.clone());
        }
        (format!("({})", idents(columns[..count].iter().map(|c| &c.name))), columns)
    }

    /// A walk through the table that refers to itself.
    fn recursive(&mut self, types: &[Ty]) -> Query {
        let name = self.fresh(&[]);
        let (id, text) = match self.chance(60) {
            true => {
                let id = self.fresh(&[]);
                (id.clone(), self.fresh(&[id]))
            }
            false => ("NodeID".to_owned(), "Label".to_owned()),
        };
        let (w, id_sql, text_sql) = (ident(&name), ident(&id), ident(&text));
        let clause = match self.random.u32(..4) {
            0 => format!(" SEARCH DEPTH FIRST BY {id_sql} SET \"walk\""),
            1 => format!(" CYCLE {id_sql} SET \"is again\" USING \"walked\""),
            _ => String::new(),
        };
        // The server prints a wrong list of names (PostgreSQL 15: too long by what the clause adds) where the columns get
        // other names by a rule and the query is joined: no dump of that can be restored. Names of its own stay.
        let list = match id == "NodeID" && text == "Label" && clause.is_empty() {
            true => String::new(),
            false => format!(" ({}, {})", ident(&id), ident(&text)),
        };
        let before = self.ctes.len();
        let columns = vec![Column { name: id, ty: Ty::Int }, Column { name: text, ty: Ty::Text }];
        self.ctes.push(query_of_with(name, columns));
        let main = self.select(types);
        self.ctes.truncate(before);
        let text = format!(
            "WITH RECURSIVE {w}{list} AS (
               SELECT n.\"NodeID\", n.\"Label\" FROM dbo.\"Nodes\" n WHERE n.\"Parent\" IS NULL
               UNION ALL
               SELECT c.\"NodeID\", {w}.{text_sql} || c.\"Label\" FROM dbo.\"Nodes\" c
                 JOIN {w} ON c.\"Parent\" = {w}.{id_sql}){clause} {}",
            main.text
        );
        Query { text, columns: main.columns }
    }

    fn select(&mut self, types: &[Ty]) -> Query {
        self.scopes.push(Scope::default());
        let from = self.from();
        let condition = match self.chance(45) {
            true => format!(" WHERE {}", self.boolean()),
            false => String::new(),
        };
        let grouping = if self.chance(20) { self.grouping() } else { String::new() };
        let windows = if grouping.is_empty() { self.windows() } else { String::new() };
        self.scope().windowed = grouping.is_empty();
        let (list, columns) = self.outputs(types);
        self.scope().windowed = false;
        let having = match !grouping.is_empty() && self.chance(40) {
            true => format!(" HAVING {} >= 0", self.value(Ty::Int)),
            false => String::new(),
        };
        let (distinct, order) = self.order(&columns, grouping.is_empty());
        self.scopes.pop();
        let text = format!(
            "SELECT {distinct}{list} FROM {from}{condition}{grouping}{having}{windows}{order}"
        );
        Query { text, columns }
    }

    /// The select list: a column is sometimes left with its own name.
    fn outputs(&mut self, types: &[Ty]) -> (String, Vec<Column>) {
        let mut names: Vec<String> = Vec::new();
        let mut parts = Vec::new();
        for ty in types {
            let grouped = self.scope().groups.is_some();
            let own = if grouped { None } else { self.own_column(*ty, &names) };
            let (text, name) = match own {
                Some((text, name)) => (text, name),
                None => {
                    let (value, name) = (self.value(*ty), self.fresh(&names));
                    (format!("{value} AS {}", ident(&name)), name)
                }
            };
            parts.push(text);
            names.push(name);
        }
        let columns = names.into_iter().zip(types);
        let columns = columns.map(|(name, ty)| Column { name, ty: *ty }).collect();
        (parts.join(", "), columns)
    }

    fn own_column(&mut self, ty: Ty, taken: &[String]) -> Option<(String, String)> {
        if !self.chance(40) {
            return None;
        }
        let mut found = Vec::new();
        for item in &self.scope().items {
            for column in item.columns.iter().filter(|column| column.ty == ty) {
                let plain = |name: &str| name.to_lowercase().replace(['_', ' ', '"'], "");
                if !taken.iter().any(|other| plain(other) == plain(&column.name)) {
                    let text = format!("{}.{}", ident(&item.alias), ident(&column.name));
                    found.push((text, column.name.clone()));
                }
            }
        }
        (!found.is_empty()).then(|| self.pick(&found))
    }

    fn windows(&mut self) -> String {
        if !self.chance(12) {
            return String::new();
        }
        let name = self.fresh(&[]);
        let by = self.column(Ty::Text).unwrap_or("1".into());
        let mut text = format!(" WINDOW {} AS (PARTITION BY {by})", ident(&name));
        let mut names = vec![name.clone()];
        if self.chance(50) {
            let second = self.fresh(&names);
            let order = self.column(Ty::Int).unwrap_or("1".into());
            text += &format!(", {} AS ({} ORDER BY {order})", ident(&second), ident(&name));
            names.push(second);
        }
        self.scope().windows = names;
        text
    }

    fn grouping(&mut self) -> String {
        let mut groups: Vec<(String, Ty)> = Vec::new();
        for _ in 0..self.random.usize(1..3) {
            let ty = self.any_type();
            let text = match self.column(ty) {
                Some(column) if self.chance(75) => column,
                // A bare constant would be the number of an output.
                _ => format!("({})::{}", self.value(ty), ty.sql()),
            };
            if !groups.iter().any(|(other, _)| *other == text) {
                groups.push((text, ty));
            }
        }
        let list: Vec<&str> = groups.iter().map(|(text, _)| text.as_str()).collect();
        let list = list.join(", ");
        let text = match self.random.u32(..6) {
            0 => format!(" GROUP BY ROLLUP ({list})"),
            1 => format!(" GROUP BY GROUPING SETS (({list}), ())"),
            _ => format!(" GROUP BY {list}"),
        };
        self.scope().groups = Some(groups);
        text
    }

    /// DISTINCT and ORDER BY; with LIMIT all outputs are in the order, so that it is the only one.
    fn order(&mut self, columns: &[Column], free: bool) -> (String, String) {
        let numbers: Vec<String> = (1..=columns.len()).map(|i| i.to_string()).collect();
        let numbers = numbers.join(", ");
        let output = self.random.usize(..columns.len());
        let output = ident(&columns[output].name);
        match self.random.u32(..20) {
            0 => ("DISTINCT ".to_owned(), String::new()),
            1 => ("DISTINCT ".to_owned(), format!(" ORDER BY {output}")),
            2 | 3 if free => {
                let ty = self.any_type();
                let by = self.column(ty).unwrap_or(output);
                (format!("DISTINCT ON ({by}) "), format!(" ORDER BY {by}, {numbers}"))
            }
            4 | 5 => {
                (String::new(), format!(" ORDER BY {output} DESC NULLS LAST, {numbers} LIMIT 3"))
            }
            6 | 7 => (String::new(), format!(" ORDER BY {output}")),
            8 | 9 if free => {
                let ty = self.any_type();
                let by = self.column(ty).unwrap_or(output);
                (String::new(), format!(" ORDER BY {by}, {numbers} OFFSET 1"))
            }
            _ => (String::new(), String::new()),
        }
    }
}

fn query_of_with(name: String, columns: Vec<Column>) -> Relation {
    Relation { sql: ident(&name), schema: String::new(), name, columns, table: false }
}
