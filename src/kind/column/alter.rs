//! What the server changes of a column in place.

use super::cast::{Way, way};
use super::not_null::NotNullName;
use super::{Column, Of, default_of, is_given, is_typed};
use crate::fact::{Laid, Scope};
use crate::kind::constraint::{Constraint, Rule};
use crate::kind::default::ColumnDefault;
use crate::kind::domain::Domain;
use crate::kind::foreign_data_wrapper::options_since;
use crate::kind::index::Index;
use crate::kind::partition::Partition;
use crate::kind::range::Range;
use crate::kind::statistics::Statistics;
use crate::kind::table::{Table, changed, heirs};
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use crate::pg::settings::MAJOR;
use crate::pg::spi;
use hashbrown::HashSet;

/// The column of a table, with its place.
pub(super) type Place<'a> = (Scope<'a>, &'a Column);

/// Actions of ALTER TABLE.
#[derive(Default)]
pub(super) struct Actions {
    /// Those that the tables with the same column by inheritance get too.
    pub(super) far: Vec<String>,
    /// Those of the table alone.
    pub(super) near: Vec<String>,
}

impl Column {
    pub(super) fn alter(&self, action: &str) -> String {
        format!("ALTER COLUMN {} {action}", ident(&self.name))
    }

    /// The words of a statement that also reaches the tables with the same column by inheritance.
    pub(super) fn alter_all(&self) -> String {
        format!("ALTER {} {}", self.of.table().unwrap_or("TABLE"), self.relation)
    }

    pub(super) fn alter_table(&self, actions: &[String]) -> Vec<String> {
        let relation = match self.of.table() {
            None => format!("MATERIALIZED VIEW {}", self.relation),
            Some(word) => format!("{word} ONLY {}", self.relation),
        };
        match actions.is_empty() {
            true => Vec::new(),
            false => vec![format!("ALTER {relation} {}", actions.join(", "))],
        }
    }

    /// Whether values get another type or are compared in another way.
    pub(super) fn is_retyped(&self, from: &Column) -> bool {
        (self.of.is_table() || self.of == Of::Composite)
            && (&self.type_name, &self.collation) != (&from.type_name, &from.collation)
    }

    /// The statements of [`crate::fact::Definition::alter`].
    pub(super) fn alteration(&self, from: &Column, scope: &Scope) -> Option<Vec<String>> {
        match self.of {
            _ if self.of != from.of => None,
            // It is what the query gives.
            Of::View => Some(Vec::new()),
            Of::MaterializedView => Some(self.alter_table(&self.marks_since(from, scope))),
            Of::Composite if !self.is_retyped(from) => Some(Vec::new()),
            Of::Composite => (!is_stored(scope)).then(|| vec![self.alter_attribute()]),
            Of::ForeignTable if self.compression != from.compression => None,
            Of::Table | Of::ForeignTable => self.alter_in_table(from, scope),
        }
    }

    /// Typed tables follow.
    fn alter_attribute(&self) -> String {
        let (name, typed) = (ident(&self.name), self.typed());
        format!("ALTER TYPE {} ALTER ATTRIBUTE {name} TYPE {typed} CASCADE", self.relation)
    }

    /// The type, and the collation where it is not the type's.
    pub(super) fn typed(&self) -> String {
        let collation = self.collation.as_ref().map(|c| format!(" COLLATE {c}"));
        format!("{}{}", self.type_name, collation.unwrap_or_default())
    }

