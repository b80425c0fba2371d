//! What becomes of grants when roles and server are other ones: several roles may become one, a
//! grantee may own the object, and the server may not know a privilege. Default privileges go with their grants.

use super::{Grant, Grantee, Privileges};
use crate::fact::{Def, Facts, Scope};
use crate::kind::default_privilege::DefaultPrivilege;
use crate::kind::global_default_privilege::GlobalDefaultPrivilege;
use crate::kind::owner::Owner;
use hashbrown::{HashMap, HashSet};

/// The target, as far as grants need it.
pub struct Target<'a> {
    /// The privileges that its version knows.
    pub known: Privileges,
    /// Its version in words, for messages.
    pub version: String,
    /// Who will own objects for which no owner is planned.
    pub caller: &'a str,
}

/// Changes the source's grants to what the target can have; `mapped` are the same facts with the
/// target's roles. Returns facts that say nothing any more, and warnings.
pub fn settle(
    source: &mut Facts,
    mapped: &Facts,
    target: &Target,
) -> (HashSet<usize>, Vec<String>) {
    let (mut idle, mut warnings) = (HashSet::new(), Vec::new());
    let mut first_of: HashMap<String, usize> = HashMap::new();
    // By address: of several that become one, each plan keeps the same one.
    let mut order: Vec<usize> = (0..source.all.len()).collect();
    order.sort_by_key(|f| source.all[*f].at);
    let defaults: Vec<usize> = order.iter().copied().filter(|f| is_default(source, *f)).collect();
    for &fact in &defaults {
        let first = *first_of.entry(mapped.name(fact)).or_insert(fact);
        for &grant in mapped.children(fact) {
            source.all[grant].parent = Some(source.all[first].at);
        }
    }
    for fact in order {
        let Some(mut grant) = source.all[fact].get::<Grant>().cloned() else { continue };
        let unknown = grant.leave_out(&|p| !target.known.contains(p));
        if !unknown.is_empty() {
            let list = unknown.into_iter().collect::<Vec<_>>().join(", ");
            let name = source.name(fact);
            warnings.push(format!(
                "{list} {name} is not carried, since {} does not know it",
                target.version
            ));
        }
        if grant.is_empty() || is_owner(mapped, fact, target.caller) {
            idle.insert(fact);
            continue;
        }
        match first_of.get(&mapped.name(fact)) {
            None => {
                first_of.insert(mapped.name(fact), fact);
                source.all[fact].def = Def::of(grant);
            }
            Some(&first) => {
                idle.insert(fact);
                let mut whole = source.all[first].get::<Grant>().cloned().unwrap_or(grant.clone());
                whole.absorb(&grant);
                source.all[first].def = Def::of(whole);
                let after = source.all[fact].after.clone();
                source.all[first].after.extend(after);
            }
        }
    }
    let said: HashSet<_> =
        (0..source.all.len()).filter(|f| !idle.contains(f)).map(|f| source.all[f].parent).collect();
    idle.extend(defaults.into_iter().filter(|f| !said.contains(&Some(source.all[*f].at))));
    (idle, warnings)
}

fn is_default(facts: &Facts, fact: usize) -> bool {
    let it = &facts.all[fact];
    it.get::<DefaultPrivilege>().is_some() || it.get::<GlobalDefaultPrivilege>().is_some()
}

/// Whether a grant is to a role that will own the object: that has everything anyhow.
fn is_owner(mapped: &Facts, fact: usize, caller: &str) -> bool {
    let Some(Grantee::Role(role)) = mapped.all[fact].get::<Grant>().map(|g| &g.to) else {
        return false;
    };
    let object = Scope::of(mapped, fact).parent();
    let about = object.map(|o| o.def().as_any());
    if about.is_some_and(|a| a.is::<DefaultPrivilege>()) {
        return false;
    }
    if let Some(default) = about.and_then(|a| a.downcast_ref::<GlobalDefaultPrivilege>()) {
        return default.role == *role;
    }
    let above = std::iter::successors(object, Scope::parent);
    let mut owners = above.filter_map(|s| s.children::<Owner>().first().map(|o| o.role.clone()));
    owners.next().as_deref().unwrap_or(caller) == role
}
