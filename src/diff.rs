//! Recorded, desired and actual facts: what must change. Names no kind.

mod pair;
mod rename;

pub use rename::names_alone;

use crate::error::{Error, Result};
use crate::fact::{Fact, Facts, Fields, Object, Scope, Sql};
use crate::model::Address;
use pgrx::PgSqlErrorCode;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A fact as the last applied revision left it.
#[derive(Debug)]
pub struct Recorded {
    /// `schemig.fact.id`.
    pub id: i64,
    pub kind: String,
    /// Identity in the source.
    pub at: Address,
    pub source_name: String,
    /// Name in the target.
    pub name: String,
    pub source: Box<dyn Object>,
    pub def: Box<dyn Object>,
    pub adopted: bool,
    /// Was gone from the target before the revision that ended it.
    pub lost: bool,
    /// Was left in the target by the revision that ended it.
    pub kept: bool,
    /// Rules that gave it its name, schema or types.
    pub rule: Option<String>,
}

impl Recorded {
    /// Kind and name in the target.
    pub fn label(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }
}

/// Decides whether two SQL texts mean the same to the target.
pub trait Judge {
    fn same_meaning(&self, sql: &Sql, one: &str, other: &str) -> Result<bool>;
}

/// The three sides of a comparison.
pub struct Sides<'a> {
    pub source: &'a Facts,
    /// The source's facts under the rules; same positions as in `source`.
    pub desired: &'a Facts,
    pub recorded: &'a [Recorded],
    pub actual: &'a Facts,
    /// Optional kinds that are wanted.
    pub wanted: &'a [&'static str],
    /// The rules are those of the last applied revision.
    pub same_rules: bool,
    /// The source is the database that was read last: its addresses mean the same objects.
    pub same_source: bool,
    /// What is gone from the source stays in the target.
    pub keep: bool,
    /// The rules for types, or those of the last applied revision, are others.
    pub other_types: bool,
    /// Labels of what other sources have recorded too, such as a schema that they share.
    pub others: &'a HashSet<String>,
}

/// A change that the server makes in place.
#[derive(Debug)]
pub struct Alteration {
    /// Position in `desired`.
    pub fact: usize,
    pub statements: Vec<String>,
    pub undo: Vec<String>,
}

/// A recorded fact whose definition differs by names only, as the rules have changed.
#[derive(Debug)]
pub struct Renaming {
    /// Position in `desired`.
    pub fact: usize,
    /// Position in `recorded`.
    pub recorded: usize,
    /// Position in `actual`.
    pub actual: usize,
    /// What brings text along that the server does not change, and what takes that back.
    pub follow: Vec<String>,
    pub unfollow: Vec<String>,
}

/// What must be done to the target.
#[derive(Debug, Default)]
pub struct Changes {
    /// Positions in `desired`.
    pub create: Vec<usize>,
    /// Positions in `desired` and in `actual`: shared facts that the target has already.
    pub adopt: Vec<(usize, usize)>,
    /// Positions in `actual`.
    pub drop: Vec<usize>,
    /// Positions in `desired`: those of `create` and `alter` that take the place of something not recorded.
    pub replace: Vec<usize>,
    pub alter: Vec<Alteration>,
    pub rename: Vec<Renaming>,
    /// Positions in `recorded`: no longer in the source; those of `drop`, and those that are gone
    /// from the target or were never ours.
    pub ended: Vec<usize>,
    /// Positions in `recorded`: those of `ended` that are gone from the target already.
    pub lost: Vec<usize>,
    /// Positions in `recorded`: those of `ended` that stay in the target.
    pub kept: Vec<usize>,
    /// Positions in `recorded` whose source object is known by a new address, or by none (of class 0)
    /// where the addresses of a source that is another database now may mean other objects.
    pub moved: Vec<(usize, Address)>,
    /// Labels of facts whose definition differs, each with what differs.
    pub changed: Vec<(String, String)>,
    /// Labels of facts whose place something has that is not recorded, each with what is there.
    pub occupied: Vec<(String, String)>,
}