    fn alter_in_table(&self, from: &Column, scope: &Scope) -> Option<Vec<String>> {
        let inherited = self.locality(from, scope)?;
        let mut actions = Actions::default();
        // A parent that is new finds the column as it shall be.
        let new = scope.before().is_some() && !is_typed(scope) && !self.keeps_parent(scope);
        let (given, retyped) = (is_given(scope) && !new, self.is_retyped(from));
        let expression = self.regenerate(from)?;
        let mut statements = Vec::new();
        if !given {
            actions.far.extend(expression);
        }
        if retyped && !given {
            // USING is refused as long as the column is generated.
            if from.generated.is_some() && self.generated.is_none() {
                let drop = std::mem::take(&mut actions.far);
                statements.push(format!("{} {}", self.alter_all(), drop.join(", ")));
            }
            actions.far.push(self.type_action(from, scope)?);
        }
        let (first, again) = self.nullness(from, scope, &mut actions);
        statements.extend(first);
        let apart = match from.not_null && !self.not_null {
            true => self.keyed_partitions(scope),
            false => Vec::new(),
        };
        statements.extend(apart.iter().flat_map(|it| it.def().drop(it)));
        // What the type decides was lost with the old one.
        let typeless = Column { storage: None, compression: None, ..from.clone() };
        let from = if retyped && !given { &typeless } else { from };
        actions.near.extend(self.marks_since(from, scope));
        statements.extend(self.alter_family(actions, retyped && !given, scope));
        statements.extend(again);
        for it in &apart {
            statements.extend(it.def().create(it).ok()?);
        }
        statements.extend(inherited);
        statements.extend(self.rename_not_null(from, scope));
        statements.extend(self.comment_not_null(Some(from)));
        Some(statements)
    }

    /// Statements that make a column only inherited, where it was not, or its own, where the parent's stays. By the end of
    /// all inheritance that gave it it becomes the table's own; with the column of a parent it goes.
    fn locality(&self, from: &Column, scope: &Scope) -> Option<Vec<String>> {
        let turned = self.inherited != from.inherited;
        let parted = !from.keeps_parent(scope);
        let tied = turned && !parted && from.keeps_column(scope);
        let (own, heir) = (from.inherited && parted, turned && self.inherited && (parted || tied));
        let same = !turned || own || heir || tied;
        let apart = self.not_null_apart == from.not_null_apart || own || heir || tied;
        let statements = match (heir, tied) {
            (true, _) => self.set_local(false),
            (false, true) => self.set_local(true),
            (false, false) => Vec::new(),
        };
        (same && apart).then_some(statements)
    }

    /// No command makes of an own column one that is only inherited, or the other way round: the catalog is told, as
    /// pg_dump does it for pg_upgrade (`dumpTableSchema`).
    pub(in crate::kind) fn set_local(&self, local: bool) -> Vec<String> {
        let table = format!("{}::pg_catalog.regclass", literal(&self.relation.to_string()));
        let mut statements = vec![format!(
            "UPDATE pg_catalog.pg_attribute SET attislocal = {local} WHERE attrelid = {table} AND attname = {}",
            literal(&self.name)
        )];
        if MAJOR >= 18 && self.not_null && !self.not_null_apart.is() {
            statements.push(self.set_not_null_local(local));
        }
        statements
    }

    /// The same of its NOT NULL, from 18 on.
    pub(super) fn set_not_null_local(&self, local: bool) -> String {
        let table = format!("{}::pg_catalog.regclass", literal(&self.relation.to_string()));
        format!(
            "UPDATE pg_catalog.pg_constraint SET conislocal = {local} WHERE conrelid = {table} \
             AND contype = 'n' AND conkey = ARRAY[(SELECT a.attnum FROM pg_catalog.pg_attribute a \
             WHERE a.attrelid = {table} AND a.attname = {})]",
            literal(&self.name)
        )
    }

