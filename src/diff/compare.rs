//! A fact that is on record, against the record and the target.

use super::end::WORDS;
use super::{
    ByName, Changes, Differing, Judge, Moved, Recorded, Sides, contrast, equal, names_alone, rename,
};
use crate::error::Result;
use crate::fact::{Fact, Object};
use crate::transform::names::CODE_REWRITTEN;
use hashbrown::HashSet;
use std::collections::BTreeSet;

/// Where a recorded fact's source object is now. Identities that the record holds are of another object, or of
/// one in another database.
fn moved(r: usize, source: &Fact, recorded: &Recorded) -> Result<Moved> {
    let mut old = recorded.source.boxed();
    let def = match old.inner().is_empty() {
        true => None,
        false if source.def.same(old.as_ref()) => Some(source.def.json()?),
        false => {
            old.forget();
            Some(old.json()?)
        }
    };
    Ok(Moved { recorded: r, at: source.at, source: def })
}

/// What a recorded fact is compared with.
pub(super) struct Compare<'a> {
    pub sides: &'a Sides<'a>,
    pub actual: &'a ByName,
    /// Positions in `desired` of facts that must be made as if they were new.
    pub new: &'a BTreeSet<usize>,
    /// Positions in `actual` of what others share and gives up its name.
    pub freed: &'a HashSet<usize>,
}

