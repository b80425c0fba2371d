//! NOT NULL of columns: from 18 on a constraint, with a name and marks; before, the name of a domain's is kept from 17 on.

mod heirs;

use super::alter::{Actions, Place};
use super::{Column, is_given, is_typed};
use crate::error::Result;
use crate::fact::{Fields, Gentle, Online, Part, Piece, Scope, Unfit};
use crate::kind::table::Table;
use crate::model::QName;
use crate::pg::name::default_name;
use crate::pg::quote::{ident, literal};
use crate::pg::settings::MAJOR;
use crate::pg::spi;
use serde::{Deserialize, Serialize};

/// Name of the NOT NULL constraint. Older servers keep none: unknown equals any name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NotNullName(pub Option<String>);

impl NotNullName {
    pub fn is_unknown(&self) -> bool {
        self.0.is_none()
    }

    pub fn fields(&mut self, of: &QName, to: &mut dyn Fields) -> Result<()> {
        self.0.as_mut().map_or(Ok(()), |name| to.part(Part::Constraint, of, name))
    }
}

impl PartialEq for NotNullName {
    fn eq(&self, other: &Self) -> bool {
        agree(&self.0, &other.0)
    }
}

/// Whether two are the same as far as is known.
fn agree<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// Whether NOT NULL is the table's own where the column is inherited, or the other way round. Older servers do not say:
/// unknown equals both, and is made as the column is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct NotNullApart(Option<bool>);

impl Default for NotNullApart {
    fn default() -> Self {
        Self(Some(false))
    }
}

impl NotNullApart {
    pub fn is_usual(&self) -> bool {
        self.0 == Some(false)
    }

    pub fn is_unknown(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn is(self) -> bool {
        self.0 == Some(true)
    }
}

impl PartialEq for NotNullApart {
    fn eq(&self, other: &Self) -> bool {
        agree(&self.0, &other.0)
    }
}

impl Column {
    /// The name that the server would choose.
    fn usual_not_null_name(&self) -> String {
        format!("{}_{}_not_null", self.relation.name, self.name)
    }

    /// The name where it is known, and not what the server would choose.
    fn unusual_not_null_name(&self) -> Option<&String> {
        self.not_null_name.0.as_ref().filter(|name| **name != self.usual_not_null_name())
    }

    /// The name where it must be said: the server would choose another one also where a table that is there has a
    /// constraint of that name, as partitions and heirs have that of their parent.
    fn told_not_null_name(&self) -> Option<&String> {
        let name = self.not_null_name.0.as_ref()?;
        (self.unusual_not_null_name().is_some() || self.is_taken(name)).then_some(name)
    }

    /// Asked of the catalog by names alone: the caller may have no right to the schema.
    fn is_taken(&self, name: &str) -> bool {
        const TAKEN: &str = "SELECT k.conname::pg_catalog.text
               FROM pg_catalog.pg_constraint k
               JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
              WHERE k.conname = $1::pg_catalog.name AND n.nspname = $2::pg_catalog.name
                AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c
                                 WHERE c.oid = k.conrelid AND c.relnamespace = k.connamespace
                                   AND c.relname = $3::pg_catalog.name)
              LIMIT 1";
        let QName { schema, name: relation } = &self.relation;
        let row = || spi::first(TAKEN, &[Some(name), Some(schema), Some(relation)]);
        MAJOR >= 18 && row().is_ok_and(|row| row.is_some())
    }

    /// The name of its NOT NULL constraint, quoted.
    fn not_null_label(&self) -> String {
        ident(&self.known_not_null_name())
    }

    fn known_not_null_name(&self) -> String {
        self.not_null_name.0.clone().unwrap_or_else(|| self.usual_not_null_name())
    }

    /// The clause in the column's definition; NOT VALID has no place there.
    pub(super) fn not_null_clause(&self) -> Option<String> {
        if !self.not_null || self.not_null_apart.is() || self.not_null_not_valid {
            return None;
        }
        let name = self.told_not_null_name();
        let name = name.map(|n| format!("CONSTRAINT {} ", ident(n))).unwrap_or_default();
        Some(format!("{name}NOT NULL{}", if self.no_inherit { " NO INHERIT" } else { "" }))
    }

    /// The action that sets it.
    pub(super) fn set_not_null(&self) -> String {
        let plain = !self.no_inherit && !self.not_null_not_valid;
        if plain && self.told_not_null_name().is_none() {
            return self.alter("SET NOT NULL");
        }
        self.add_not_null()
    }

    fn add_not_null(&self) -> String {
        let (label, name) = (self.not_null_label(), ident(&self.name));
        let inherit = if self.no_inherit { " NO INHERIT" } else { "" };
        let valid = if self.not_null_not_valid { " NOT VALID" } else { "" };
        format!("ADD CONSTRAINT {label} NOT NULL {name}{inherit}{valid}")
    }

