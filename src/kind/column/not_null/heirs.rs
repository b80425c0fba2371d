//! NOT NULL in a family of tables, from 18 on: it comes and goes with that of parents, and may be a table's own as well.

use super::super::alter::Place;
use super::super::{Column, is_given};
use crate::fact::Scope;
use crate::model::QName;
use crate::pg::settings::MAJOR;

impl Column {
    /// Whether it comes or goes with that of a parent, from 18 on: with the statements for that, be it the heir's own as well.
    pub(super) fn null_follows(&self, from: &Column, scope: &Scope) -> bool {
        let Some(before) = scope.before().filter(|_| from.keeps_parent(scope)) else {
            return false;
        };
        match self.not_null {
            true => self.is_not_null_above(scope),
            false if from.is_own_not_null(&before) => self.loses_above(from, scope, &before),
            false => from.is_not_null_above(&before),
        }
    }

    /// Whether it is the table's own, be it inherited as well; of a partition that is not known.
    fn is_own_not_null(&self, scope: &Scope) -> bool {
        self.partitioned(scope).is_none() && self.inherited == self.not_null_apart.is()
    }

    /// Whether a table that is a parent before and after loses it.
    fn loses_above(&self, from: &Column, scope: &Scope, before: &Scope) -> bool {
        let had = from.above(before);
        self.above(scope).iter().any(|(at, c)| {
            of_table(&had, &c.relation).is_some_and(|(was, old)| {
                (old.not_null && !c.not_null) || c.loses_above(old, at, was)
            })
        })
    }

    /// Whether a parent that stays has got it.
    pub(super) fn came_above(&self, from: &Column, scope: &Scope) -> bool {
        let had = scope.before().is_none_or(|before| from.is_not_null_above(&before));
        !had && from.keeps_parent(scope) && self.is_not_null_above(scope)
    }

    /// Whether a parent that stays has lost it.
    pub(super) fn went_above(&self, from: &Column, scope: &Scope) -> bool {
        let had = scope.before().is_some_and(|before| from.is_not_null_above(&before));
        had && from.keeps_parent(scope) && !self.is_not_null_above(scope)
    }

    /// What comes before a parent loses it, from 18 on: what an heir keeps becomes its own, if it is not yet, since the server
    /// takes along what is not. Where an heir's own goes that comes from several tables too, none knows which of them is the
    /// last: the catalog is told that it is not its own.
    pub(super) fn left_to_heirs(&self, from: &Column, scope: &Scope) -> Vec<String> {
        let goes = MAJOR >= 18 && !self.not_null && from.not_null;
        let Some(before) = scope.before().filter(|_| goes && !self.null_follows(from, scope))
        else {
            return Vec::new();
        };
        let before = from.heirs(&before);
        let left = |(place, c): Place| {
            let (at, old) = of_table(&before, &c.relation)?;
            let (own, given) = (old.is_own_not_null(at), old.is_not_null_above(at));
            if !old.not_null || !given {
                return None;
            }
            match c.not_null {
                true if !own && !c.is_not_null_above(&place) => {
                    Some(old.alter_table(&[old.alter("SET NOT NULL")]))
                }
                false if own && old.has_several_above(at) => {
                    Some(vec![old.set_not_null_local(false)])
                }
                _ => None,
            }
        };
        self.heirs(scope).into_iter().filter_map(left).flatten().collect()
    }

    /// Whether more than one parent gives it, or gives it to one that does.
    fn has_several_above(&self, scope: &Scope) -> bool {
        let above = self.above(scope).into_iter().filter(|(_, c)| c.not_null && !c.no_inherit);
        let above: Vec<Place> = above.collect();
        above.len() > 1 || above.iter().any(|(at, c)| c.has_several_above(at))
    }

