//! Applies the rules to the source's facts: every name, and names inside SQL text.

use super::rewrite::{self, Column};
use super::rules::{Case, Rules};
use crate::catalog::Side;
use crate::error::{Error, Result};
use crate::fact::{Exposed, Facts, Fields, Part, Space, Sql};
use crate::model::QName;
use crate::pg::spi;
use pgrx::PgSqlErrorCode;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Longest name in bytes: `NAMEDATALEN - 1`,
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.
const LONGEST: usize = 63;

const MEMBERS: &str = include_str!("../../sql/extension_members.sql");

/// The source's facts under the rules.
pub struct Desired {
    /// Same positions as in the source's facts.
    pub facts: Facts,
    /// Schemas of the target that they live in.
    pub schemas: Vec<String>,
    /// What the rules could not reach.
    pub warnings: Vec<String>,
}

/// What names become.
struct Names<'a> {
    rules: &'a Rules,
    database: &'a str,
    followed: HashSet<&'a str>,
    /// Members of extensions, with their extension: their names never change.
    members: HashMap<(&'static str, QName), String>,
    /// Schemas of the extensions that the target has already.
    installed: HashMap<String, String>,
    columns: HashMap<QName, Vec<Column>>,
    results: HashMap<QName, Vec<Column>>,
}

/// Applies the rules.
///
/// Errors: 42622 a name gets too long; 42710 two names become one; those of the rewriter.
pub fn transform(
    side: &Side,
    source: &Facts,
    rules: &Rules,
    database: &str,
    followed: &[String],
) -> Result<Desired> {
    let mut names = Names::new(side, rules, database, followed)?;
    names.learn(source);
    let mut all = source.all.clone();
    let mut warnings = Vec::new();
    if !names.identity() {
        for (i, fact) in all.iter_mut().enumerate() {
            let mut renamer = Renamer { names: &names, bodies: false };
            fact.def.fields(&mut renamer).map_err(|e| in_object(e, source, i))?;
            if renamer.bodies {
                warnings.push(format!("names in the body of {} are not changed", source.label(i)));
            }
        }
    }
    let facts = source.with(all);
    refuse_long(source, &facts)?;
    refuse_collisions(source, &facts)?;
    let used: BTreeSet<String> = followed.iter().map(|s| names.schema_of(s)).collect();
    Ok(Desired { facts, schemas: used.into_iter().collect(), warnings })
}

fn in_object(error: Error, source: &Facts, fact: usize) -> Error {
    let place = format!("The object is {}.", source.label(fact));
    let detail = match &error.detail {
        Some(detail) => format!("{detail}\n{place}"),
        None => place,
    };
    Error { detail: Some(detail), ..error }
}

fn refuse_long(source: &Facts, facts: &Facts) -> Result<()> {
    let mut long: Vec<String> = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for (i, fact) in facts.all.iter().enumerate() {
        let mut check = Lengths(Vec::new());
        fact.def.boxed().fields(&mut check)?;
        // A schema's name is in the definitions of everything in it: one line is enough.
        check.0.retain(|name| seen.insert(name.clone()));
        long.extend(check.0.into_iter().map(|name| format!("{}: \"{name}\".", source.label(i))));
    }
    if long.is_empty() {
        return Ok(());
    }
    Err(Error::new(PgSqlErrorCode::ERRCODE_NAME_TOO_LONG, "the rules make names that are too long")
        .detail(format!("Names have at most {LONGEST} bytes.\n{}", long.join("\n"))))
}