    /// A check that has been validated proves to the server that there are no nulls.
    pub(super) fn strict_online(&self, statement: &str) -> Option<Gentle> {
        let set = self.set_not_null();
        let alone = format!("ALTER TABLE ONLY {}", self.relation);
        let all = format!("ALTER TABLE {}", self.relation);
        let to = [&alone, &all].into_iter().find(|to| statement == format!("{to} {set}"))?;
        if !self.is_strict() || self.no_inherit {
            return None;
        }
        let inherit = if *to == alone { " NO INHERIT" } else { "" };
        let proof = default_name(&self.relation.name, &self.name, "schemig_not_null");
        let (check, name) = (ident(&proof), ident(&self.name));
        let (table, known) = (literal(&self.relation.to_string()), literal(&proof));
        let there = format!(
            "EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.conrelid = pg_catalog.to_regclass({table}) AND c.conname = {known})"
        );
        let made = Piece {
            when: format!("NOT {there}"),
            sql: format!(
                "{to} ADD CONSTRAINT {check} CHECK ({name} IS NOT NULL){inherit} NOT VALID"
            ),
            within: true,
        };
        let sql = format!("{to} VALIDATE CONSTRAINT {check}");
        let validated = Piece { when: there, sql, within: true };
        let last = vec![statement.to_string(), format!("{to} DROP CONSTRAINT {check}")];
        Some(Gentle::Online(Online { before: vec![made, validated], last }))
    }

    /// All values have been checked.
    pub(super) fn is_strict(&self) -> bool {
        self.not_null && !self.not_null_not_valid
    }

    /// What NOT NULL takes: what comes before all and what comes last. Up to 17 each table has its own, but for a
    /// partition, which has it whenever the partitioned table has.
    pub(super) fn nullness(
        &self,
        from: &Column,
        scope: &Scope,
        to: &mut Actions,
    ) -> (Vec<String>, Vec<String>) {
        let named = self.not_null_of_heirs(from, scope);
        let last = self.nullness_after(!named.is_empty(), from, scope, to);
        (named.into_iter().chain(self.left_to_heirs(from, scope)).collect(), last)
    }

    /// Whether heirs' have got names is `named`: one may have that which the server would choose.
    fn nullness_after(
        &self,
        named: bool,
        from: &Column,
        scope: &Scope,
        to: &mut Actions,
    ) -> Vec<String> {
        if self.not_null == from.not_null {
            to.near.extend(self.not_null_marks(from));
            return Vec::new();
        }
        let action = match self.not_null {
            false => self.alter("DROP NOT NULL"),
            true if named => self.add_not_null(),
            true => self.set_not_null(),
        };
        let table = scope.parent().and_then(|t| t.def().as_any().downcast_ref::<Table>());
        let partitioned = table.is_some_and(|t| t.partitioned.is_some());
        match self.partitioned(scope) {
            _ if MAJOR >= 18 => {
                if self.null_follows(from, scope) {
                    return Vec::new();
                }
                to.far.push(action);
                return self.freed_heirs(from, scope);
            }
            Some(parents) if self.not_null && parents.has_not_null() => {}
            Some(_) if !self.not_null && from.had_from_partitioned(scope) => {}
            None if partitioned => {
                to.far.push(action);
                let places = if self.not_null { Vec::new() } else { self.heirs(scope) };
                let strict = places.into_iter().filter(|(_, c)| c.not_null);
                return strict
                    .map(|(_, c)| format!("{} {}", c.alter_all(), c.alter("SET NOT NULL")))
                    .collect();
            }
            _ => to.near.push(action),
        }
        Vec::new()
    }

    /// Actions for one that stays: whether it is inherited, whether it holds for all rows.
    fn not_null_marks(&self, from: &Column) -> Vec<String> {
        let mut actions = Vec::new();
        if !self.not_null {
            return actions;
        }
        if self.no_inherit != from.no_inherit {
            let inherit = if self.no_inherit { "NO INHERIT" } else { "INHERIT" };
            actions.push(format!("ALTER CONSTRAINT {} {inherit}", from.not_null_label()));
        }
        match (from.not_null_not_valid, self.not_null_not_valid) {
            (true, false) => {
                actions.push(format!("VALIDATE CONSTRAINT {}", from.not_null_label()));
            }
            (false, true) => {
                let name = self.not_null_name.0.clone().or_else(|| from.not_null_name.0.clone());
                let again = Column { not_null_name: NotNullName(name), ..self.clone() };
                actions.extend([self.alter("DROP NOT NULL"), again.set_not_null()]);
            }
            _ => {}
        }
        actions
    }

    /// The statement that gives one that stays its name. Where the constraint of a parent gets that name too, it
    /// reaches this one.
    pub(super) fn rename_not_null(&self, from: &Column, scope: &Scope) -> Option<String> {
        let stays = self.not_null && from.not_null && !self.is_not_null_remade(from);
        if !stays
            || self.not_null_name == from.not_null_name
            || (MAJOR >= 18 && (self.came_above(from, scope) || self.went_above(from, scope)))
        {
            return None;
        }
        self.rename_apart(from, (scope, scope.before().as_ref()))
    }

