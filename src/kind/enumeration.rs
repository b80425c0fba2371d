//! Enumerated types: <https://www.postgresql.org/docs/current/datatype-enum.html>.

pub mod uncommitted;

use crate::error::Result;
use crate::fact::{
    Aside, Definition, Doubt, Fields, Held, Modelled, Own, Part, Remade, Risk, Scope, Space, Use,
};
use crate::kind::column::lend::lend;
use crate::kind::domain::uses::{Holder, convert, holders};
use crate::model::QName;
use crate::pg::quote::{ident, literal};
use serde::{Deserialize, Serialize};

/// A row of `pg_type` with its `pg_enum` rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Enumeration {
    pub name: QName,
    /// In sort order.
    pub labels: Vec<Label>,
}

/// A row of `pg_enum`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Shown", into = "Shown")]
pub struct Label {
    pub text: String,
    /// By which a label is known that gets another text.
    pub oid: Aside<Option<u32>>,
}

/// A label as the catalog query has it, or as definitions had it without oids.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Shown {
    Row { text: String, oid: u32 },
    Text(String),
}

impl From<Shown> for Label {
    fn from(shown: Shown) -> Label {
        match shown {
            Shown::Row { text, oid } => Label { text, oid: Aside(Some(oid)) },
            Shown::Text(text) => Label { text, oid: Aside(None) },
        }
    }
}

impl From<Label> for Shown {
    fn from(label: Label) -> Shown {
        match label.oid.0 {
            Some(oid) => Shown::Row { text: label.text, oid },
            None => Shown::Text(label.text),
        }
    }
}

/// Where a new label comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<'a> {
    End,
    Before(&'a str),
    After(&'a str),
}

impl Enumeration {
    fn statement(&self) -> String {
        let labels: Vec<String> = self.labels.iter().map(|l| literal(&l.text)).collect();
        format!("CREATE TYPE {} AS ENUM ({})", self.name, labels.join(", "))
    }

    fn has(&self, text: &str) -> bool {
        self.labels.iter().any(|l| l.text == text)
    }

    /// Labels that `from` does not have, each with its place next to what is there by then; none where labels are
    /// gone or stand in another order.
    fn added<'a>(&'a self, from: &'a Self) -> Option<Vec<(&'a str, Place<'a>)>> {
        let kept = self.labels.iter().filter(|l| from.has(&l.text));
        if !kept.eq(&from.labels) {
            return None;
        }
        let mut added = Vec::new();
        let mut left = from.labels.iter().peekable();
        let mut last: Option<&Label> = None;
        for label in &self.labels {
            if left.next_if(|next| *next == label).is_none() {
                let place = match (last, left.peek()) {
                    (_, None) => Place::End,
                    (None, Some(next)) => Place::Before(&next.text),
                    (Some(last), Some(_)) => Place::After(&last.text),
                };
                added.push((label.text.as_str(), place));
            }
            last = Some(label);
        }
        Some(added)
    }

    fn add(&self, (label, place): (&str, Place)) -> String {
        let place = match place {
            Place::End => String::new(),
            Place::Before(other) => format!(" BEFORE {}", literal(other)),
            Place::After(other) => format!(" AFTER {}", literal(other)),
        };
        format!("ALTER TYPE {} ADD VALUE {}{place}", self.name, literal(label))
    }

    /// Values that rows may have and this type has not.
    fn in_use(&self, value: &str, holder: &Holder) -> Doubt {
        let condition = format!("v.value::pg_catalog.text = {}", literal(value));
        Doubt {
            each: None,
            problem: format!("value \"{value}\" of {} is in use in {}", self.name, holder.label()),
            query: holder.rows(&holder.any(&condition)),
        }
    }
}

