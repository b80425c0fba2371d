//! Types that hold values of a composite type of which an attribute gets another type: domains over it, and composite types
//! with attributes of it. While that changes, each of the latter has a spare one beside it, as the type itself has.

use super::{Column, Of};
use crate::fact::{Facts, Scope, Turn};
use crate::kind::domain::Domain;
use crate::kind::domain_constraint::DomainConstraint;
use crate::kind::range::Range;
use crate::kind::table::Table;
use crate::model::QName;
use crate::pg::quote::ident;

/// A composite type with attributes of another one, or of what holds that.
pub(super) struct Wrapper<'a> {
    pub name: &'a QName,
    pub spare: QName,
    pub attributes: Vec<&'a Column>,
}

/// All types that hold values of a type.
pub(super) struct Wrappers<'a> {
    /// The type, and the one that its values are of meanwhile.
    of: (&'a QName, &'a QName),
    /// What the names of spare types begin with.
    spare: &'a QName,
    domains: Vec<&'a Domain>,
    /// Each behind those that it holds.
    pub composites: Vec<Wrapper<'a>>,
    facts: &'a Facts,
}

impl<'a> Wrappers<'a> {
    /// None where values can get nowhere: held by ranges, or by what changes as well.
    pub(super) fn find(
        of: (&'a QName, &'a QName),
        spare: &'a QName,
        facts: &'a Facts,
        objects: &[Turn<'a>],
    ) -> Option<Wrappers<'a>> {
        let (domains, composites) = (Vec::new(), Vec::new());
        let mut found = Wrappers { of, spare, domains, composites, facts };
        let mut left: Vec<&Turn> = objects.iter().collect();
        loop {
            let before = left.len();
            let mut rest = Vec::new();
            for object in left {
                if !found.take(object)? {
                    rest.push(object);
                }
            }
            left = rest;
            if left.len() == before {
                break;
            }
        }
        found.order();
        // What comes along with the type itself is in nobody's way.
        let wraps = |name: &QName| {
            let is_moved = |a: &&Column| found.is_moved(&a.type_name);
            found.composites.iter().any(|w| w.name == name && w.attributes.iter().any(is_moved))
        };
        let stuck = |(was, _): &Turn| {
            let def = was.def().as_any();
            let typed = def.downcast_ref::<Table>().and_then(|t| t.of_type.as_ref());
            def.downcast_ref::<Range>().is_some_and(|r| found.is_moved(&r.subtype))
                || typed.is_some_and(wraps)
        };
        (!objects.iter().any(stuck)).then_some(found)
    }

    /// Takes a type that holds the type; none where it changes as well.
    fn take(&mut self, (was, is): &Turn<'a>) -> Option<bool> {
        if let Some(domain) = was.def().as_any().downcast_ref::<Domain>() {
            if self.spare_of(&domain.base).is_none() {
                return Some(false);
            }
            self.domains.push(domain);
            return is.def().same(domain).then_some(true);
        }
        let attributes = attributes(was);
        let holds = |a: &&&Column| self.spare_of(&a.type_name).is_some();
        let Some(name) = attributes.iter().find(holds).map(|a| &a.relation) else {
            return Some(false);
        };
        let spare = format!("{}_{}", self.spare.name, self.composites.len() + 1);
        let spare = QName { schema: self.spare.schema.clone(), name: spare };
        let stays = attributes == self::attributes(is);
        self.composites.push(Wrapper { name, spare, attributes });
        stays.then_some(true)
    }

    /// Brings composite types behind those that they hold.
    fn order(&mut self) {
        let mut left = std::mem::take(&mut self.composites);
        while !left.is_empty() {
            let names: Vec<&QName> = left.iter().map(|w| w.name).collect();
            let waits = |w: &Wrapper| {
                w.attributes.iter().any(|a| {
                    let base = self.base(&a.type_name);
                    names.iter().any(|n| n.to_string() == base)
                })
            };
            let (rest, free): (Vec<_>, Vec<_>) = left.into_iter().partition(waits);
            let stuck = free.is_empty();
            self.composites.extend(free);
            left = rest;
            if stuck {
                self.composites.append(&mut left);
            }
        }
    }