    /// What other rules make of the name besides: the server keeps it when the table and the column get others.
    pub(super) fn renamed_with_rules(&self, from: &Column, scope: &Scope) -> Option<String> {
        let before = scope.before().filter(|_| self.not_null_name != from.not_null_name)?;
        match scope.def().as_any().downcast_ref() == Some(self) {
            true => self.rename_apart(from, (scope, Some(&before))),
            false => self.rename_apart(from, (&before, Some(scope))),
        }
    }

    /// The statement for its own name, where that for a parent's does not reach it. The server wants one name for all that
    /// come from one table and no other parent, and renames none of a typed table; else the catalog is told.
    fn rename_apart(
        &self,
        from: &Column,
        (at, before): (&Scope, Option<&Scope>),
    ) -> Option<String> {
        let was = |is: fn(&Column, &Scope) -> bool| before.map(|before| is(from, before));
        if self.is_named_above(at) && was(Column::is_named_above) == Some(true) {
            return None;
        }
        let given = is_typed(at) || self.is_not_null_above(at);
        let alone = !given && self.names_heirs(at) && was(Column::names_heirs) != Some(false);
        Some(if alone { self.renaming(from) } else { self.rename_in_catalog(from, at) })
    }

    /// Whether heirs have it from this one alone, and with this name.
    fn names_heirs(&self, scope: &Scope) -> bool {
        let follows = |(at, c): &Place| {
            let given = c.above(at).into_iter().filter(|(_, c)| c.not_null && !c.no_inherit);
            c.not_null_name == self.not_null_name && given.count() == 1
        };
        self.no_inherit || self.heirs(scope).iter().all(follows)
    }

    /// Whether it has the name that a parent's has.
    fn is_named_above(&self, scope: &Scope) -> bool {
        let above = self.above(scope).into_iter();
        let mut given = above.filter(|(_, c)| c.not_null && !c.no_inherit);
        given.any(|(_, c)| c.not_null_name.0.is_some() && c.not_null_name == self.not_null_name)
    }

    /// With those of heirs that have and get the same names.
    fn rename_in_catalog(&self, from: &Column, scope: &Scope) -> String {
        let heirs = self.heirs(scope).into_iter().map(|(_, c)| c);
        let along = heirs.filter(|c| c.not_null && c.not_null_name == self.not_null_name);
        let tables: Vec<String> =
            [self].into_iter().chain(along).map(|c| literal(&c.relation.to_string())).collect();
        let name = |of: &Column| literal(&of.known_not_null_name());
        format!(
            "UPDATE pg_catalog.pg_constraint SET conname = {} WHERE contype = 'n' AND conname = {} \
             AND conrelid = ANY (ARRAY[{}]::pg_catalog.regclass[])",
            name(self),
            name(from),
            tables.join(", "),
        )
    }

    fn renaming(&self, from: &Column) -> String {
        let (old, new) = (from.not_null_label(), self.not_null_label());
        // Of a foreign table too: its own command does not know this.
        format!("ALTER TABLE {} RENAME CONSTRAINT {old} TO {new}", self.relation)
    }

    /// The statement that gives it its comment, or takes that away.
    pub(super) fn comment_not_null(&self, from: Option<&Column>) -> Option<String> {
        let stays = |from: &&Column| from.not_null && !self.is_not_null_remade(from);
        let old = from.filter(stays).and_then(|from| from.not_null_comment.as_ref());
        let new = self.not_null_comment.as_ref();
        let text = new.map_or("NULL".to_string(), |text| literal(text));
        let (label, relation) = (self.not_null_label(), &self.relation);
        let differs = self.not_null && old != new;
        differs.then(|| format!("COMMENT ON CONSTRAINT {label} ON {relation} IS {text}"))
    }

    /// Whether one that stays is dropped and made again: the server takes no validity away.
    fn is_not_null_remade(&self, from: &Column) -> bool {
        self.not_null_not_valid && !from.not_null_not_valid
    }

    /// Where rules name the table or the column, a name that the server has chosen is one of its choice again; but in a
    /// family of tables it is one for all, and nothing can change that later.
    pub(super) fn forget_chosen_not_null(&mut self, source: &Column, scope: &Scope) {
        let named = (&self.relation.name, &self.name) != (&source.relation.name, &source.name);
        let chosen = source.not_null_name.0.is_some() && source.unusual_not_null_name().is_none();
        if named && chosen && !is_given(scope) && source.heirs(scope).is_empty() {
            self.not_null_name = NotNullName(None);
        }
    }

    /// What only 18 has.
    pub(super) fn fit_not_null(&mut self) -> Vec<Unfit> {
        if MAJOR >= 18 {
            return Vec::new();
        }
        let commented = std::mem::take(&mut self.not_null_comment).is_some();
        let marks = [
            (commented, "comment on NOT NULL"),
            (std::mem::take(&mut self.not_null_not_valid), "NOT VALID of NOT NULL"),
            (std::mem::take(&mut self.no_inherit), "NO INHERIT of NOT NULL"),
        ];
        self.not_null_name = NotNullName(None);
        self.not_null_apart = NotNullApart::default();
        let lost = marks.into_iter().filter(|(is, _)| *is);
        lost.map(|(_, what)| Unfit::Aspect { what, since: 18 }).collect()
    }
}