impl Definition for Enumeration {
    const KIND: &'static str = "enum";
    const ABOUT: &'static str = "labels in their order";
    const CHANGES: &'static str =
        "labels are added and renamed; one that is gone: the type anew, columns keep their values";
    const QUERY: &'static str = include_str!("../../sql/catalog/enumeration.sql");
    const FOUND_IN: Option<&'static str> = Some("pg_catalog.pg_enum WHERE oid >= 16384");
    /// Domains over it are made anew along with it; a cast brings values where foreign tables are among heirs.
    const COMMANDS: &'static [&'static str] = &[
        "CREATE CAST",
        "DROP CAST",
        "CREATE TYPE",
        "ALTER TYPE",
        "DROP TYPE",
        "ALTER TABLE",
        "ALTER DOMAIN",
        "CREATE DOMAIN",
        "DROP DOMAIN",
    ];

    fn fields(&mut self, to: &mut dyn Fields) -> Result<()> {
        for label in &mut self.labels {
            to.part(Part::Label, &self.name, &mut label.text)?;
        }
        to.object(Space::Type, &mut self.name)
    }

    fn modelled(&self) -> Option<Modelled> {
        let labels = self.labels.iter().map(|label| label.text.clone()).collect();
        Some(Modelled::Enumeration { name: self.name.clone(), labels })
    }

    fn own(&mut self) -> Option<Own<'_>> {
        Own::object(&mut self.name)
    }

    fn name(&self, _scope: &Scope) -> String {
        self.name.to_string()
    }

    fn object(&self, _scope: &Scope) -> String {
        format!("TYPE {}", self.name)
    }

    fn create(&self, _scope: &Scope) -> Result<Vec<String>> {
        Ok(vec![self.statement()])
    }

    /// The server adds values, and takes none away.
    fn alter(&self, from: &Self, _scope: &Scope) -> Option<Vec<String>> {
        Some(self.added(from)?.into_iter().map(|it| self.add(it)).collect())
    }

    fn lend(&self, held: &Held, spare: &str) -> Option<Remade> {
        lend(&self.name, held, spare)
    }

    fn remake(&self, _from: &Self, uses: &[Use], (spare, far): (&str, bool)) -> Option<Remade> {
        let old = QName { schema: self.name.schema.clone(), name: spare.to_string() };
        let aside = format!("ALTER TYPE {} RENAME TO {}", self.name, ident(spare));
        let cast = format!("CAST ({old} AS {})", self.name);
        let mut statements = vec![aside, self.statement()];
        statements.extend(far.then(|| format!("CREATE {cast} WITH INOUT AS ASSIGNMENT")));
        statements.extend(convert(uses));
        let mut last: Vec<String> = far.then(|| format!("DROP {cast}")).into_iter().collect();
        last.push(format!("DROP TYPE {old}"));
        Some((statements, last))
    }

    fn risks(&self, from: Option<&Self>, scope: &Scope) -> Vec<Risk> {
        let remade = from.is_some_and(|from| self.added(from).is_none());
        let holders = if remade { holders(scope, &self.name) } else { Vec::new() };
        holders.iter().map(Holder::rewrite).collect()
    }

    fn doubts(&self, from: Option<&Self>, scope: &Scope) -> Vec<Doubt> {
        let old = from.map_or(&[][..], |from| &from.labels);
        let gone: Vec<&Label> = old.iter().filter(|l| !self.has(&l.text)).collect();
        let holders = if gone.is_empty() { Vec::new() } else { holders(scope, &self.name) };
        let of = |value: &&Label| {
            holders.iter().map(|h| self.in_use(&value.text, h)).collect::<Vec<_>>()
        };
        gone.iter().flat_map(of).collect()
    }

    fn inner(&mut self) -> Vec<(u32, &mut String)> {
        self.labels.iter_mut().filter_map(|l| l.oid.0.map(|oid| (oid, &mut l.text))).collect()
    }

    fn forget(&mut self) {
        self.labels.iter_mut().for_each(|l| l.oid = Aside(None));
    }

    fn rename_inner(&self, old: &str, new: &str) -> Option<String> {
        let (old, new) = (literal(old), literal(new));
        Some(format!("ALTER TYPE {} RENAME VALUE {old} TO {new}", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(labels: &str) -> Enumeration {
        let name = QName { schema: "s".to_string(), name: "e".to_string() };
        let label = |text: &str| Label { text: text.to_string(), oid: Aside(None) };
        Enumeration { name, labels: labels.split_whitespace().map(label).collect() }
    }

    fn added(from: &str, into: &str) -> Option<String> {
        let (into, from) = (of(into), of(from));
        let place = |(label, place): (&str, Place)| match place {
            Place::End => label.to_string(),
            Place::Before(other) => format!("{label}<{other}"),
            Place::After(other) => format!("{label}>{other}"),
        };
        Some(into.added(&from)?.into_iter().map(place).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn values_are_added_next_to_what_is_there() {
        assert_eq!(added("b d", "b d e f").as_deref(), Some("e f"));
        assert_eq!(added("b d", "b c x d").as_deref(), Some("c>b x>c"));
        assert_eq!(added("b d", "a x b c d e").as_deref(), Some("a<b x>a c>b e"));
        assert_eq!(added("", "a b").as_deref(), Some("a b"));
        assert_eq!(added("a", "a").as_deref(), Some(""));
    }

    #[test]
    fn values_are_neither_removed_nor_moved() {
        assert_eq!(added("a b", "a"), None);
        assert_eq!(added("a b", "b a"), None);
        assert_eq!(added("a b c", "a c b x"), None);
    }

    #[test]
    fn labels_are_read_with_and_without_oids_and_compared_without() {
        let read =
            |json: &str| serde_json::from_str::<Enumeration>(json).map_err(|e| e.to_string());
        let old = r#"{"name":{"schema":"s","name":"e"},"labels":["a","b"]}"#;
        let new = r#"{"name":{"schema":"s","name":"e"},"labels":[{"text":"a","oid":7},"b"]}"#;
        assert_eq!(read(old), Ok(of("a b")));
        assert_eq!(read(old), read(new));
        for json in [old, new] {
            let written = read(json).map(|e| serde_json::to_string(&e).unwrap_or_default());
            assert_eq!(written.as_deref(), Ok(json));
        }
        let oids = |json: &str| {
            let mut read = read(json).unwrap_or(of(""));
            read.inner().into_iter().map(|(oid, text)| (oid, text.clone())).collect::<Vec<_>>()
        };
        assert_eq!(oids(new), [(7, "a".to_string())]);
        assert_eq!(oids(old), []);
    }
}
