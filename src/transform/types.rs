//! The rule `types`: what types of the source become in definitions and within SQL text.
//!
//! It comes after the rules for names: types are looked for under the names that they have by then,
//! and what they become is not renamed any more. Nor is it looked for again.

mod read;
mod text;

use super::names::in_object;
use crate::error::{Error, Result};
use crate::fact::{Exposed, Fact, Facts, Fields, Scope, Space, Sql};
use crate::model::QName;
use crate::pg::canonical;
use crate::pg::quote;
use crate::pg::tree::TypeText;
use hashbrown::{HashMap, HashSet};
use pgrx::PgSqlErrorCode;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The rule as source and target understand it.
#[derive(Clone, Debug, Default)]
pub struct Types(Vec<Mapping>);

/// A key of the rule.
#[derive(Clone, Debug)]
struct Mapping {
    key: String,
    from: QName,
    to: Target,
}

/// A type of the target.
#[derive(Clone, Debug)]
struct Target {
    name: QName,
    /// As `format_type` prints it, with the rule's modifiers.
    text: String,
    /// The same without modifiers.
    bare: String,
    /// The rule says which modifiers.
    modified: bool,
    takes_modifiers: bool,
    array: bool,
}

impl Types {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Changes the types of definitions; `renamed` tells what the name of a type of the source is by now.
    ///
    /// Errors: those of the server, where a modifier does not suit the new type.
    pub fn apply(
        &self,
        source: &Facts,
        all: &mut [Fact],
        renamed: impl Fn(&QName) -> QName,
    ) -> Result<Applied> {
        let by_name: HashMap<QName, &Mapping> =
            self.0.iter().map(|m| (renamed(&m.from), m)).collect();
        let mapper = Mapper { by_name, seen: RefCell::default() };
        let mut bodies = Vec::new();
        let mut used: BTreeSet<String> = BTreeSet::new();
        for (i, fact) in all.iter_mut().enumerate() {
            let mut retyper = Retyper { mapper: &mapper, fact: i, last: None, body: false };
            fact.def.fields(&mut retyper).map_err(|e| in_object(e, source, i))?;
            if retyper.body {
                bodies.push(i);
            }
            let keys = std::mem::take(&mut mapper.seen.borrow_mut().used);
            fact.rules.extend(keys.iter().map(|key| format!("types.{key}")));
            used.extend(keys);
        }
        shed_casts(all);
        let seen = mapper.seen.into_inner();
        let idle = self.0.iter().filter(|m| !used.contains(&m.key));
        let unused = idle.map(|m| format!("rule \"types.{}\" matches nothing", m.key)).collect();
        Ok(Applied { unused, bodies, made: seen.made, claims: seen.claims })
    }
}

/// Takes casts of columns to the types that they are of now for the columns, as the server does.
fn shed_casts(all: &mut [Fact]) {
    let mut columns: HashMap<QName, Vec<(String, String)>> = HashMap::new();
    for fact in all.iter().filter(|f| is_retyped(f)) {
        if let Some(Exposed::Column { of, name, type_name, .. }) = fact.def.exposes() {
            columns.entry(of).or_default().push((name, type_name));
        }
    }
    let column = |of: &QName, text: &str| {
        let is_cast = |(name, type_name): &&(String, String)| {
            // With all parentheses, as indexes have it, or with none.
            let name = quote::ident(name);
            text == format!("(({name})::{type_name})") || text == format!("{name}::{type_name}")
        };
        columns.get(of)?.iter().find(is_cast).map(|(name, _)| name.clone())
    };
    // Most definitions have copies, which are not made one's own for nothing.
    let has_casts = |f: &&mut Fact| !f.entry().part && (!columns.is_empty() || is_retyped(f));
    all.iter_mut().filter(has_casts).for_each(|f| f.def.shed_casts(&column));
}

/// Whether the rule has changed it.
fn is_retyped(fact: &Fact) -> bool {
    fact.rules.iter().any(|rule| rule.starts_with("types."))
}

/// What was done.
#[derive(Debug, Default)]
pub struct Applied {
    /// Warnings of keys that occur nowhere.
    pub unused: Vec<String>,
    /// Facts with a body that is a string, which the rule does not reach.
    pub bodies: Vec<usize>,
    /// Texts of types that were put in the place of others.
    made: BTreeSet<String>,
    claims: Vec<Claim>,
}

/// An expression that must make sense under the new type.
#[derive(Debug)]
struct Claim {
    fact: usize,
    expression: String,
}