    /// What comes after a parent has lost it: what was an heir's own too goes then, and not before; and what stays may have
    /// another name then.
    pub(super) fn freed_heirs(&self, from: &Column, scope: &Scope) -> Vec<String> {
        if self.not_null {
            return Vec::new();
        }
        let before = scope.before().map(|before| from.heirs(&before)).unwrap_or_default();
        let freed = |(place, c): Place| {
            let (at, old) = of_table(&before, &c.relation)?;
            let named = old.not_null_name != from.not_null_name;
            let goes = old.not_null && !c.not_null;
            if goes && (old.is_own_not_null(at) || (named && old.partitioned(&place).is_some())) {
                let along = old.has_several_above(at);
                return (!along).then(|| c.loosen());
            }
            let stays = c.not_null && old.not_null && c.not_null_name != old.not_null_name;
            let alone = stays && !c.is_not_null_above(&place);
            alone.then(|| c.renaming_once(old, (&place, old.has_several_above(at))))
        };
        self.heirs(scope).into_iter().filter_map(freed).collect()
    }

    /// The statement for the name of one that parents take or bring. Each of several brings this statement, and the server
    /// renames nothing that another still gives: the catalog is told, and the second time there is nothing left to do.
    fn renaming_once(&self, from: &Column, (scope, several): (&Scope, bool)) -> String {
        match several {
            true => self.rename_in_catalog(from, scope),
            false => self.renaming(from),
        }
    }

    /// The statement that takes it from a table, where it may be gone with a parent's.
    pub(in crate::kind::column) fn loosen(&self) -> String {
        format!("{} {}", self.alter_all(), self.alter("DROP NOT NULL"))
    }

    /// Whether a partition's may stay when the partitioned table loses it: one that got a name of its own by itself, which
    /// the server takes for the partition's own, be it inherited as well.
    pub(in crate::kind::column) fn may_be_left(&self, scope: &Scope) -> bool {
        self.partitioned(scope).is_some() && !self.is_named_above(scope)
    }

    /// What comes before a parent gets it, and the lowest first. Where an heir's gets another name, this cannot be done
    /// later; where a partition's gets one, it gets that by itself, since the server would give it the partitioned table's;
    /// so does an heir that has it for its own too.
    pub(super) fn not_null_of_heirs(&self, from: &Column, scope: &Scope) -> Vec<String> {
        if MAJOR < 18 || !self.not_null || from.not_null || is_given(scope) {
            return Vec::new();
        }
        let before = scope.before().map(|before| from.heirs(&before)).unwrap_or_default();
        let named = |c: &Column| {
            c.not_null && c.not_null_name.0.is_some() && c.not_null_name.0 != self.not_null_name.0
        };
        let statements = |(place, c): Place| match of_table(&before, &c.relation)
            .filter(|(_, old)| old.not_null)
        {
            Some((at, old)) if c.not_null => c.given_besides(&place, old, at),
            Some(_) => Vec::new(),
            None if c.is_own_to_be(&place) || (named(c) && c.partitioned(&place).is_some()) => {
                vec![format!("{} {}", c.alter_all(), c.set_not_null())]
            }
            None => Vec::new(),
        };
        self.heirs(scope).into_iter().rev().flat_map(statements).collect()
    }

    /// What one that has had it takes before a parent gets it: that one's name, where no parent has given it yet and brings
    /// the name along; and that it is no longer its own, which no command says: the catalog is told.
    fn given_besides(&self, scope: &Scope, from: &Column, before: &Scope) -> Vec<String> {
        let given = from.is_not_null_above(before);
        let renamed = self.not_null_name != from.not_null_name && !given;
        let several = self.has_several_above(scope);
        let renaming = renamed.then(|| self.renaming_once(from, (scope, several)));
        let mut statements: Vec<String> = renaming.into_iter().collect();
        let known = self.partitioned(scope).is_none() && !self.not_null_apart.is_unknown();
        let was_own = !given || from.is_own_not_null(before);
        if known && was_own && !self.is_own_not_null(scope) {
            statements.push(self.set_not_null_local(false));
        }
        statements
    }

    /// Whether it is known that it becomes the table's own, besides being inherited.
    fn is_own_to_be(&self, scope: &Scope) -> bool {
        self.not_null && !self.not_null_apart.is_unknown() && self.is_own_not_null(scope)
    }
}

/// The column of a table among those of a family.
fn of_table<'a, 'b>(family: &'b [Place<'a>], table: &QName) -> Option<&'b Place<'a>> {
    family.iter().find(|(_, column)| column.relation == *table)
}