    /// The statements of [`crate::fact::Definition::idle`]: it must be NULL in new rows. Columns of heirs go
    /// along, be they only inherited or an heir's own as well: the latter stay when the parent's is dropped.
    pub(super) fn idled(&self, scope: &Scope) -> Option<(Vec<String>, Vec<String>)> {
        let heirs = self.heirs(scope);
        if heirs.iter().any(|(place, c)| !c.inherited && c.partitioned(place).is_none()) {
            return None;
        }
        let own = [(*scope, self)].into_iter().chain(heirs);
        if MAJOR >= 18 {
            let (given, tops): (Vec<Place>, Vec<Place>) =
                own.filter(|(_, c)| c.not_null).partition(|(at, c)| c.is_not_null_above(at));
            let idled = tops.iter().map(|(at, c)| c.idled_alone(at)).collect::<Option<Vec<_>>>()?;
            let (there, back): (Vec<_>, Vec<_>) = idled.into_iter().unzip();
            let left = given.iter().filter(|(at, c)| c.may_be_left(at)).map(|(_, c)| c.loosen());
            return Some((there.concat().into_iter().chain(left).collect(), back.concat()));
        }
        let strict: Vec<&Column> = own.map(|(_, c)| c).filter(|c| c.not_null).collect();
        if strict.is_empty() {
            return Some((Vec::new(), Vec::new()));
        }
        let whole = |action: &str| format!("{} {}", self.alter_all(), self.alter(action));
        let table = scope.parent().and_then(|t| t.def().as_any().downcast_ref::<Table>());
        let back = match self.not_null && table.is_some_and(|t| t.partitioned.is_some()) {
            true => vec![whole("SET NOT NULL")],
            false => {
                strict.iter().flat_map(|c| c.alter_table(&[c.alter("SET NOT NULL")])).collect()
            }
        };
        Some((vec![whole("DROP NOT NULL")], back))
    }

    /// That of [`crate::fact::Definition::lay`]: type, collation and NOT NULL must be those of the parent's,
    /// <https://www.postgresql.org/docs/current/sql-altertable.html> on ATTACH PARTITION. What is in the trash has no NOT NULL.
    pub(super) fn laid(&self, trashed: Option<(&str, &QName)>, scope: &Scope) -> Laid {
        let (name, table) = trashed.unwrap_or((&self.name, &self.relation));
        let name = ident(name);
        let not_null = if self.not_null && trashed.is_none() { " NOT NULL" } else { "" };
        let generated = self.generated.as_ref().map_or(String::new(), |it| {
            let kind = if it.r#virtual { "VIRTUAL" } else { "STORED" };
            format!(" GENERATED ALWAYS AS ({}) {kind}", it.expression)
        });
        let typed = self.typed();
        Laid {
            add: format!("ALTER TABLE {table} ADD COLUMN {name} {typed}{generated}{not_null}"),
            drop: format!("ALTER TABLE {table} DROP COLUMN IF EXISTS {name}"),
            loss: (trashed.is_none() && self.of == Of::Table).then(|| self.values_of_table(scope)),
        }
    }

    /// The same of one that has NOT NULL from no other table, from 18 on.
    fn idled_alone(&self, scope: &Scope) -> Option<(Vec<String>, Vec<String>)> {
        let loose = Column { not_null: false, not_null_name: NotNullName(None), ..self.clone() };
        let alter = |to: &Column, from: &Column| to.alter_in_table(from, scope);
        alter(&loose, self).zip(alter(self, &loose))
    }

    /// Whether the partitioned table had NOT NULL: losing that reaches the partition.
    pub(super) fn had_from_partitioned(&self, scope: &Scope) -> bool {
        let parents = scope.before().and_then(|before| self.partitioned(&before));
        parents.is_some_and(|parents| parents.has_not_null())
    }