    /// The type that an array or a domain, or both, come to.
    fn base(&self, type_text: &str) -> String {
        let element = type_text.trim_end_matches("[]");
        match self.domains.iter().find(|d| d.name.to_string() == element) {
            Some(domain) => self.base(&domain.base),
            None => element.to_string(),
        }
    }

    /// The type that values of one are of meanwhile; none where it holds none of the type, or arrays of domains over arrays.
    pub(super) fn spare_of(&self, type_text: &str) -> Option<String> {
        let element = type_text.trim_end_matches("[]");
        let array = if element == type_text { "" } else { "[]" };
        if let Some(domain) = self.domains.iter().find(|d| d.name.to_string() == element) {
            let base = self.spare_of(&domain.base)?;
            return (array.is_empty() || !base.ends_with("[]")).then(|| base + array);
        }
        let own = (self.of.0.to_string() == element).then_some(self.of.1);
        let wrapper = self.composites.iter().find(|w| w.name.to_string() == element);
        own.or(wrapper.map(|w| &w.spare)).map(|spare| format!("{spare}{array}"))
    }

    /// Whether values of a type are of another one meanwhile.
    pub(super) fn is_moved(&self, type_text: &str) -> bool {
        let root = self.of.0.to_string();
        self.spare_of(type_text).is_some_and(|spare| spare.trim_end_matches("[]") != root)
    }

    /// The statements that make the spare types of composite ones.
    pub(super) fn create(&self) -> Vec<String> {
        let clause = |a: &&Column| {
            let held = self.spare_of(&a.type_name).unwrap_or_else(|| a.typed());
            format!("{} {held}", ident(&a.name))
        };
        let create = |w: &Wrapper| {
            let clauses: Vec<String> = w.attributes.iter().map(clause).collect();
            format!("CREATE TYPE {} AS ({})", w.spare, clauses.join(", "))
        };
        self.composites.iter().map(create).collect()
    }

    /// Statements that take the defaults of domains away, and those that give them back: each is a value of the type.
    pub(super) fn defaults(&self) -> (Vec<String>, Vec<String>) {
        let moved = self.domains.iter().filter(|d| self.is_moved(&d.name.to_string()));
        let kept = moved.filter_map(|d| Some((&d.name, d.default.as_ref()?)));
        let drop = |name| format!("ALTER DOMAIN {name} DROP DEFAULT");
        let set = |name, default| format!("ALTER DOMAIN {name} SET DEFAULT {default}");
        kept.map(|(name, default)| (drop(name), set(name, default))).unzip()
    }

    /// Whether the server cannot check values of domains again, since some are within others: in columns of this type,
    /// or attributes.
    pub(super) fn are_unchecked<'b>(&self, columns: impl Iterator<Item = &'b Column>) -> bool {
        let attributes = self.composites.iter().flat_map(|w| w.attributes.iter().copied());
        let within = attributes.map(|a| a.type_name.as_str());
        let arrays = columns.map(|c| c.type_name.as_str()).filter(|t| t.ends_with("[]"));
        let mut types: Vec<&str> = within.chain(arrays).collect();
        let arrays_over = self.domains.iter().map(|d| d.base.as_str());
        types.extend(arrays_over.filter(|base| base.ends_with("[]")));
        types.into_iter().any(|text| self.is_checked(text.trim_end_matches("[]")))
    }

    /// Whether a domain has constraints, or one that it is over.
    fn is_checked(&self, name: &str) -> bool {
        let Some(domain) = self.domains.iter().find(|d| d.name.to_string() == name) else {
            return false;
        };
        let mut all = self.facts.each::<DomainConstraint>();
        all.any(|(_, c)| c.domain == domain.name)
            || self.is_checked(domain.base.trim_end_matches("[]"))
    }
}

/// Attributes of a composite type in their order.
fn attributes<'a>(of: &Scope<'a>) -> Vec<&'a Column> {
    let columns = of.children::<Column>().into_iter();
    columns.filter(|column| column.of == Of::Composite).collect()
}