impl Changes {
    /// Nothing to do and nothing to record.
    pub fn is_empty(&self) -> bool {
        let none_new = self.create.is_empty() && self.adopt.is_empty();
        none_new && self.alter.is_empty() && self.ended.is_empty()
    }
}

/// Compares the three sides; `lenient` takes no notice of aliases within queries.
pub fn diff(sides: &Sides, judge: &dyn Judge, lenient: &dyn Judge) -> Result<Changes> {
    let mut changes = Changes::default();
    let actual = ByName::new(sides.actual);
    let mut matches = pair::pair(sides);
    pair::part(sides, &mut matches);
    end(sides, &matches, &actual, &mut changes);
    let mut new: BTreeSet<usize> = BTreeSet::new();
    for (fact, matched) in matches.iter().enumerate() {
        let kept = match matched {
            Some(r) => compare(sides, fact, *r, (&actual, &new), (judge, lenient), &mut changes)?,
            None => false,
        };
        if !kept {
            new.insert(fact);
        }
    }
    // What is dropped, or gets another name, is in nobody's way.
    let leaving: HashSet<usize> =
        changes.drop.iter().copied().chain(changes.rename.iter().map(|r| r.actual)).collect();
    for fact in new {
        classify_new(sides, fact, (&actual, &leaving), judge, &mut changes)?;
    }
    rename::refuse_taken(sides, (&actual, &leaving), &mut changes)?;
    Ok(changes)
}

/// How what is there differs from what shall be.
fn in_the_way(found: &Fact, desired: &Fact) -> Result<String> {
    if found.def.same(desired.def.as_ref()) {
        return Ok("the target has one".to_string());
    }
    Ok(contrast(&found.def.json()?, &desired.def.json()?, ("is", "shall be")))
}

/// Ends the recorded facts that nothing in the source is any more.
fn end(sides: &Sides, matches: &[Option<usize>], actual: &ByName, changes: &mut Changes) {
    let kept: HashSet<usize> = matches.iter().flatten().copied().collect();
    let mut along = Vec::new();
    let mut unmatched = Vec::new();
    for (r, recorded) in sides.recorded.iter().enumerate().filter(|(r, _)| !kept.contains(r)) {
        changes.ended.push(r);
        let entry = recorded.def.entry();
        match actual.find(&recorded.kind, &recorded.name) {
            // Nobody wants to know of it any more: it goes only with what it belongs to.
            Some(there) if entry.optional && !sides.wanted.contains(&entry.kind) => {
                along.push(there)
            }
            Some(there) if entry.optional && recorded.adopted => unmatched.push(there),
            Some(_) if recorded.adopted => {}
            Some(_) if sides.keep => changes.kept.push(r),
            Some(there) => changes.drop.push(there),
            None => changes.lost.push(r),
        }
        if !sides.same_source {
            changes.moved.push((r, Address(0, recorded.id as u32, 0)));
        }
    }
    if !unmatched.is_empty() {
        // It was there before, but the object that it belongs to follows the source, and so does it.
        let desired = ByName::new(sides.desired);
        changes.drop.extend(unmatched.into_iter().filter(|there| {
            let parent = sides.actual.parent(*there);
            parent.is_some_and(|p| {
                desired.find(sides.actual.all[p].kind(), &sides.actual.name(p)).is_some()
            })
        }));
    }
    let leaving: HashSet<usize> = changes.drop.iter().copied().collect();
    changes.drop.extend(along.into_iter().filter(|a| sides.actual.falls_with_any(*a, &leaving)));
}