/// Two objects of one kind and name.
fn refuse_collisions(source: &Facts, facts: &Facts) -> Result<()> {
    let mut seen: HashMap<(&str, String), usize> = HashMap::new();
    let mut wrong = Vec::new();
    for (i, fact) in facts.all.iter().enumerate() {
        let name = facts.name(i);
        if let Some(first) = seen.insert((fact.kind(), name.clone()), i) {
            wrong.push(format!(
                "{} and {} both become {name}.",
                source.label(first),
                source.label(i)
            ));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    Err(Error::new(PgSqlErrorCode::ERRCODE_DUPLICATE_OBJECT, "the rules make one name of two")
        .detail(wrong.join("\n"))
        .hint("Change the rules by schemig.configure, so that names stay different."))
}

impl<'a> Names<'a> {
    fn new(
        side: &Side,
        rules: &'a Rules,
        database: &'a str,
        followed: &'a [String],
    ) -> Result<Names<'a>> {
        let mut members = HashMap::new();
        side.each(MEMBERS, 4, &mut |row| {
            if let Some(space) = SPACES.iter().find(|s| **s == row.text(0)) {
                let name = QName { schema: row.text(1).into(), name: row.text(2).into() };
                members.insert((*space, name), row.text(3).to_string());
            }
            Ok(())
        })?;
        let installed = spi::query(
            "SELECT e.extname::text, n.nspname::text FROM pg_catalog.pg_extension e
               JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace",
            &[],
        )?;
        Ok(Names {
            rules,
            database,
            followed: followed.iter().map(String::as_str).collect(),
            members,
            installed: installed.iter().map(|r| (r.text(0).into(), r.text(1).into())).collect(),
            columns: HashMap::new(),
            results: HashMap::new(),
        })
    }

    /// Whether every name stays as it is.
    fn identity(&self) -> bool {
        self.rules.case == Case::Preserve
            && self.followed.iter().all(|s| self.schema_of(s) == **s)
            && self.members.iter().all(|((_, name), extension)| {
                self.installed.get(extension).is_none_or(|schema| *schema == name.schema)
            })
    }

    /// Collects what queries can refer to: columns of relations, results of routines.
    fn learn(&mut self, source: &Facts) {
        let mut rows: Vec<(QName, String)> = Vec::new();
        for fact in &source.all {
            match fact.def.exposes() {
                Some(Exposed::Column { of, name, type_name }) => {
                    let new_name = self.part(&of, &name);
                    let column = Column { name, new_name, type_text: type_name };
                    self.columns.entry(of).or_default().push(column);
                }
                Some(Exposed::Results { of, type_name, columns }) if columns.is_empty() => {
                    rows.extend(type_name.map(|t| (of, t)));
                }
                Some(Exposed::Results { of, columns, .. }) => {
                    let columns = columns.into_iter().map(|(name, type_text)| Column {
                        new_name: name.clone(),
                        name,
                        type_text,
                    });
                    self.results.insert(of, columns.collect());
                }
                None => {}
            }
        }
        let types: HashMap<String, &Vec<Column>> =
            self.columns.iter().map(|(name, columns)| (name.to_string(), columns)).collect();
        for (routine, type_text) in rows {
            if let Some(columns) = types.get(&type_text) {
                self.results.insert(routine, (*columns).clone());
            }
        }
    }

    fn schema_of(&self, schema: &str) -> String {
        if self.followed.contains(schema) {
            self.rules.schema_name(schema, self.database)
        } else {
            schema.to_string()
        }
    }

    fn qualified(&self, space: &'static str, name: QName) -> QName {
        let key = (space, name);
        if let Some(extension) = self.members.get(&key) {
            let name = key.1;
            let installed = self.installed.get(extension).cloned();
            let schema = installed.unwrap_or_else(|| self.schema_of(&name.schema));
            return QName { schema, name: name.name };
        }
        let name = key.1;
        if !self.followed.contains(name.schema.as_str()) {
            return name;
        }
        QName { schema: self.schema_of(&name.schema), name: self.rules.case.apply(&name.name) }
    }

    /// Name of a column, constraint or trigger.
    fn part(&self, of: &QName, name: &str) -> String {
        let member = self.members.contains_key(&("relation", of.clone()));
        if member || !self.followed.contains(of.schema.as_str()) {
            return name.to_string();
        }
        self.rules.case.apply(name)
    }
}

impl rewrite::Names for Names<'_> {
    fn schema(&self, schema: &str) -> String {
        self.schema_of(schema)
    }
    fn relation(&self, schema: &str, name: &str) -> QName {
        self.qualified("relation", qname(schema, name))
    }
    fn columns(&self, schema: &str, name: &str) -> Option<Vec<Column>> {
        self.columns.get(&qname(schema, name)).cloned()
    }
    fn type_name(&self, schema: &str, name: &str) -> QName {
        self.qualified("type", qname(schema, name))
    }
    fn routine(&self, schema: &str, name: &str) -> QName {
        self.qualified("routine", qname(schema, name))
    }
    fn routine_results(&self, schema: &str, name: &str) -> Option<Vec<Column>> {
        self.results.get(&qname(schema, name)).cloned()
    }
    fn composite(&self, schema: &str, name: &str) -> Option<Vec<Column>> {
        self.columns.get(&qname(schema, name)).cloned()
    }
    fn collation(&self, schema: &str, name: &str) -> QName {
        self.qualified("collation", qname(schema, name))
    }
    fn operator(&self, schema: &str, name: &str) -> QName {
        self.qualified("operator", qname(schema, name))
    }
    fn opclass(&self, schema: &str, name: &str) -> QName {
        self.qualified("opclass", qname(schema, name))
    }
    fn text_search(&self, schema: &str, name: &str) -> QName {
        self.qualified("text search", qname(schema, name))
    }
    fn constraint(&self, schema: &str, relation: &str, name: &str) -> String {
        self.part(&qname(schema, relation), name)
    }
}

