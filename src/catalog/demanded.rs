//! What of all that was read is followed.

use crate::fact::Fact;
use crate::model::Address;
use hashbrown::HashSet;

/// Leaves out facts that are followed on demand and that nothing followed needs, directly or through
/// another one of them; and facets of what is not a fact. `there` keeps what can be used as it is: the target's
/// own extensions.
pub(super) fn demanded(all: Vec<Fact>, edges: &[(Address, Address)], there: bool) -> Vec<Fact> {
    let mut owned: HashSet<Address> = HashSet::new();
    let own = |owned: &mut HashSet<Address>, f: &Fact| {
        owned.insert(f.at);
        owned.extend(f.aliases.iter().copied());
    };
    let (mut kept, rest): (Vec<Fact>, Vec<Fact>) = all.into_iter().partition(|f| {
        let entry = f.entry();
        (!entry.on_demand || (there && entry.shared)) && !entry.facet
    });
    kept.iter().for_each(|f| own(&mut owned, f));
    let (facets, mut waiting): (Vec<Fact>, Vec<Fact>) =
        rest.into_iter().partition(|f| f.entry().facet);
    loop {
        let has = |at: &Address| owned.contains(at) || owned.contains(&at.whole());
        let needed: HashSet<Address> =
            edges.iter().filter(|(d, _)| has(d)).flat_map(|(_, r)| [*r, r.whole()]).collect();
        let wanted = |f: &Fact| {
            f.parent.is_some_and(|p| owned.contains(&p))
                || f.aliases.iter().chain([&f.at]).any(|a| needed.contains(a))
        };
        let (now, later): (Vec<Fact>, Vec<Fact>) = waiting.into_iter().partition(wanted);
        waiting = later;
        if now.is_empty() {
            break;
        }
        now.iter().for_each(|f| own(&mut owned, f));
        kept.extend(now);
    }
    // A comment whose object is not a fact belongs to something that is not carried.
    kept.extend(facets.into_iter().filter(|f| owned.contains(&f.parent.unwrap_or(f.at))));
    kept
}

/// Leaves out what belongs to something of the database whose kind is not read: the tables of publications.
pub(super) fn without_parents(all: &mut Vec<Fact>) {
    let there: HashSet<Address> = all.iter().map(|f| f.at).collect();
    all.retain(|f| !f.entry().database || f.parent.is_none_or(|parent| there.contains(&parent)));
}