/// An error for what this plan cannot do, if there is anything.
pub fn refuse(changes: &Changes) -> Result<()> {
    if let Some((label, ..)) = changes.occupied.first() {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_DUPLICATE_OBJECT,
            format!("{label} already exists and is not followed"),
        )
        .detail(list(&changes.occupied))
        .hint("Rename or drop it in the target, or follow the source under another schema name."));
    }
    if let Some((label, ..)) = changes.changed.first() {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_FEATURE_NOT_SUPPORTED,
            format!("definition of {label} has changed"),
        )
        .detail(list(&changes.changed))
        .hint(
            "This version carries objects that were added or dropped, not ones that were changed.",
        ));
    }
    Ok(())
}

fn list(items: &[(String, String)]) -> String {
    const SHOWN: usize = 100;
    let mut lines: Vec<String> =
        items.iter().take(SHOWN).map(|(label, what)| format!("{label}: {what}.")).collect();
    if items.len() > SHOWN {
        lines.push(format!("And {} more.", items.len() - SHOWN));
    }
    lines.join("\n")
}

/// What differs between two definitions, each key with both values; of a rename the new label.
pub fn contrast(one: &str, other: &str, (was, is): (&str, &str)) -> String {
    let object = |json: &str| serde_json::from_str::<serde_json::Map<String, Value>>(json).ok();
    let (Some(here), Some(there)) = (object(one), object(other)) else {
        return format!("{is} {other} now");
    };
    let keys: BTreeSet<&String> = here.keys().chain(there.keys()).collect();
    let show = |value: Option<&Value>| match value {
        None => "not set".to_string(),
        Some(Value::String(text)) => format!("\"{text}\""),
        Some(value) => value.to_string(),
    };
    let differences: Vec<String> = keys
        .into_iter()
        .filter(|key| here.get(*key) != there.get(*key))
        .map(|key| format!("{key} {was} {}, {is} {}", show(here.get(key)), show(there.get(key))))
        .collect();
    if differences.is_empty() { "both are alike".to_string() } else { differences.join("; ") }
}

/// Notes how a fact differs from the record; false where it must be made as if it were new.
fn compare(
    sides: &Sides,
    fact: usize,
    r: usize,
    (actual, new): (&ByName, &BTreeSet<usize>),
    (strict, lenient): (&dyn Judge, &dyn Judge),
    changes: &mut Changes,
) -> Result<bool> {
    let recorded = &sides.recorded[r];
    let source = &sides.source.all[fact];
    if recorded.at != source.at {
        changes.moved.push((r, source.at));
    }
    let unchanged = source.def.same(recorded.source.as_ref())
        && sides.source.name(fact) == recorded.source_name;
    if unchanged && sides.same_rules {
        return Ok(true);
    }
    let desired = sides.desired.all[fact].def.as_ref();
    let named_alike = sides.desired.name(fact) == recorded.name;
    // An earlier rename may have left aliases that nobody asks for.
    let judge = if unchanged { lenient } else { strict };
    if named_alike && equal(desired, recorded.def.as_ref(), judge)? {
        return Ok(true);
    }
    let typed = |rule: &str| rule.starts_with("types.");
    let retyped = sides.other_types
        && (sides.desired.all[fact].rules.iter().any(|rule| typed(rule))
            || recorded.rule.iter().flat_map(|rules| rules.split(", ")).any(typed));
    if unchanged && !retyped && names_alone(desired, recorded.def.as_ref())? {
        return rename::rename(sides, fact, r, (actual, new), changes);
    }
    let from = recorded.def.as_ref();
    let ways = named_alike.then(|| ways(sides, fact, from)).flatten();
    if let Some((statements, undo)) = ways {
        changes.ended.push(r);
        changes.alter.push(Alteration { fact, statements, undo });
    } else {
        let label = recorded.label();
        let is = if named_alike { desired.json()? } else { sides.desired.label(fact) };
        changes.changed.push((label, contrast(&recorded.def.json()?, &is, ("was", "is"))));
    }
    Ok(true)
}