fn qname(schema: &str, name: &str) -> QName {
    QName { schema: schema.to_string(), name: name.to_string() }
}

/// Changes every name of one definition.
struct Renamer<'a> {
    names: &'a Names<'a>,
    /// A body that is a string was met.
    bodies: bool,
}

impl Fields for Renamer<'_> {
    fn schema(&mut self, name: &mut String) -> Result<()> {
        *name = self.names.schema_of(name);
        Ok(())
    }
    fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
        *name = self.names.qualified(space_word(space), name.clone());
        Ok(())
    }
    fn part(&mut self, part: Part, of: &QName, name: &mut String) -> Result<()> {
        *name = match part {
            Part::DomainConstraint => self.names.qualified("type", qname(&of.schema, name)).name,
            Part::Column | Part::Constraint | Part::Trigger => self.names.part(of, name),
        };
        Ok(())
    }
    fn sql(&mut self, sql: Sql, text: &mut String) -> Result<()> {
        if let Sql::StringBody { .. } = sql {
            self.bodies = true;
        }
        *text = rewrite::rewrite(&sql, text, self.names)?;
        Ok(())
    }
}

/// Collects names that are too long.
struct Lengths(Vec<String>);

impl Lengths {
    fn check(&mut self, name: &str) -> Result<()> {
        if name.len() > LONGEST {
            self.0.push(name.to_string());
        }
        Ok(())
    }
}

impl Fields for Lengths {
    fn schema(&mut self, name: &mut String) -> Result<()> {
        self.check(name)
    }
    fn object(&mut self, _space: Space, name: &mut QName) -> Result<()> {
        self.check(&name.schema)?;
        self.check(&name.name)
    }
    fn part(&mut self, _part: Part, _of: &QName, name: &mut String) -> Result<()> {
        self.check(name)
    }
    fn sql(&mut self, _sql: Sql, _text: &mut String) -> Result<()> {
        Ok(())
    }
}

const SPACES: &[&str] =
    &["relation", "type", "routine", "collation", "operator", "opclass", "text search"];

fn space_word(space: Space) -> &'static str {
    match space {
        Space::Relation => "relation",
        Space::Type => "type",
        Space::Routine => "routine",
        Space::Collation => "collation",
        Space::Operator => "operator",
        Space::OpClass => "opclass",
        Space::TextSearch => "text search",
    }
}