    /// Actions that make it a plain column, or change its expression.
    fn regenerate(&self, from: &Column) -> Option<Vec<String>> {
        let action = match (&from.generated, &self.generated) {
            (one, other) if one == other => return Some(Vec::new()),
            (Some(old), None) if !old.r#virtual => self.alter("DROP EXPRESSION"),
            (Some(old), Some(new)) if MAJOR >= 17 && old.r#virtual == new.r#virtual => {
                self.alter(&format!("SET EXPRESSION AS ({})", new.expression))
            }
            _ => return None,
        };
        Some(vec![action])
    }

    /// The action that changes the type; `None` where the server could not convert.
    pub(super) fn type_action(&self, from: &Column, scope: &Scope) -> Option<String> {
        let way = match self.type_name == from.type_name || self.of == Of::ForeignTable {
            true => Way::Assigned,
            false => {
                let was = scope.before().unwrap_or(*scope);
                way(&from.type_name, &self.type_name, &was, scope)
            }
        };
        // A foreign table has no values to convert, and the server refuses to be told how.
        let heirs = self.heirs(scope);
        if way != Way::Assigned && heirs.iter().any(|(_, c)| c.of == Of::ForeignTable) {
            return None;
        }
        if self.generated.is_some() && way != Way::Assigned {
            return None;
        }
        let using = way.using(&self.name, &self.type_name);
        Some(self.alter(&format!("TYPE {}{using}", self.typed())))
    }

    /// Partitions whose own primary keys have the column: the partitioned table can lose its NOT NULL only
    /// while these are not attached.
    fn keyed_partitions<'a>(&self, scope: &Scope<'a>) -> Vec<Scope<'a>> {
        let keyed = |table: &Scope| {
            table.children::<Constraint>().into_iter().any(|c| match &c.rule {
                Rule::PrimaryKey(keys) => keys.columns.contains(&self.name),
                _ => false,
            })
        };
        let tables = self.heirs(scope).into_iter().filter_map(|(place, _)| place.parent());
        tables.filter(keyed).flat_map(|table| table.each::<Partition>()).collect()
    }

    /// One statement for all actions, or several where there are other tables with the column: a default is no
    /// part of the type, and each table has its own.
    fn alter_family(&self, actions: Actions, retyped: bool, scope: &Scope) -> Vec<String> {
        let Actions { far, near } = actions;
        if far.is_empty() {
            return self.alter_table(&near);
        }
        let mut places: Vec<Place> = vec![(*scope, self)];
        // An heir that is new, or goes, is not there meanwhile.
        let table_before = scope.before().and_then(|before| before.parent());
        let before: Option<Vec<String>> =
            table_before.map(|t| heirs(&t).iter().map(|heir| heir.def().name(heir)).collect());
        let there = |(_, column): &Place| {
            before.as_ref().is_none_or(|all| all.contains(&column.relation.to_string()))
        };
        places.extend(self.heirs(scope).into_iter().filter(there));
        let loose = |(place, column): &Place| {
            // Not one that another step drops, or makes: what it uses may not be there.
            let is_apart = place.each::<ColumnDefault>().any(|default| default.is_apart());
            let keeps = retyped && column.generated.is_none() && !is_apart;
            let default = default_of(place).filter(|_| keeps);
            default.map(|default| {
                (column.alter("DROP DEFAULT"), format!("SET DEFAULT {}", default.expression))
            })
        };
        let after = |place: &Place| {
            let (it, is_self) = (place.1, place.0.fact == scope.fact);
            let mut actions: Vec<String> =
                loose(place).into_iter().map(|(_, set)| it.alter(&set)).collect();
            match is_self {
                true => actions.extend(near.iter().cloned()),
                false if retyped => actions.extend(it.type_marks()),
                false => {}
            }
            actions
        };
        let before = |place: &Place| loose(place).map(|(drop, _)| drop);
        let mut statements = Vec::new();
        let table = self.alter_all();
        if let [own] = &places[..] {
            let all: Vec<String> = before(own).into_iter().chain(far).chain(after(own)).collect();
            statements.push(format!("{table} {}", all.join(", ")));
        } else {
            for place in &places {
                let drop: Vec<String> = before(place).into_iter().collect();
                statements.extend(place.1.alter_table(&drop));
            }
            statements.push(format!("{table} {}", far.join(", ")));
            for place in &places {
                statements.extend(place.1.alter_table(&after(place)));
            }
        }
        if retyped {
            statements.extend(places.iter().flat_map(|(place, _)| remarks(place)));
        }
        statements
    }

    /// Statements for what is forgotten by the server while the column of one table has another type, and for its
    /// default.
    pub(super) fn settle_type(&self, scope: &Scope, default: bool) -> Vec<String> {
        let default =
            default_of(scope).filter(|_| default).map(|d| format!("SET DEFAULT {}", d.expression));
        let mut actions: Vec<String> = default.iter().map(|action| self.alter(action)).collect();
        actions.extend(self.type_marks());
        [self.alter_table(&actions), remarks(scope)].concat()
    }

    /// The same column of tables that inherit it or are partitions.
    pub(super) fn heirs<'a>(&self, scope: &Scope<'a>) -> Vec<Place<'a>> {
        let tables = scope.parent().map(|table| heirs(&table)).unwrap_or_default();
        self.in_tables(tables, true).columns
    }

    /// What the type decides unless it is said.
    fn type_marks(&self) -> Vec<String> {
        let storage = self.storage.iter().map(|s| format!("SET STORAGE {s}"));
        let compression = self.compression.iter().map(|c| format!("SET COMPRESSION {c}"));
        storage.chain(compression).map(|action| self.alter(&action)).collect()
    }

    /// Actions that give the column its marks where it had others.
    fn marks_since(&self, from: &Column, scope: &Scope) -> Vec<String> {
        let mut actions = Vec::new();
        if self.storage != from.storage {
            let storage = self.storage.clone().unwrap_or_else(|| self.plain_storage(scope));
            actions.push(format!("SET STORAGE {storage}"));
        }
        if self.compression != from.compression && self.of != Of::ForeignTable {
            let compression = self.compression.as_deref().unwrap_or("default");
            actions.push(format!("SET COMPRESSION {compression}"));
        }
        if self.statistics != from.statistics {
            actions.push(format!("SET STATISTICS {}", self.statistics.unwrap_or(-1)));
        }
        actions.extend(changed(&self.options, &from.options));
        let options = options_since(&self.foreign_options, &from.foreign_options);
        actions.extend((!options.is_empty()).then(|| options.trim_start().to_string()));
        actions.iter().map(|action| self.alter(action)).collect()
    }

    /// What a column of this table and type starts with.
    fn plain_storage(&self, scope: &Scope) -> String {
        let parents = self.parents(scope);
        if let Some(given) = parents.columns.iter().find_map(|(_, c)| c.storage.clone()) {
            return given;
        }
        if MAJOR >= 16 {
            return "DEFAULT".to_string();
        }
        let row = spi::first(
            "SELECT CASE t.typstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' \
             WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END \
             FROM pg_catalog.pg_type t WHERE t.oid = pg_catalog.to_regtype($1)",
            &[Some(&self.type_name)],
        );
        row.ok().flatten().map_or_else(|| "EXTENDED".to_string(), |row| row.text(0).to_string())
    }
}