impl Applied {
    /// Asks the target whether constants and defaults can be of their new types.
    ///
    /// Errors: that of the first one which cannot, with all of them in DETAIL.
    pub fn check(&self, source: &Facts, desired: &Facts) -> Result<()> {
        let mut wrong: BTreeMap<usize, (String, Error)> = BTreeMap::new();
        let mut known: HashMap<&str, Option<Error>> = HashMap::new();
        for claim in &self.claims {
            let ask = || canonical::constant(&claim.expression).err().filter(is_verdict);
            if let Some(error) = known.entry(&claim.expression).or_insert_with(ask) {
                let place = wrong.entry(claim.fact);
                place.or_insert_with(|| (claim.expression.clone(), error.clone()));
            }
        }
        for (i, fact) in desired.all.iter().enumerate() {
            let assigned = fact.def.assigned(&Scope::of(desired, i)).into_iter();
            for it in assigned.filter(|a| self.made.contains(&a.type_name)) {
                let taken = canonical::assignable(&it.name, &it.type_name, &it.expression);
                if let Some(error) = taken.err().filter(is_verdict) {
                    wrong.entry(i).or_insert((it.expression, error));
                }
            }
        }
        let Some((_, (_, first))) = wrong.first_key_value() else { return Ok(()) };
        let lines: Vec<String> = wrong
            .iter()
            .map(|(i, (text, error))| format!("{}: {text}: {}.", source.label(*i), error.message))
            .collect();
        Err(Error::new(first.code, "expressions do not fit the types that the rules give them")
            .detail(lines.join("\n"))
            .hint(
                "Change them in the source, or the rule \"types\" by schemig.configure, so that each \
                 is a value of its new type.",
            ))
    }
}

/// Facts of which the server keeps nothing under the rule: defaults of columns that have become a bare NULL.
pub fn void(desired: &Facts) -> HashSet<usize> {
    let is_void = |i: &usize| {
        let fact = &desired.all[*i];
        is_retyped(fact)
            && fact.def.boxed().own().is_none()
            && matches!(fact.def.assigned(&Scope::of(desired, *i)).as_slice(),
                [it] if canonical::is_null(&it.expression, &it.type_name))
    };
    (0..desired.all.len()).filter(is_void).collect()
}

/// Whether an error says more than that something is not there yet.
fn is_verdict(error: &Error) -> bool {
    use PgSqlErrorCode as Code;
    !matches!(
        error.code,
        Code::ERRCODE_UNDEFINED_FUNCTION
            | Code::ERRCODE_UNDEFINED_TABLE
            | Code::ERRCODE_UNDEFINED_COLUMN
            | Code::ERRCODE_UNDEFINED_OBJECT
            | Code::ERRCODE_INVALID_SCHEMA_NAME
    )
}

/// Looks types up, and remembers what for.
struct Mapper<'a> {
    /// By the names that types have under the rules for names.
    by_name: HashMap<QName, &'a Mapping>,
    seen: RefCell<Seen>,
}

#[derive(Default)]
struct Seen {
    used: BTreeSet<String>,
    made: BTreeSet<String>,
    claims: Vec<Claim>,
}

impl Mapper<'_> {
    fn has(&self, schema: &str, name: &str) -> bool {
        let name = QName { schema: schema.to_string(), name: name.to_string() };
        self.by_name.contains_key(&name)
    }

    /// What a type becomes; `None` where it stays as it is. A bare one has no modifiers.
    fn map(&self, old: &TypeText, bare: bool) -> Result<Option<String>> {
        let name = QName { schema: old.schema.clone(), name: old.name.clone() };
        let Some(mapping) = self.by_name.get(&name) else { return Ok(None) };
        let to = &mapping.to;
        let mut new = match &old.modifiers {
            _ if bare => to.bare.clone(),
            Some(modifiers) if !to.modified && to.takes_modifiers => {
                let text = format!("{}({modifiers})", to.name);
                canonical::type_name(&text).map_err(|e| unsuited(mapping, modifiers, e))?
            }
            _ => to.text.clone(),
        };
        if old.array && !to.array {
            new += "[]";
        }
        let mut seen = self.seen.borrow_mut();
        seen.used.insert(mapping.key.clone());
        seen.made.insert(new.clone());
        Ok(Some(new))
    }

    fn claim(&self, fact: usize, expression: String) {
        self.seen.borrow_mut().claims.push(Claim { fact, expression });
    }
}

/// Modifiers that the new type does not take.
fn unsuited(mapping: &Mapping, modifiers: &str, error: Error) -> Error {
    let text = format!("{}({modifiers})", mapping.to.bare);
    let message = format!("cannot make a type \"{text}\" by rule \"types.{}\"", mapping.key);
    Error::new(error.code, message)
        .detail(format!("The server says: {}.", error.message))
        .hint("Give the type in the rule its own modifiers.")
}

/// Changes the types of one definition.
struct Retyper<'a> {
    mapper: &'a Mapper<'a>,
    fact: usize,
    /// The definition's type, where it is a new one.
    last: Option<String>,
    /// A body that is a string was met.
    body: bool,
}

impl Fields for Retyper<'_> {
    /// The collation of a column or domain comes after its type.
    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        if let (Space::Collation, Some(type_name)) = (space, &self.last) {
            self.mapper.claim(self.fact, format!("NULL::{type_name} COLLATE {name}"));
        }
        Ok(())
    }

    fn sql(&mut self, sql: Sql, text: &mut String) -> Result<()> {
        match sql {
            Sql::FixedType | Sql::OutputType | Sql::PartitionBound { .. } => {}
            Sql::StringBody { .. } => self.body = true,
            Sql::Type | Sql::BareType => {
                if let Some(new) = text::type_text(text, sql == Sql::BareType, self.mapper)? {
                    *text = new.clone();
                    self.last = Some(new);
                }
            }
            _ => {
                let new = text::within(&sql, text, self.mapper)?;
                for (constant, type_name) in new.constants {
                    let constant = quote::literal(&constant);
                    self.mapper.claim(self.fact, format!("{constant}::{type_name}"));
                }
                *text = new.text;
            }
        }
        Ok(())
    }
}
