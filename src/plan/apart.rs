//! Alterations that leave to other steps what these do: what belongs to an altered part and is dropped, or made, by a
//! step of its own is neither there nor possible yet when the part is altered.

use super::Rebuild;
use crate::diff::{Alteration, Changes, Disturbs};
use crate::fact::{Exposed, Facts, Scope};
use hashbrown::HashSet;

/// Says alterations anew, knowing what is dropped and made besides. Those that bring values along by way of other types
/// have looked at that themselves.
pub(super) fn leave_apart(
    changes: &mut Changes,
    rebuild: &Rebuild,
    (desired, ahead): (&Facts, &Facts),
) {
    let again = rebuild.again.values().flatten();
    let made: HashSet<usize> = changes.create.iter().chain(again).copied().collect();
    let again = rebuild.again.keys().chain(rebuild.back.keys());
    let dropped: HashSet<usize> =
        changes.drop.iter().chain(&rebuild.gone).chain(again).copied().collect();
    let (new, old) = (holders(desired, &made), holders(ahead, &dropped));
    let (is_made, is_dropped) = (|f: usize| made.contains(&f), |f: usize| dropped.contains(&f));
    for it in changes.alter.iter_mut().filter(|a| a.disturbs == Disturbs::Readers) {
        let Alteration { fact, actual, .. } = *it;
        let (def, from) = (&desired.all[fact].def, &ahead.all[actual].def);
        if part_name(desired, fact).is_some_and(|name| new.contains(&name)) {
            let scope = Scope::of(desired, fact).since(ahead, actual).beside(&is_made);
            let said = def.alter(from.as_ref(), &scope);
            it.statements = said.unwrap_or_else(|| std::mem::take(&mut it.statements));
        }
        let is_plain = it.undo.is_some() && it.back == Disturbs::Nothing;
        if is_plain && part_name(ahead, actual).is_some_and(|name| old.contains(&name)) {
            let scope = Scope::of(ahead, actual).since(desired, fact).beside(&is_dropped);
            it.undo = from.alter(def.as_ref(), &scope);
        }
    }
}

/// Names of the columns that some facts belong to: heirs have those of their parents.
fn holders(facts: &Facts, some: &HashSet<usize>) -> HashSet<String> {
    let owners = some.iter().filter(|f| facts.all[**f].entry().adjusts);
    owners.filter_map(|f| part_name(facts, facts.parent(*f)?)).collect()
}

fn part_name(facts: &Facts, fact: usize) -> Option<String> {
    match facts.all[fact].def.exposes()? {
        Exposed::Column { name, .. } => Some(name),
        _ => None,
    }
}
