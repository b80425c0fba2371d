//! What stands in FROM.

use super::generator::{Column, Generator, Item, Scope, Ty, ident};
use std::mem;

impl Generator<'_> {
    /// One or two items, separated by commas, put into the innermost scope.
    pub(super) fn from(&mut self) -> String {
        let first = self.item();
        match self.chance(18) && self.spend(2) {
            true => format!("{first}, {}", self.item()),
            false => first,
        }
    }

    fn item(&mut self) -> String {
        match self.random.u32(..100) {
            0..34 if self.spend(1) => self.join(),
            34..46 if self.depth < 4 && self.spend(2) => self.derived(),
            46..56 => self.function(),
            _ => self.relation(),
        }
    }

    fn put(&mut self, alias: &str, columns: Vec<Column>) {
        self.scope().items.push(Item { alias: alias.to_owned(), columns });
    }

    fn relation(&mut self) -> String {
        let relation = match self.ctes.is_empty() || self.chance(45) {
            true => {
                let index = self.random.usize(..self.relations.len());
                self.relations[index].clone()
            }
            false => self.pick(&self.ctes.clone()),
        };
        let only = if relation.table && self.chance(5) { "ONLY " } else { "" };
        let sample = relation.table && self.chance(3);
        let sample = if sample { " TABLESAMPLE bernoulli (100)" } else { "" };
        let taken = self.scope().items.iter().any(|item| item.alias == relation.name);
        if !taken && self.chance(35) {
            self.put(&relation.name, relation.columns);
            return format!("{only}{}{sample}", relation.sql);
        }
        let alias = self.alias();
        let (list, columns) = self.column_list(relation.columns);
        self.put(&alias, columns);
        format!("{only}{} AS {}{list}{sample}", relation.sql, ident(&alias))
    }

    /// A subquery; without LATERAL it does not see what stands beside it.
    fn derived(&mut self) -> String {
        let lateral = self.chance(35);
        let types: Vec<Ty> = (0..self.random.usize(1..4)).map(|_| self.any_type()).collect();
        let query = if lateral {
            self.query(&types)
        } else {
            let own = mem::take(self.scope());
            let level = self.scopes.pop();
            let query = self.query(&types);
            self.scopes.extend(level);
            *self.scope() = own;
            query
        };
        let alias = self.alias();
        let (list, columns) = self.column_list(query.columns);
        self.put(&alias, columns);
        let word = if lateral { "LATERAL " } else { "" };
        format!("{word}({}) AS {}{list}", query.text, ident(&alias))
    }

    fn function(&mut self) -> String {
        let number = match self.scope().items.is_empty() {
            true => self.constant(Ty::Int),
            false => self.value(Ty::Int),
        };
        let (call, columns) = match self.random.u32(..9) {
            0 => {
                let orders = self.relations.iter().find(|r| r.sql == "dbo.\"Orders\"");
                let columns = orders.map(|r| r.columns.clone()).unwrap_or_default();
                (format!("dbo.\"OrdersOf\"({number})"), columns)
            }
            1 => (
                format!("dbo.\"Lines Of\"({number})"),
                vec![named("LineNo", Ty::Int), named("Total", Ty::Num)],
            ),
            2 => (
                format!("dbo.\"Split\"({number})"),
                vec![named("Lo", Ty::Int), named("Hi", Ty::Int)],
            ),
            3 => ("dbo.\"Labels\"()".to_owned(), vec![named("Labels", Ty::Text)]),
            4 => (format!("generate_series(1, {number})"), vec![named("generate_series", Ty::Int)]),
            5 => {
                let ty = self.pick(&[Ty::Points, Ty::Addresses]);
                let array = self.column(ty).unwrap_or_else(|| self.constant(ty));
                let columns = match ty {
                    Ty::Points => vec![named("X", Ty::Int), named("y", Ty::Int)],
                    _ => vec![
                        named("Street", Ty::Text),
                        named("Zip Code", Ty::Text),
                        named("Geo", Ty::Point),
                    ],
                };
                (format!("unnest({array})"), columns)
            }
            6 => return self.record(),
            7 => {
                let street = self.constant(Ty::Text);
                let columns = vec![
                    named("Street", Ty::Text),
                    named("Zip Code", Ty::Text),
                    named("Geo", Ty::Point),
                ];
                (format!("dbo.\"MakeAddress\"({street}, 'z')"), columns)
            }
            _ => {
                let array = self.column(Ty::Texts).unwrap_or_else(|| self.constant(Ty::Texts));
                let columns = vec![
                    named("unnest", Ty::Text),
                    named("LineNo", Ty::Int),
                    named("Total", Ty::Num),
                ];
                (format!("ROWS FROM (unnest({array}), dbo.\"Lines Of\"({number}))"), columns)
            }
        };
        self.called(call, columns)
    }

    /// A function that says what it returns.
    fn record(&mut self) -> String {
        let json = self.column(Ty::Json).unwrap_or_else(|| self.constant(Ty::Json));
        let alias = self.alias();
        self.put(&alias, vec![named("k", Ty::Int), named("Name", Ty::Text)]);
        format!("jsonb_to_record({json}) AS {}(k integer, \"Name\" text)", ident(&alias))
    }

    /// A function under an alias; the one column of a scalar function is called like the alias.
    fn called(&mut self, call: String, mut columns: Vec<Column>) -> String {
        let ordinality = self.chance(30);
        if let [only] = &mut columns[..] {
            let alias = self.alias();
            only.name.clone_from(&alias);
            if ordinality {
                columns.push(Column { name: "ordinality".to_owned(), ty: Ty::Int });
            }
            let (list, columns) = self.column_list(columns);
            self.put(&alias, columns);
            let word = if ordinality { " WITH ORDINALITY" } else { "" };
            return format!("{call}{word} AS {}{list}", ident(&alias));
        }
        if ordinality {
            columns.push(Column { name: "ordinality".to_owned(), ty: Ty::Int });
        }
        let word = if ordinality { " WITH ORDINALITY" } else { "" };
        let alias = self.alias();
        let (list, columns) = self.column_list(columns);
        self.put(&alias, columns);
        format!("{call}{word} AS {}{list}", ident(&alias))
    }

    fn join(&mut self) -> String {
        let outer = mem::take(self.scope());
        let left = self.item();
        let middle = self.scope().items.len();
        let right = if self.chance(75) { self.relation() } else { self.item() };
        let word = self.pick(&[
            "JOIN",
            "JOIN",
            "LEFT JOIN",
            "LEFT JOIN",
            "RIGHT JOIN",
            "FULL JOIN",
            "CROSS JOIN",
        ]);
        let shared = self.shared(middle);
        let text = match self.random.u32(..10) {
            _ if word == "CROSS JOIN" => format!("{left} CROSS JOIN {right}"),
            0..4 if !shared.is_empty() => self.join_using(&left, word, &right, &shared),
            4 if !shared.is_empty() => {
                self.scope().merged.extend(shared);
                format!("{left} NATURAL {word} {right}")
            }
            _ => {
                let condition = self.join_condition(middle);
                format!("{left} {word} {right} ON {condition}")
            }
        };
        let (text, inner) = self.join_alias(text);
        let scope = self.scope();
        *scope = outer;
        scope.items.extend(inner.items);
        scope.merged.extend(inner.merged);
        text
    }

    /// Columns of the same name and type on both sides, each once on a side.
    fn shared(&mut self, middle: usize) -> Vec<Column> {
        let items = &self.scope().items;
        let (left, right) = items.split_at(middle);
        let all = |side: &[Item]| -> Vec<Column> {
            side.iter().flat_map(|item| item.columns.clone()).collect()
        };
        let (left, right) = (all(left), all(right));
        let once = |side: &[Column], column: &Column| {
            let mut same = side.iter().filter(|other| other.name == column.name);
            same.next().is_some_and(|other| other.ty == column.ty) && same.next().is_none()
        };
        left.iter().filter(|c| once(&left, c) && once(&right, c)).cloned().collect()
    }

    fn join_using(&mut self, left: &str, word: &str, right: &str, shared: &[Column]) -> String {
        let count = self.random.usize(1..=shared.len().min(2));
        let start = self.random.usize(..=shared.len() - count);
        let columns = shared[start..start + count].to_vec();
        let list: Vec<String> = columns.iter().map(|column| ident(&column.name)).collect();
        let mut text = format!("{left} {word} {right} USING ({})", list.join(", "));
        if self.chance(20) {
            let alias = self.alias();
            text += &format!(" AS {}", ident(&alias));
            self.put(&alias, columns.clone());
        }
        self.scope().merged.extend(columns);
        text
    }

    fn join_condition(&mut self, middle: usize) -> String {
        let ty = self.pick(&[Ty::Int, Ty::Int, Ty::Int, Ty::Text]);
        let items = self.scope().items.clone();
        let (left, right) = items.split_at(middle);
        let mut of = |side: &[Item]| -> Option<String> {
            let scope = Scope { items: side.to_vec(), ..Scope::default() };
            let kept = mem::replace(self.scope(), scope);
            let found = self.column(ty);
            *self.scope() = kept;
            found.filter(|text| text.contains("\".\""))
        };
        let sides = (of(left), of(right));
        match sides {
            (Some(a), Some(b)) if self.chance(80) => format!("{a} = {b}"),
            _ => self.boolean(),
        }
    }

    /// `(a JOIN b) AS c`, sometimes: then only `c` is in scope.
    fn join_alias(&mut self, text: String) -> (String, Scope) {
        let scope = mem::take(self.scope());
        if !self.chance(15) {
            let parentheses = self.chance(20);
            return (if parentheses { format!("({text})") } else { text }, scope);
        }
        let mut columns: Vec<Column> = scope.merged.clone();
        let merged: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let rest = scope.items.into_iter().flat_map(|item| item.columns);
        columns.extend(rest.filter(|column| !merged.contains(&column.name)));
        let alias = self.alias();
        let (list, columns) = self.column_list(columns);
        let item = Item { alias: alias.clone(), columns };
        let scope = Scope { items: vec![item], ..Scope::default() };
        (format!("({text}) AS {}{list}", ident(&alias)), scope)
    }
}

fn named(name: &str, ty: Ty) -> Column {
    Column { name: name.to_owned(), ty }
}
