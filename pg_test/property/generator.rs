//! Makes queries at random, the same ones for the same seed.

use fastrand::Rng;

/// Types that the generator tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ty {
    Int,
    Text,
    Num,
    Bool,
    Date,
    Kind,
    Point,
    Address,
    Texts,
    Ints,
    Points,
    Addresses,
    Json,
}

impl Ty {
    /// The type that `format_type` prints so; `None` for those that no query takes.
    pub fn of(text: &str) -> Option<Ty> {
        Some(match text {
            "integer" | "dbo.\"Positive\"" => Ty::Int,
            "text" => Ty::Text,
            "boolean" => Ty::Bool,
            "date" => Ty::Date,
            "dbo.\"Region Kind\"" => Ty::Kind,
            "dbo.\"Point\"" => Ty::Point,
            "dbo.\"Address\"" => Ty::Address,
            "text[]" => Ty::Texts,
            "integer[]" => Ty::Ints,
            "dbo.\"Point\"[]" => Ty::Points,
            "dbo.\"Address\"[]" => Ty::Addresses,
            "jsonb" => Ty::Json,
            _ if text.starts_with("numeric") => Ty::Num,
            _ => return None,
        })
    }

    pub fn is_array(self) -> bool {
        matches!(self, Ty::Texts | Ty::Ints | Ty::Points | Ty::Addresses)
    }

    pub fn sql(self) -> &'static str {
        match self {
            Ty::Int => "integer",
            Ty::Text => "text",
            Ty::Num => "numeric",
            Ty::Bool => "boolean",
            Ty::Date => "date",
            Ty::Kind => "dbo.\"Region Kind\"",
            Ty::Point => "dbo.\"Point\"",
            Ty::Address => "dbo.\"Address\"",
            Ty::Texts => "text[]",
            Ty::Ints => "integer[]",
            Ty::Points => "dbo.\"Point\"[]",
            Ty::Addresses => "dbo.\"Address\"[]",
            Ty::Json => "jsonb",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub ty: Ty,
}

/// A table or view, or a query of WITH.
#[derive(Clone, Debug)]
pub struct Relation {
    /// As it is written in FROM.
    pub sql: String,
    pub schema: String,
    /// Its name without the schema.
    pub name: String,
    pub columns: Vec<Column>,
    /// It can be sampled, and `ONLY` makes sense.
    pub table: bool,
}

/// A query, and what it returns.
pub struct Query {
    pub text: String,
    pub columns: Vec<Column>,
}

/// Something in FROM.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) alias: String,
    pub(super) columns: Vec<Column>,
}

/// What a query level sees.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) items: Vec<Item>,
    /// Columns that USING makes one: to be named without qualifier.
    pub(super) merged: Vec<Column>,
    /// Window functions may stand here.
    pub(super) windowed: bool,
    /// Named windows.
    pub(super) windows: Vec<String>,
    /// What GROUP BY lists; then nothing else may be used outside aggregates.
    pub(super) groups: Option<Vec<(String, Ty)>>,
}

/// Where the making of a query stands.
pub struct Generator<'a> {
    pub(super) random: Rng,
    pub(super) relations: &'a [Relation],
    pub(super) ctes: Vec<Relation>,
    pub(super) scopes: Vec<Scope>,
    /// How many more expressions may have parts.
    pub(super) fuel: i32,
    /// How many queries are open.
    pub(super) depth: u32,
}

/// Names that are used as aliases and for outputs: those of tables and columns, and what the rules
/// may make of them.
const NAMES: [&str; 44] = [
    "CustomerID",
    "customer_id",
    "CUSTOMERID",
    "customerid",
    "Name",
    "name",
    "NAME",
    "select",
    "Region",
    "region",
    "Home",
    "home",
    "Tags",
    "Größe",
    "größe",
    "OrderID",
    "order_id",
    "PlacedOn",
    "placed_on",
    "Total",
    "TOTAL",
    "Line No",
    "line_no",
    "Qty",
    "qty",
    "unit\"Price",
    "unit_price",
    "Parent",
    "parent",
    "Label",
    "label",
    "order",
    "a",
    "A",
    "b",
    "B",
    "c",
    "Orders",
    "orders",
    "Customers",
    "customers",
    "t",
    "plain",
    "EventID",
];

impl<'a> Generator<'a> {
    pub fn new(random: Rng, relations: &'a [Relation]) -> Self {
        Self { random, relations, ctes: Vec::new(), scopes: Vec::new(), fuel: 0, depth: 0 }
    }

    /// A query that can be a view.
    pub fn view(&mut self) -> Query {
        (self.fuel, self.depth) = (14, 0);
        self.scopes.clear();
        self.ctes.clear();
        let types: Vec<Ty> = (0..self.random.usize(1..5)).map(|_| self.any_type()).collect();
        self.query(&types)
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.random.u32(..100) < percent
    }

    pub(super) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.random.usize(..from.len())].clone()
    }

    pub(super) fn any_type(&mut self) -> Ty {
        let common = [
            Ty::Int,
            Ty::Int,
            Ty::Int,
            Ty::Text,
            Ty::Text,
            Ty::Text,
            Ty::Num,
            Ty::Date,
            Ty::Bool,
            Ty::Kind,
        ];
        let rare =
            [Ty::Address, Ty::Point, Ty::Texts, Ty::Ints, Ty::Points, Ty::Addresses, Ty::Json];
        if self.chance(80) { self.pick(&common) } else { self.pick(&rare) }
    }

    /// A name that none of these is, also not after rules that change its case.
    pub(super) fn fresh(&mut self, taken: &[String]) -> String {
        let plain: Vec<String> = taken.iter().map(|name| bare(name)).collect();
        for _ in 0..30 {
            let name = self.pick(&NAMES);
            if !plain.contains(&bare(name)) {
                return name.to_owned();
            }
        }
        format!("Out {}", taken.len())
    }

    /// An alias that no item of the innermost level has.
    pub(super) fn alias(&mut self) -> String {
        let taken: Vec<String> = match self.scopes.last() {
            Some(scope) => scope.items.iter().map(|item| item.alias.clone()).collect(),
            None => Vec::new(),
        };
        for _ in 0..30 {
            let name = self.pick(&NAMES).to_owned();
            if !taken.contains(&name) {
                return name;
            }
        }
        format!("x{}", taken.len())
    }

    pub(super) fn scope(&mut self) -> &mut Scope {
        if self.scopes.is_empty() {
            self.scopes.push(Scope::default());
        }
        let last = self.scopes.len() - 1;
        &mut self.scopes[last]
    }

    /// Spends some of what is left for parts of expressions and queries.
    pub(super) fn spend(&mut self, cost: i32) -> bool {
        self.fuel -= cost;
        self.fuel >= 0
    }
}

/// What all cases of a name have in common.
fn bare(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A name in double quotes.
pub fn ident(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Names in double quotes, as a list.
pub fn idents<'n>(names: impl Iterator<Item = &'n String>) -> String {
    names.map(|name| ident(name)).collect::<Vec<_>>().join(", ")
}