/// What the server forgets of statistics and indexes that it makes again for another type.
fn remarks(column: &Scope) -> Vec<String> {
    let Some(table) = column.parent() else { return Vec::new() };
    let facts = column.facts;
    let siblings = facts.children(table.fact).iter().map(|child| column.at(*child));
    let mut statements = Vec::new();
    for sibling in siblings.filter(|s| facts.needs[s.fact].contains(&column.fact)) {
        let def = sibling.def().as_any();
        if let Some(statistics) = def.downcast_ref::<Statistics>() {
            statements.extend(statistics.remark());
        } else if let Some(index) = def.downcast_ref::<Index>() {
            let elements = index.elements.iter();
            statements.extend(index.storage.remark(&index.index, elements));
        } else if let Some(constraint) = def.downcast_ref::<Constraint>()
            && let Rule::Exclusion(it) = &constraint.rule
        {
            let elements = it.elements.iter().map(|e| &e.element);
            statements.extend(it.storage.remark(&constraint.index(), elements));
        }
    }
    statements
}

/// Whether tables hold values of the composite type that the attribute is of: the server changes none.
fn is_stored(attribute: &Scope) -> bool {
    let facts = attribute.facts;
    let Some(of) = facts.parent(attribute.fact) else { return false };
    let mut holders = HashSet::<_>::from([of]);
    let mut found = true;
    while std::mem::take(&mut found) {
        for (fact, needs) in facts.needs.iter().enumerate() {
            if !needs.iter().any(|need| holders.contains(need)) {
                continue;
            }
            let it = &facts.all[fact];
            let holder = match it.get::<Column>().map(|c| c.of) {
                Some(Of::Table | Of::ForeignTable | Of::MaterializedView)
                    if facts.parent(fact) != Some(of) =>
                {
                    return true;
                }
                Some(Of::Composite) => facts.parent(fact),
                Some(_) => None,
                None if it.get::<Domain>().is_some() || it.get::<Range>().is_some() => Some(fact),
                None => None,
            };
            found |= holder.is_some_and(|holder| holders.insert(holder));
        }
    }
    false
}
