//! What is bound to something is known by that where its identity is lost and it has another name: the index of a partition
//! that is a part of a partitioned table's. It cannot be dropped, only renamed.

use super::Recorded;
use crate::error::Result;
use crate::fact::{Facts, Fields, Object, Space};
use crate::model::QName;

/// Facts of the source and the recorded ones that they are: what is bound, and the tie. `taken` are recorded facts that
/// others are already.
pub(super) fn pairs(
    source: &Facts,
    recorded: &[Recorded],
    matches: &[Option<usize>],
    taken: &[bool],
) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (tie, fact) in source.all.iter().enumerate() {
        let bound = source.parent(tie).filter(|b| fact.entry().binds && matches[*b].is_none());
        let to = fact.after.first().and_then(|at| source.owner(*at)).and_then(|to| matches[to]);
        let Some((bound, to)) = bound.filter(|_| matches[tie].is_none()).zip(to) else { continue };
        let within = source.parent(bound).and_then(|p| matches[p]);
        let Some((to, within)) = relation(&recorded[to]).zip(within) else { continue };
        let within = &recorded[within].source_name;
        // A tie has the name of what is bound, and names what that is bound to as well.
        let is_tie = |r: &usize| {
            recorded[*r].kind == fact.kind()
                && recorded[*r].source_name != to.to_string()
                && objects(recorded[*r].source.as_ref()).contains(&to)
        };
        let is_free = |r: &usize| !taken[*r];
        let ties = (0..recorded.len()).filter(is_free).filter(is_tie);
        let old = ties.filter_map(|r| {
            let mut all = objects(recorded[r].source.as_ref()).into_iter();
            let own = all.find(|name| name.to_string() == recorded[r].source_name)?;
            let is_bound = |b: &usize| {
                let it = &recorded[*b];
                it.kind == source.all[bound].kind()
                    && relation(it).as_ref() == Some(&own)
                    && objects(it.source.as_ref()).iter().any(|name| name.to_string() == *within)
            };
            (0..recorded.len()).filter(is_free).find(is_bound).map(|b| [(bound, b), (tie, r)])
        });
        found.extend(old.into_iter().next().into_iter().flatten());
    }
    found
}

/// The relation that a recorded fact is, or that comes with it.
fn relation(it: &Recorded) -> Option<QName> {
    let own = || objects(it.source.as_ref()).into_iter().find(|q| q.to_string() == it.source_name);
    it.source.makes().or_else(own)
}

/// Relations that a definition names, in their order.
fn objects(def: &dyn Object) -> Vec<QName> {
    let mut found = Relations(Vec::new());
    match def.boxed().fields(&mut found) {
        Ok(()) => found.0,
        Err(_) => Vec::new(),
    }
}

struct Relations(Vec<QName>);

impl Fields for Relations {
    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        if space == Space::Relation {
            self.0.push(name.clone());
        }
        Ok(())
    }
}