impl Compare<'_> {
    /// Notes how a fact differs from the record; false where it must be made as if it were new.
    pub(super) fn compare(
        &self,
        fact: usize,
        r: usize,
        (strict, lenient): (&dyn Judge, &dyn Judge),
        changes: &mut Changes,
    ) -> Result<bool> {
        let sides = self.sides;
        let (recorded, source) = (&sides.recorded[r], &sides.source.all[fact]);
        if recorded.at != source.at || !sides.same_source {
            changes.moved.push(moved(r, source, recorded)?);
        }
        if let Some(there) = self.actual.find(recorded.kind, &recorded.name) {
            changes.there.insert(fact, there);
            let found = sides.actual.all[there].def.as_ref();
            if !equal(recorded.def.as_ref(), found, lenient)? {
                changes.drifted.insert(there);
            }
        }
        let unchanged = source.def.same(recorded.source.as_ref())
            && sides.source.name(fact) == recorded.source_name
            && !sides.rebound.contains(&fact);
        let named_alike = sides.desired.name(fact) == recorded.name;
        let as_it_was = unchanged && sides.same_rules && named_alike;
        if as_it_was && !self.becomes_another(fact, recorded, lenient, changes)? {
            return Ok(true);
        }
        let (desired, before) = (&sides.desired.all[fact].def, &sides.before.all[fact].def);
        if unchanged && !as_it_was && !self.is_retyped(fact, recorded) {
            // An earlier rename may have left aliases that nobody asks for.
            if named_alike && equal(desired.as_ref(), recorded.def.as_ref(), lenient)? {
                return Ok(true);
            }
            if names_alone(desired.as_ref(), recorded.def.as_ref())? {
                return rename::rename(self, fact, r, lenient, changes);
            }
        }
        // The server leaves such aliases on both sides alike.
        let renames = !desired.same(before.as_ref());
        let judge = if renames { lenient } else { strict };
        if self.in_places(fact, recorded, changes)
            && equal(before.as_ref(), recorded.def.as_ref(), judge)?
        {
            // A part comes again with what it belongs to.
            if !source.entry().part && !before.same(recorded.def.as_ref()) {
                changes.alike.insert(fact, r);
            }
            return match renames || !named_alike || self.inner_differs(fact, r) {
                true => rename::rename(self, fact, r, lenient, changes),
                false => Ok(true),
            };
        }
        // What was there before is used as it is.
        let entry = source.entry();
        if entry.shared && entry.database && recorded.adopted {
            return Ok(true);
        }
        self.three_way(fact, r, lenient, changes)?;
        Ok(true)
    }

    /// Whether its parts are in the same places: a query may give the same under other names, whose facts are all there,
    /// each in the place of another one. The record may be older than a rename.
    fn in_places(&self, fact: usize, recorded: &Recorded, changes: &Changes) -> bool {
        let found = changes.there.get(&fact).map(|there| &self.sides.actual.all[*there].def);
        let new = self.sides.before.all[fact].def.places();
        let is_same = |old: &dyn Object| {
            let old = old.places();
            new.is_empty() || old.is_empty() || new == old
        };
        is_same(recorded.def.as_ref()) || found.is_some_and(|found| is_same(found.as_ref()))
    }

    /// Whether what names others is another one by what those are called now.
    fn becomes_another(
        &self,
        fact: usize,
        recorded: &Recorded,
        judge: &dyn Judge,
        changes: &Changes,
    ) -> Result<bool> {
        let rewritten = self.is_rewritten_anew(fact, recorded, changes);
        if rewritten { Ok(true) } else { self.has_followed(fact, judge, changes) }
    }

    /// Whether a body that is a string, which the source has as it was, comes out otherwise, since what it names is another
    /// thing by now. Not where somebody has changed it here.
    fn is_rewritten_anew(&self, fact: usize, recorded: &Recorded, changes: &Changes) -> bool {
        let desired = &self.sides.desired.all[fact];
        let drifted = changes.there.get(&fact).is_none_or(|there| changes.drifted.contains(there));
        let rewritten = desired.hazards.contains(&CODE_REWRITTEN);
        rewritten && !drifted && !desired.def.same(recorded.def.as_ref())
    }

    /// Whether it is in the target as it shall be but for names of its own, and not as on record: what it names, which
    /// another source has brought, has got another name, and the server lets that follow.
    pub(super) fn has_followed(
        &self,
        fact: usize,
        judge: &dyn Judge,
        changes: &Changes,
    ) -> Result<bool> {
        let Some(there) = changes.there.get(&fact).filter(|it| changes.drifted.contains(*it))
        else {
            return Ok(false);
        };
        let (before, found) = (&self.sides.before.all[fact], &self.sides.actual.all[*there]);
        equal(before.def.as_ref(), found.def.as_ref(), judge)
    }

    fn inner_differs(&self, fact: usize, r: usize) -> bool {
        !rename::inner(self.sides, fact, r).is_empty()
    }

    /// Whether rules for types have to do with a fact, and have changed.
    fn is_retyped(&self, fact: usize, recorded: &Recorded) -> bool {
        let typed = |rule: &str| rule.starts_with("types.");
        self.sides.other_types
            && (self.sides.desired.all[fact].rules.iter().any(|rule| typed(rule))
                || recorded.rule.iter().flat_map(|rules| rules.split(", ")).any(typed))
    }

    /// What the source wants to be another: is it still as on record in the target?
    fn three_way(
        &self,
        fact: usize,
        r: usize,
        judge: &dyn Judge,
        changes: &mut Changes,
    ) -> Result<()> {
        let (sides, recorded) = (self.sides, &self.sides.recorded[r]);
        let before = &sides.before.all[fact].def;
        changes.ended.push(r);
        let (was, shall) = (recorded.def.json()?, before.json()?);
        let source = format!("source: {}", contrast(&was, &shall, WORDS));
        let Some(&there) = changes.there.get(&fact) else {
            let gone = format!("{source}; target: dropped");
            changes.conflicts.push((recorded.label(), gone));
            return Ok(());
        };
        let found = &sides.actual.all[there].def;
        if changes.drifted.contains(&there) {
            if equal(before.as_ref(), found.as_ref(), judge)? {
                changes.lost.push(r);
                changes.agreed.push(fact);
                changes.adopt.push((fact, there));
            } else {
                let target = contrast(&was, &found.json()?, WORDS);
                changes.conflicts.push((recorded.label(), format!("{source}; target: {target}")));
            }
            return Ok(());
        }
        if !sides.desired.all[fact].def.same(before.as_ref()) || self.inner_differs(fact, r) {
            changes.rename.push(rename::renaming(sides, fact, r, there));
        }
        changes.differ.push(Differing { fact, recorded: Some(r), actual: there });
        Ok(())
    }
}
