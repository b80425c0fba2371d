//! Keys and references in a diagram.

use super::{Constraint, Rule};
use crate::fact::Drawn;

pub(super) fn drawn(it: &Constraint) -> Option<Drawn> {
    let of = it.relation.clone();
    match &it.rule {
        Rule::PrimaryKey(keys) | Rule::Unique(keys) => {
            let primary = matches!(it.rule, Rule::PrimaryKey(_));
            // Ranges that do not overlap still leave several rows a key.
            (!keys.period).then(|| Drawn::Unique { of, columns: keys.columns.clone(), primary })
        }
        Rule::ForeignKey(key) => Some(Drawn::Reference {
            of,
            name: it.name.clone(),
            columns: key.columns.clone(),
            foreign: key.foreign.clone(),
        }),
        Rule::Check(_) | Rule::Exclusion(_) => None,
    }
}
