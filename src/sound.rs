//! What a source says is data until it has been looked at: each text of a definition must be what it is said to be and
//! nothing else, and each object must be one of those that were asked for.

use crate::error::{Error, Result};
use crate::fact::{Fact, Fields, Space, Sql, word};
use crate::model::{Address, QName};
use crate::pg::alone;
use hashbrown::{HashMap, HashSet};
use pgrx::PgSqlErrorCode;

/// Looks at the facts of a source.
pub struct Sound<'a> {
    followed: HashSet<&'a str>,
    /// Texts of types that are known to be in order: there are few, and many columns.
    types: HashSet<String>,
    /// The last schema-qualified name of the definition: by what it calls itself, or what it belongs to.
    last: Option<QName>,
    /// The schema that the definition names, where it has no other name.
    schema: Option<String>,
}

impl<'a> Sound<'a> {
    pub fn new(followed: &'a [String]) -> Self {
        let followed = followed.iter().map(String::as_str).collect();
        Sound { followed, types: HashSet::new(), last: None, schema: None }
    }

    /// Errors: 42601, 54001 a text is not what it should be; 08P01 the object is not in a followed schema.
    pub fn check(&mut self, fact: &Fact) -> Result<()> {
        (self.last, self.schema) = (None, None);
        let mut def = fact.def.boxed();
        def.fields(self)?;
        let entry = fact.entry();
        // What is followed wherever it is, and what belongs to something else by its address.
        if entry.database || entry.on_demand || entry.facet {
            return Ok(());
        }
        let own = def.own().and_then(|own| own.schema.map(|schema| schema.clone()));
        let lives = own.or(self.last.take().map(|name| name.schema)).or(self.schema.take());
        match lives {
            Some(schema) if !self.followed.contains(schema.as_str()) => Err(lie(format!(
                "the source has told of a {} in schema \"{schema}\", which was not asked for",
                entry.kind
            ))),
            _ => Ok(()),
        }
    }
}

impl Fields for Sound<'_> {
    fn schema(&mut self, name: &mut String) -> Result<()> {
        self.schema = Some(name.clone());
        Ok(())
    }

    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        if space == Space::Operator && !word::is_operator(&name.name) {
            return Err(lie(format!("\"{}\" is no operator", name.name)));
        }
        self.last = Some(name.clone());
        Ok(())
    }

    fn global(&mut self, _space: Space, _name: &mut String) -> Result<()> {
        Ok(())
    }

    fn sql(&mut self, sql: Sql, text: &mut String) -> Result<()> {
        match sql {
            Sql::Type | Sql::BareType | Sql::FixedType | Sql::OutputType => {
                if !self.types.contains(text.as_str()) {
                    alone::type_name(text)?;
                    self.types.insert(text.clone());
                }
                Ok(())
            }
            Sql::Expression { .. } | Sql::DomainExpression { .. } | Sql::RowExpression { .. } => {
                alone::expression(text)
            }
            Sql::RuleAction { .. } => alone::action(text),
            Sql::Query { .. } => alone::query(text),
            Sql::PartitionKey { .. } => alone::partition_key(text),
            Sql::PartitionBound { .. } => alone::partition_bound(text),
            Sql::SqlBody { .. } => alone::sql_body(text),
            // It is quoted.
            Sql::StringBody { .. } => Ok(()),
        }
    }
}

/// What no source says that is what it claims to be.
pub fn lie(message: String) -> Error {
    Error::new(PgSqlErrorCode::ERRCODE_PROTOCOL_VIOLATION, message)
        .hint("The source is not to be trusted, or it is a server that schemig does not know.")
}

/// A source's schemas: none is the server's own.
pub fn schemas(names: &[String]) -> Result<()> {
    let own = |name: &&String| name.starts_with("pg_") || *name == "information_schema";
    match names.iter().find(own) {
        Some(name) => Err(lie(format!("the source has told of a schema \"{name}\" of its users"))),
        None => Ok(()),
    }
}

/// A text of the source without zero bytes, which JSON can hold.
pub fn json(text: &str) -> Result<()> {
    // A backslash may itself be escaped: only the parser can tell.
    let suspect = text.contains("\\u0000");
    if suspect && serde_json::from_str(text).is_ok_and(|value| has_zero(&value)) {
        return Err(lie("the source has told of a text with a zero byte".to_string()));
    }
    Ok(())
}

fn has_zero(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(list) => list.iter().any(has_zero),
        Value::Object(map) => map.iter().any(|(key, value)| key.contains('\0') || has_zero(value)),
        _ => false,
    }
}

/// Each fact belongs to another one, and falls with another one, in no circle; and none has the address of another one.
///
/// Errors: 08P01 they do.
pub fn order(all: &[Fact]) -> Result<()> {
    let mut own: HashMap<Address, usize> = HashMap::new();
    for (i, fact) in all.iter().enumerate().filter(|(_, fact)| !fact.entry().facet) {
        if own.insert(fact.at, i).is_some() {
            return Err(lie(format!("the source has told of two objects at {:?}", fact.at)));
        }
    }
    let find = |at: Address| own.get(&at).or_else(|| own.get(&at.whole())).copied();
    let ways: [&dyn Fn(usize) -> Option<Address>; 2] =
        [&|f| all[f].parent, &|f| all[f].falls.or(all[f].parent)];
    for way in ways {
        // Those that lead to an end.
        let mut done: HashSet<usize> = HashSet::new();
        for start in 0..all.len() {
            let (mut path, mut next) = (HashSet::new(), Some(start));
            while let Some(fact) = next.filter(|fact| !done.contains(fact)) {
                if !path.insert(fact) {
                    let text = "the source has told of objects that belong to each other";
                    return Err(lie(text.to_string()));
                }
                next = way(fact).and_then(find).filter(|above| *above != fact);
            }
            done.extend(path);
        }
    }
    Ok(())
}
