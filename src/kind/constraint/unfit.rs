//! What a target has no place for.

use super::{Constraint, Rule};
use crate::fact::Unfit;
use crate::pg::settings::MAJOR;

/// What [`crate::fact::Definition::fit`] says.
pub(super) fn unfit(it: &Constraint) -> Vec<Unfit> {
    let period = match &it.rule {
        Rule::PrimaryKey(keys) | Rule::Unique(keys) => keys.period,
        Rule::ForeignKey(key) => key.period,
        _ => false,
    };
    let key = matches!(it.rule, Rule::ForeignKey(_));
    let exclusion = matches!(it.rule, Rule::Exclusion(_));
    let wants = [
        (it.not_enforced, "NOT ENFORCED", 18),
        (period && !key, "WITHOUT OVERLAPS", 18),
        (period && key, "PERIOD", 18),
        (key && it.partitioned && it.not_valid, "NOT VALID foreign keys of partitioned tables", 18),
        (exclusion && it.partitioned, "exclusion constraints of partitioned tables", 17),
    ];
    let unfit = wants.into_iter().filter(|(wanted, _, since)| *wanted && MAJOR < *since);
    unfit.map(|(_, what, since)| Unfit::Object { what, since }).collect()
}