/// Statements that make a desired fact of `from` in place, and back.
fn ways(sides: &Sides, fact: usize, from: &dyn Object) -> Option<(Vec<String>, Vec<String>)> {
    let (desired, scope) = (&sides.desired.all[fact].def, Scope::of(sides.desired, fact));
    desired.alter(from, &scope).zip(from.alter(desired.as_ref(), &scope))
}

fn classify_new(
    sides: &Sides,
    fact: usize,
    (actual, leaving): (&ByName, &HashSet<usize>),
    judge: &dyn Judge,
    changes: &mut Changes,
) -> Result<()> {
    let desired = &sides.desired.all[fact];
    let name = sides.desired.name(fact);
    let stays = |there: &usize| !sides.actual.falls_with_any(*there, leaving);
    let Some(there) = actual.find(desired.kind(), &name).filter(stays) else {
        changes.create.push(fact);
        return Ok(());
    };
    let found = &sides.actual.all[there];
    let shared_parent =
        sides.desired.parent(fact).is_some_and(|p| sides.desired.all[p].entry().shared);
    if desired.entry().shared {
        changes.adopt.push((fact, there));
    } else if desired.entry().optional || (shared_parent && desired.entry().facet) {
        // A comment on something that was there before, or what nobody wanted to know of yet.
        if equal(desired.def.as_ref(), found.def.as_ref(), judge)? {
            changes.adopt.push((fact, there));
        } else if let Some((statements, undo)) =
            ways(sides, fact, found.def.as_ref()).filter(|_| desired.entry().optional)
        {
            changes.replace.push(fact);
            changes.alter.push(Alteration { fact, statements, undo });
        } else {
            changes.drop.push(there);
            changes.create.push(fact);
            changes.replace.push(fact);
        }
    } else {
        let label = format!("{} {name}", desired.kind());
        changes.occupied.push((label, in_the_way(found, desired)?));
    }
    Ok(())
}

/// Facts by kind and name.
pub struct ByName(HashMap<&'static str, HashMap<String, usize>>);

impl ByName {
    pub fn new(facts: &Facts) -> ByName {
        let mut map: HashMap<&'static str, HashMap<String, usize>> = HashMap::new();
        for (i, fact) in facts.all.iter().enumerate() {
            map.entry(fact.kind()).or_default().insert(facts.name(i), i);
        }
        ByName(map)
    }

    pub fn find(&self, kind: &str, name: &str) -> Option<usize> {
        self.0.get(kind)?.get(name).copied()
    }
}

/// Whether two definitions are the same, SQL text by its meaning.
pub fn equal(one: &dyn Object, other: &dyn Object, judge: &dyn Judge) -> Result<bool> {
    if one.same(other) {
        return Ok(true);
    }
    let (mut one, mut other) = (one.boxed(), other.boxed());
    let (mut here, mut there) = (Texts::default(), Texts::default());
    one.fields(&mut here)?;
    other.fields(&mut there)?;
    if !one.same(other.as_ref()) || here.0.len() != there.0.len() {
        return Ok(false);
    }
    for ((sql, text), (_, other)) in here.0.iter().zip(&there.0) {
        if text != other && !judge.same_meaning(sql, text, other)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes the SQL texts out of a definition, so that the rest can be compared by itself.
#[derive(Default)]
struct Texts(Vec<(Sql, String)>);

impl Fields for Texts {
    fn sql(&mut self, sql: Sql, text: &mut String) -> Result<()> {
        self.0.push((sql, std::mem::take(text)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::contrast;

    #[test]
    fn only_what_differs_is_shown() {
        let (one, other) =
            (r#"{"name":"a","type":"int"}"#, r#"{"name":"a","type":"text","not_null":true}"#);
        let difference = "not_null was not set, is true; type was \"int\", is \"text\"";
        assert_eq!(contrast(one, other, ("was", "is")), difference);
        assert_eq!(contrast(one, "table a.c", ("was", "is")), "is table a.c now");
        assert_eq!(contrast(one, one, ("is", "shall be")), "both are alike");
    }
}
