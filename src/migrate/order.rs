//! Columns that the target has in another order than the source: texts that count them must count them so.

use crate::diff::Recorded;
use crate::fact::{Exposed, Facts, Object};
use crate::model::QName;
use crate::transform::names::{Desired, Orders};
use hashbrown::HashMap;

/// The columns of what texts count the columns of, by the source's names, where their order in the target is another
/// one; new ones come last. `same_source`: addresses on record mean the same objects.
pub fn of_columns(
    source: &Facts,
    desired: &Desired,
    (recorded, same_source): (&[Recorded], bool),
    actual: &Facts,
) -> Orders {
    let mut orders = Orders::new();
    if desired.counted.is_empty() {
        return orders;
    }
    let mut columns: HashMap<QName, Vec<(usize, String)>> = HashMap::new();
    for (fact, it) in source.all.iter().enumerate() {
        if let Some(Exposed::Column { of, name, .. }) = it.def.exposes()
            && desired.counted.contains(&of)
        {
            columns.entry(of).or_default().push((fact, name));
        }
    }
    let is_column = |def: &dyn Object| matches!(def.exposes(), Some(Exposed::Column { .. }));
    let there = (0..actual.all.len()).filter(|i| is_column(actual.all[*i].def.as_ref()));
    let there: HashMap<String, usize> = there.map(|place| (actual.name(place), place)).collect();
    let (mut by_address, mut by_name) = (HashMap::new(), HashMap::new());
    for it in recorded.iter().filter(|it| is_column(it.def.as_ref())) {
        by_address.insert(it.at, &it.name);
        by_name.insert(it.source_name.as_str(), &it.name);
    }
    // A column that the source has renamed is here under its name on record.
    let was = |fact: usize| {
        let known = match same_source {
            true => by_address.get(&source.all[fact].at),
            false => by_name.get(source.name(fact).as_str()),
        };
        known.map_or_else(|| desired.facts.name(fact), |name| (*name).clone())
    };
    for (relation, columns) in columns {
        let mut here = columns.clone();
        here.sort_by_key(|(fact, _)| there.get(&was(*fact)).copied().unwrap_or(usize::MAX));
        if here != columns {
            orders.insert(relation, here.into_iter().map(|(_, name)| name).collect());
        }
    }
    orders
}
