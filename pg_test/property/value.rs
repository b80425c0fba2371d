//! Expressions of a type.

use super::generator::{Generator, Ty, ident};

impl Generator<'_> {
    /// An expression of this type, out of what is in scope.
    pub(super) fn value(&mut self, ty: Ty) -> String {
        let groups = self.scopes.last().and_then(|scope| scope.groups.clone());
        if let Some(groups) = groups {
            return self.grouped(ty, &groups);
        }
        let simple = !self.spend(1);
        if (simple || self.chance(55))
            && let Some(column) = self.column(ty)
        {
            return column;
        }
        if simple || self.chance(8) { self.constant(ty) } else { self.compound(ty) }
    }

    /// A column of this type, of the innermost level mostly.
    pub(super) fn column(&mut self, ty: Ty) -> Option<String> {
        let outer = self.scopes.len() > 1 && self.chance(30);
        let level = if outer {
            self.random.usize(..self.scopes.len() - 1)
        } else {
            self.scopes.len().checked_sub(1)?
        };
        let scope = &self.scopes[level];
        let mut found: Vec<String> = Vec::new();
        for column in scope.merged.iter().filter(|column| column.ty == ty) {
            found.push(ident(&column.name));
        }
        for item in &scope.items {
            for column in item.columns.iter().filter(|column| column.ty == ty) {
                found.push(format!("{}.{}", ident(&item.alias), ident(&column.name)));
                let is_same = |other: &&str| **other == column.name;
                let all = scope.items.iter().flat_map(|i| &i.columns).map(|c| c.name.as_str());
                if !outer && all.clone().filter(|other| is_same(other)).count() == 1 {
                    found.push(ident(&column.name));
                }
            }
        }
        (!found.is_empty()).then(|| self.pick(&found))
    }

    pub(super) fn constant(&mut self, ty: Ty) -> String {
        let words = ["x", "Ann", "CustomerID", "dbo.\"Orders\"", "root", "it''s"];
        let kinds = ["North", "south", "Far East"];
        match ty {
            Ty::Int => self.random.i32(0..6).to_string(),
            Ty::Text => format!("'{}'::text", self.pick(&words)),
            Ty::Num => format!("{}.5", self.random.i32(0..9)),
            Ty::Bool => self.pick(&["true", "false"]).to_owned(),
            Ty::Date => format!("DATE '2024-0{}-01'", self.random.i32(1..9)),
            Ty::Kind => format!("'{}'::{}", self.pick(&kinds), ty.sql()),
            Ty::Json => "'{\"k\": 5, \"Name\": \"z\"}'::jsonb".to_owned(),
            Ty::Texts => "ARRAY['x', 'Ann']".to_owned(),
            Ty::Ints => "ARRAY[1, 2, 3]".to_owned(),
            Ty::Point => format!("ROW(1, {})::{}", self.random.i32(0..6), ty.sql()),
            _ => format!("NULL::{}", ty.sql()),
        }
    }

    fn compound(&mut self, ty: Ty) -> String {
        match self.random.u32(..12) {
            0 => format!("COALESCE({}, {})", self.value(ty), self.value(ty)),
            1 => {
                let test = self.value(Ty::Bool);
                format!("CASE WHEN {test} THEN {} ELSE {} END", self.value(ty), self.value(ty))
            }
            2 | 3 if self.depth < 4 && self.spend(3) => self.scalar_subquery(ty),
            4 | 5 if self.scopes.last().is_some_and(|scope| scope.windowed) => self.window(ty),
            _ => self.special(ty),
        }
    }

    /// What only some types have.
    fn special(&mut self, ty: Ty) -> String {
        match ty {
            Ty::Int => self.integer(),
            Ty::Text => self.text(),
            Ty::Bool => self.boolean(),
            Ty::Num => match self.random.u32(..3) {
                0 => format!("({} + {})", self.value(Ty::Num), self.value(Ty::Int)),
                1 => format!("round({}, 1)", self.value(Ty::Num)),
                _ => format!("({})::numeric", self.value(Ty::Int)),
            },
            Ty::Date => format!("({} + {})", self.value(Ty::Date), self.random.i32(0..40)),
            Ty::Kind => format!("NULLIF({}, {})", self.value(ty), self.constant(ty)),
            Ty::Point => match self.random.u32(..3) {
                0 => format!("ROW({}, {})::{}", self.value(Ty::Int), self.value(Ty::Int), ty.sql()),
                1 => format!("({}).\"Geo\"", self.value(Ty::Address)),
                _ => format!("({})[1]", self.value(Ty::Points)),
            },
            Ty::Address => match self.random.u32(..3) {
                0 => {
                    let (street, zip, geo) =
                        (self.value(Ty::Text), self.value(Ty::Text), self.value(Ty::Point));
                    format!("ROW({street}, {zip}, {geo})::{}", ty.sql())
                }
                1 => format!("({})[{}]", self.value(Ty::Addresses), self.random.i32(1..3)),
                _ if self.chance(50) => format!(
                    "dbo.\"MakeAddress\"({}, {})",
                    self.value(Ty::Text),
                    self.value(Ty::Text)
                ),
                _ => format!(
                    "dbo.\"MakeAddress\"(\"Zip Code\" => {}, street => {})",
                    self.value(Ty::Text),
                    self.value(Ty::Text)
                ),
            },
            Ty::Texts => self.array(ty, Ty::Text),
            Ty::Ints => self.array(ty, Ty::Int),
            Ty::Points => self.array(ty, Ty::Point),
            Ty::Addresses => self.array(ty, Ty::Address),
            Ty::Json => match self.random.u32(..2) {
                0 => format!("jsonb_build_object('k', {})", self.value(Ty::Int)),
                _ => format!("to_jsonb({})", self.value(Ty::Int)),
            },
        }
    }

    fn array(&mut self, ty: Ty, of: Ty) -> String {
        match self.random.u32(..4) {
            0 if self.depth < 4 && self.spend(3) => {
                let query = self.query(&[of]);
                let name = self.alias();
                let column = ident(&query.columns[0].name);
                format!("ARRAY(SELECT {column} FROM ({}) {} ORDER BY 1)", query.text, ident(&name))
            }
            1 => format!("array_append({}, {})", self.value(ty), self.value(of)),
            2 => format!("({})[1:2]", self.value(ty)),
            _ => format!("ARRAY[{}, {}]", self.value(of), self.value(of)),
        }
    }

    fn integer(&mut self) -> String {
        match self.random.u32(..13) {
            0 => format!("({} + {})", self.value(Ty::Int), self.value(Ty::Int)),
            1 => format!("length({})", self.value(Ty::Text)),
            2 => format!("dbo.\"Double\"({})", self.value(Ty::Int)),
            3 => format!("(abs({}) + 1)::dbo.\"Positive\"::integer", self.value(Ty::Int)),
            4 => format!("({}).\"X\"", self.value(Ty::Point)),
            5 => format!("({}).y", self.value(Ty::Point)),
            6 => format!("((({}).\"Geo\").\"X\")", self.value(Ty::Address)),
            7 => format!("({})[1]", self.value(Ty::Ints)),
            8 => format!("GREATEST({}, {})", self.value(Ty::Int), self.value(Ty::Int)),
            9 => format!("(dbo.\"Split\"({})).\"Hi\"", self.value(Ty::Int)),
            10 => format!(
                "({}[1]).\"X\"",
                self.column(Ty::Points).unwrap_or("NULL::dbo.\"Point\"[]".into())
            ),
            11 => self.catalog(),
            _ => format!("extract(year FROM {})::integer", self.value(Ty::Date)),
        }
    }

    /// Constants of the `reg*` types, in ways that do not show a name.
    fn catalog(&mut self) -> String {
        let of = self.pick(&[
            "dbo.\"Orders\"",
            "dbo.\"order lines\"",
            "\"Other\".customers",
            "dbo.\"My Seq\"",
        ]);
        match self.random.u32(..4) {
            0 => format!("(SELECT relnatts::integer FROM pg_class WHERE oid = '{of}'::regclass)"),
            1 => "(SELECT count(*)::integer FROM pg_enum WHERE enumtypid = 'dbo.\"Region Kind\"'::regtype)".to_owned(),
            2 => "(SELECT pronargs::integer FROM pg_proc WHERE oid = 'dbo.\"Lines Of\"(integer)'::regprocedure)".to_owned(),
            _ => "(SELECT last_value::integer FROM dbo.\"My Seq\")".to_owned(),
        }
    }

    fn text(&mut self) -> String {
        match self.random.u32(..11) {
            0 => format!("({} || {})", self.value(Ty::Text), self.value(Ty::Text)),
            1 => format!("upper({})", self.value(Ty::Text)),
            2 => format!("({})::text", self.value(Ty::Kind)),
            3 => format!("({}).\"Street\"", self.value(Ty::Address)),
            4 => format!("({}).\"Zip Code\"", self.value(Ty::Address)),
            5 => format!("({})[{}]", self.value(Ty::Texts), self.random.i32(1..3)),
            6 => format!("({} ->> 'Name')", self.value(Ty::Json)),
            7 | 8 => self.whole_row().map_or("'-'::text".into(), |row| format!("({row})::text")),
            9 => format!("dbo.\"First Of\"({}, {})", self.value(Ty::Text), self.value(Ty::Text)),
            _ => format!("({})::text", self.value(Ty::Address)),
        }
    }

    /// An alias that stands for its row.
    fn whole_row(&mut self) -> Option<String> {
        let items = &self.scopes.last()?.items;
        if items.is_empty() {
            return None;
        }
        let item = &items[self.random.usize(..items.len())];
        Some(ident(&item.alias))
    }

    pub(super) fn boolean(&mut self) -> String {
        match self.random.u32(..14) {
            0 | 1 if self.depth < 4 && self.spend(3) => self.test_of_subquery(),
            2 => {
                let ty = self.any_type();
                format!("{} IS DISTINCT FROM {}", self.value(ty), self.value(ty))
            }
            3 => format!("{} = ANY ({})", self.value(Ty::Text), self.value(Ty::Texts)),
            4 => format!("({} AND {})", self.value(Ty::Bool), self.value(Ty::Bool)),
            5 => format!("({} OR {})", self.value(Ty::Bool), self.value(Ty::Bool)),
            6 => format!("(NOT {})", self.value(Ty::Bool)),
            7 => {
                let (x, low, high) =
                    (self.value(Ty::Int), self.value(Ty::Int), self.value(Ty::Int));
                format!("({x} BETWEEN SYMMETRIC {low} AND {high})")
            }
            8 => {
                let (a, b) = (self.value(Ty::Int), self.value(Ty::Text));
                format!("(ROW({a}, {b}) < ROW({}, {}))", self.value(Ty::Int), self.value(Ty::Text))
            }
            9 => match (self.whole_row(), self.whole_row()) {
                (Some(a), Some(b)) if a == b || self.chance(50) => format!("({a} IS NOT NULL)"),
                (Some(a), Some(b)) => format!("({a}::text = {b}::text)"),
                _ => "true".to_owned(),
            },
            10 => format!("{} LIKE 'o%'", self.value(Ty::Text)),
            11 => format!("{} IN ('North', 'south')", self.value(Ty::Kind)),
            _ => {
                let ty = self.pick(&[Ty::Int, Ty::Text, Ty::Date, Ty::Num]);
                let operator = self.pick(&["=", "<", "<>", ">="]);
                format!("({} {operator} {})", self.value(ty), self.value(ty))
            }
        }
    }

    fn test_of_subquery(&mut self) -> String {
        match self.random.u32(..5) {
            0 | 1 => format!("EXISTS ({})", self.query(&[Ty::Int]).text),
            2 => {
                let ty = self.pick(&[Ty::Int, Ty::Text]);
                let not = self.pick(&["", "NOT "]);
                format!("{} {not}IN ({})", self.value(ty), self.query(&[ty]).text)
            }
            3 => format!("{} >= ALL ({})", self.value(Ty::Int), self.query(&[Ty::Int]).text),
            _ => {
                let (a, b) = (self.value(Ty::Int), self.value(Ty::Text));
                format!("({a}, {b}) IN ({})", self.query(&[Ty::Int, Ty::Text]).text)
            }
        }
    }

    fn scalar_subquery(&mut self, ty: Ty) -> String {
        let query = self.query(&[ty]);
        let column = ident(&query.columns[0].name);
        let alias = ident(&self.alias());
        match ty {
            Ty::Int | Ty::Text | Ty::Num | Ty::Date if self.chance(50) => {
                format!("(SELECT max({alias}.{column}) FROM ({}) {alias})", query.text)
            }
            // An array of arrays has no arrays as elements.
            _ if self.chance(50) || ty.is_array() => {
                format!("(SELECT {column} FROM ({}) {alias} ORDER BY {column} LIMIT 1)", query.text)
            }
            _ => format!(
                "(SELECT (array_agg({alias}.{column} ORDER BY {column}))[1] FROM ({}) {alias})",
                query.text
            ),
        }
    }

    fn window(&mut self, ty: Ty) -> String {
        let windows = self.scopes.last().map(|scope| scope.windows.clone()).unwrap_or_default();
        let partition = self.any_type();
        let over = match windows.is_empty() || self.chance(40) {
            true => {
                let by = self.column(partition).unwrap_or_else(|| self.constant(partition));
                let order = self.column(Ty::Int).unwrap_or("1".into());
                format!("(PARTITION BY {by} ORDER BY {order})")
            }
            false => ident(&self.pick(&windows)),
        };
        match ty {
            Ty::Int if self.chance(50) => format!("(rank() OVER {over})::integer"),
            Ty::Int => format!("(count(*) OVER {over})::integer"),
            Ty::Text | Ty::Date | Ty::Num | Ty::Kind => {
                self.scope().windowed = false;
                let value = self.value(ty);
                self.scope().windowed = true;
                format!("min({value}) OVER {over}")
            }
            _ => self.special(ty),
        }
    }

    /// An expression of a query with GROUP BY: of its groups, or an aggregate.
    fn grouped(&mut self, ty: Ty, groups: &[(String, Ty)]) -> String {
        let of_type: Vec<String> =
            groups.iter().filter(|(_, other)| *other == ty).map(|(text, _)| text.clone()).collect();
        if !of_type.is_empty() && self.chance(60) {
            return self.pick(&of_type);
        }
        let last = self.scopes.len() - 1;
        let kept = self.scopes[last].groups.take();
        let value = self.aggregate(ty);
        self.scopes[last].groups = kept;
        value
    }

    fn aggregate(&mut self, ty: Ty) -> String {
        let argument = self.column(ty).unwrap_or_else(|| self.constant(ty));
        let call = match ty {
            Ty::Int => match self.random.u32(..4) {
                0 => "count(*)".to_owned(),
                1 => format!("count(DISTINCT {argument})"),
                2 => format!("dbo.\"SumOf\"({argument})"),
                _ => format!("max({argument})"),
            },
            Ty::Text => format!("string_agg({argument}, ',' ORDER BY {argument})"),
            Ty::Num => format!("sum({argument})"),
            Ty::Bool => format!("bool_or({})", self.boolean()),
            Ty::Date | Ty::Kind => format!("min({argument})"),
            Ty::Texts | Ty::Ints | Ty::Points | Ty::Addresses => {
                let of = match ty {
                    Ty::Texts => Ty::Text,
                    Ty::Ints => Ty::Int,
                    Ty::Points => Ty::Point,
                    _ => Ty::Address,
                };
                let argument = self.column(of).unwrap_or_else(|| self.constant(of));
                return format!("array_agg({argument} ORDER BY {argument})");
            }
            Ty::Json => format!("jsonb_agg({argument} ORDER BY {argument})"),
            Ty::Point | Ty::Address => {
                return format!("(array_agg({argument} ORDER BY {argument}))[1]");
            }
        };
        let call = match self.chance(30) {
            true => format!("{call} FILTER (WHERE {})", self.boolean()),
            false => call,
        };
        if ty == Ty::Int { format!("({call})::integer") } else { call }
    }
}
