//! Recorded facts.

use super::Source;
use super::entry::Entry;
use super::page::{self, Ends};
use crate::diff::{Changes, Moved, Recorded};
use crate::error::{Error, Result};
use crate::fact::mention::has_word;
use crate::fact::{Fact, Facts, Fields, Object, Sql};
use crate::model::Address;
use hashbrown::HashSet;
use serde_json::value::RawValue;
use std::cell::LazyCell;

/// Records what a pending revision brings and ends.
pub fn write_facts(
    source: &Source,
    revision: &str,
    changes: &Changes,
    (from, to): (&Facts, &Facts),
    (actual, recorded): (&Facts, &[Recorded]),
) -> Result<()> {
    let renamed = changes.rename.iter().filter(|r| !r.altered);
    let renamed = renamed.map(|r| Leaves {
        fact: r.fact,
        def: &to.all[r.fact],
        adopted: false,
        drifted: r.drifted,
    });
    let absent = changes.absent.iter().copied();
    let absent =
        absent.map(|fact| Leaves { fact, def: &to.all[fact], adopted: false, drifted: true });
    let made = changes.create.iter().copied().chain(changes.alter.iter().map(|a| a.fact));
    let made = made.map(|fact| Leaves { fact, def: &to.all[fact], adopted: false, drifted: false });
    let adopted = changes.adopt.iter();
    let adopted = adopted.map(|(fact, there)| Leaves {
        fact: *fact,
        def: &actual.all[*there],
        adopted: true,
        drifted: false,
    });
    let all = made.chain(renamed).chain(absent).chain(adopted);
    let known: LazyCell<HashSet<String>, _> =
        LazyCell::new(|| recorded.iter().map(|it| it.label()).collect());
    let found = |left: &Leaves| {
        let there = changes.there.get(&left.fact).filter(|_| !left.adopted)?;
        let label = to.label(left.fact);
        (actual.label(*there) == label && !known.contains(&label)).then(|| &actual.all[*there])
    };
    for part in all.collect::<Vec<_>>().chunks(page::AT_ONCE) {
        let entry = |left: &Leaves| entry(left, found(left), from, to);
        let entries = part.iter().map(entry).collect::<Result<Vec<_>>>()?;
        page::write_pages(source, revision, &entries)?;
    }
    let (lost, kept): (HashSet<&usize>, HashSet<&usize>) =
        (changes.lost.iter().collect(), changes.kept.iter().collect());
    let ends = changes.ended.iter().map(|it| Ends {
        fact: recorded[*it].id,
        lost: lost.contains(it),
        kept: kept.contains(it),
    });
    page::write_ends(revision, &ends.collect::<Vec<_>>())
}

/// What a revision leaves of a desired fact.
struct Leaves<'a> {
    fact: usize,
    def: &'a Fact,
    adopted: bool,
    drifted: bool,
}

/// `found` is what was there and not on record.
fn entry(left: &Leaves, found: Option<&Fact>, from: &Facts, to: &Facts) -> Result<Entry> {
    let Leaves { fact, adopted, drifted, def } = *left;
    let (it, rules) = (&from.all[fact], &to.all[fact].rules);
    let text = |fact: &Fact| raw(fact.def.json()?);
    let (source, target) = (text(it)?, text(def)?);
    let (source_object, object) = (from.name(fact), to.name(fact));
    Ok(Entry {
        kind: it.kind().to_string(),
        class_oid: it.at.0,
        object_oid: it.at.1,
        sub_id: it.at.2,
        object: (object != source_object).then_some(object),
        source_object,
        def: (target.get() != source.get()).then_some(target),
        source_def: source,
        adopted,
        drifted,
        rule: (!rules.is_empty()).then(|| rules.join(", ")),
        found: found.map(text).transpose()?,
        ended: false,
        lost: false,
        kept: false,
        belongs: Some((from.belongs_to(fact), Bodies::are_in(it.def.as_ref())?)),
    })
}

/// Bodies of routines.
#[derive(Default)]
struct Bodies(Vec<String>);

impl Bodies {
    fn are_in(def: &dyn Object) -> Result<bool> {
        let mut it = Bodies::default();
        def.boxed().fields(&mut it)?;
        Ok(!it.0.is_empty())
    }
}

impl Fields for Bodies {
    fn sql(&mut self, sql: Sql, text: &mut String) -> Result<()> {
        if let Sql::StringBody { .. } | Sql::SqlBody { .. } = sql {
            self.0.push(text.to_lowercase());
        }
        Ok(())
    }
}

/// Whether one of some names is in a body of a routine that is in effect, in whatever case.
pub fn are_in_bodies(source: &Source, names: &[String]) -> Result<bool> {
    let mut bodies = Bodies::default();
    page::Facts::with_bodies(&source.id).each(|id, it| {
        let Recorded { left, mut source, .. } = it.recorded(id)?;
        source.fields(&mut bodies)?;
        left.def.boxed().fields(&mut bodies)
    })?;
    let names: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let is_in = |body: &String, name: &String| {
        has_word(body, name) || (name.contains('"') && has_word(body, &name.replace('"', "\"\"")))
    };
    Ok(bodies.0.iter().any(|body| names.iter().any(|name| is_in(body, name))))
}

/// Writes definitions as they were read back: fact id and JSON text.
pub fn set_definitions(defs: Vec<(i64, String)>) -> Result<()> {
    page::change_facts(defs.into_iter(), |entry, def| {
        entry.set_def(raw(def)?);
        Ok(())
    })
}

/// Writes the addresses by which the source's objects are known now.
pub fn set_addresses(moved: &[Moved], recorded: &[Recorded]) -> Result<()> {
    page::change_facts(moved.iter().map(|m| (recorded[m.recorded].id, m)), |entry, moved| {
        let Address(class, object, sub) = moved.at;
        (entry.class_oid, entry.object_oid, entry.sub_id) = (class, object, sub);
        if let Some(source) = &moved.source {
            entry.set_source_def(raw(source.clone())?);
        }
        Ok(())
    })?;
    page::forget_owners(&moved.iter().map(|m| recorded[m.recorded].at.1).collect())
}

fn raw(json: String) -> Result<Box<RawValue>> {
    RawValue::from_string(json).map_err(|e| Error::internal(e.to_string()))
}
