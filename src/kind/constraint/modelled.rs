//! Constraints as arguments of a class's table.

use super::{Constraint, ForeignKey, Keys, Rule};
use crate::fact::Modelled;
use crate::fact::modelled::{Check, Exclusion, Key, Reference, Timing};
use crate::kind::index::element;
use crate::pg::quote::idents;

pub(super) fn constraint(it: &Constraint) -> Modelled {
    let (of, name, timing) = (it.relation.clone(), it.name.clone(), timing(it));
    match &it.rule {
        Rule::PrimaryKey(keys) => Modelled::Key { of, key: key(it, keys, true) },
        Rule::Unique(keys) => Modelled::Key { of, key: key(it, keys, false) },
        Rule::Check(check) => {
            let check = Check {
                name,
                expression: check.expression.clone(),
                no_inherit: check.no_inherit,
                not_enforced: it.not_enforced,
                // What is not enforced is not validated either.
                not_valid: it.not_valid && !it.not_enforced,
            };
            Modelled::Check { of, check }
        }
        Rule::ForeignKey(key) => Modelled::Reference { of, key: reference(it, key) },
        Rule::Exclusion(rule) => Modelled::Exclusion {
            of,
            exclusion: Exclusion {
                name,
                method: rule.method.clone(),
                elements: rule
                    .elements
                    .iter()
                    .map(|e| (element(&e.element), e.operator()))
                    .collect(),
                include: rule.include.clone(),
                predicate: rule.predicate.clone(),
                timing,
            },
        },
    }
}

fn timing(it: &Constraint) -> Timing {
    Timing { deferrable: it.deferrable, deferred: it.deferred }
}

fn key(it: &Constraint, keys: &Keys, primary: bool) -> Key {
    Key {
        name: it.name.clone(),
        primary,
        columns: keys.columns.clone(),
        include: keys.include.clone(),
        nulls_not_distinct: keys.nulls_not_distinct,
        period: keys.period,
        timing: timing(it),
    }
}

fn reference(it: &Constraint, key: &ForeignKey) -> Reference {
    let columns = match key.delete_columns.is_empty() {
        true => String::new(),
        false => format!(" ({})", idents(&key.delete_columns)),
    };
    Reference {
        name: it.name.clone(),
        columns: key.columns.clone(),
        foreign: key.foreign.clone(),
        foreign_columns: key.foreign_columns.clone(),
        on_update: key.on_update.map(|action| action.sql().to_string()),
        on_delete: key.on_delete.map(|action| format!("{}{columns}", action.sql())),
        full: key.match_full,
        period: key.period,
        not_enforced: it.not_enforced,
        not_valid: it.not_valid && !it.not_enforced,
        timing: timing(it),
    }
}
