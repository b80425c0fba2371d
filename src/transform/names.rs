//! Applies the rules to the source's facts: every name, and names inside SQL text.

use super::rewrite::{self, Column};
use super::rules::Rules;
use crate::catalog::Side;
use crate::error::{Error, Result};
use crate::fact::{Exposed, Facts, Fields, Part, Space, Sql};
use crate::model::QName;
use crate::pg::spi;
use pgrx::PgSqlErrorCode;
use std::cell::RefCell;
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
    /// Names of columns that change somewhere.
    changing: HashSet<String>,
    /// Kinds of the followed objects, for rules that are for some kinds only.
    kinds: HashMap<(&'static str, QName), &'static str>,
    /// Rules that had something to do.
    used: RefCell<HashSet<String>>,
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
    let mut all = source.all.clone();
    let mut warnings = Vec::new();
    if !names.identity() {
        names.learn(source)?;
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
    warnings.extend(names.unused());
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
        if check.0.iter().any(String::is_empty) {
            let object = source.label(i);
            return Err(Error::new(
                PgSqlErrorCode::ERRCODE_INVALID_NAME,
                format!("the rules leave nothing of a name of {object}"),
            ));
        }
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
            changing: HashSet::new(),
            kinds: HashMap::new(),
            used: RefCell::default(),
        })
    }

    /// Whether every name stays as it is.
    fn identity(&self) -> bool {
        self.rules.keep_names()
            && self.followed.iter().all(|s| self.schema_of(s) == **s)
            && self.members.iter().all(|((_, name), extension)| {
                self.installed.get(extension).is_none_or(|schema| *schema == name.schema)
            })
    }

    /// Collects what queries can refer to: columns of relations, results of routines.
    fn learn(&mut self, source: &Facts) -> Result<()> {
        let mut rows: Vec<(QName, String)> = Vec::new();
        let mut own = Vec::new();
        for (i, fact) in source.all.iter().enumerate() {
            if let Some((space, name)) = source.own_name(i)?
                && !fact.entry().facet
            {
                own.push(((space_word(space), name), fact.kind()));
            }
            let mut keys = Keys(Vec::new());
            fact.def.boxed().fields(&mut keys)?;
            for index in keys.0 {
                self.kinds.entry(("relation", index)).or_insert("constraint");
            }
            match fact.def.exposes() {
                Some(Exposed::Column { of, name, type_name }) => {
                    let new_name = self.part(Part::Column, &of, &name);
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
        self.kinds.extend(own);
        let changing = self.columns.values().flatten().filter(|c| c.name != c.new_name);
        self.changing = changing.map(|c| c.name.clone()).collect();
        let types: HashMap<String, &Vec<Column>> =
            self.columns.iter().map(|(name, columns)| (name.to_string(), columns)).collect();
        for (routine, type_text) in rows {
            if let Some(columns) = types.get(&type_text) {
                self.results.insert(routine, (*columns).clone());
            }
        }
        Ok(())
    }

    /// A relation and its row type have one name.
    fn kind(&self, space: &'static str, name: &QName) -> Option<&'static str> {
        let other = if space == "type" { "relation" } else { "type" };
        let find = |space| self.kinds.get(&(space, name.clone())).copied();
        find(space)
            .or_else(|| if matches!(space, "type" | "relation") { find(other) } else { None })
    }

    fn schema_of(&self, schema: &str) -> String {
        if self.followed.contains(schema) {
            match self.rules.rename.get(schema) {
                Some(name) => {
                    self.used.borrow_mut().insert(format!("rename.{schema}"));
                    name.clone()
                }
                None => self.rules.schema_name(schema, self.database),
            }
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
        let path = format!("{}.{}", name.schema, name.name);
        let new = self.renamed(self.kind(space, &name), &path, &name.name);
        QName { schema: self.schema_of(&name.schema), name: new }
    }

    /// Name of something inside a relation or domain.
    fn part(&self, part: Part, of: &QName, name: &str) -> String {
        let space = if part == Part::DomainConstraint { "type" } else { "relation" };
        let member = self.members.contains_key(&(space, of.clone()));
        if member || !self.followed.contains(of.schema.as_str()) {
            return name.to_string();
        }
        let kind = match part {
            Part::Column => "column",
            Part::Constraint => "constraint",
            Part::DomainConstraint => "domain constraint",
            Part::Trigger => "trigger",
        };
        self.renamed(Some(kind), &format!("{}.{}.{name}", of.schema, of.name), name)
    }

    /// A name under the rules; remembers which rules had something to do.
    fn renamed(&self, kind: Option<&str>, path: &str, name: &str) -> String {
        let mut used = self.used.borrow_mut();
        if self.rules.rename.contains_key(path) {
            used.insert(format!("rename.{path}"));
        }
        for (i, rule) in self.rules.names.iter().enumerate() {
            if rule.is_for(kind) && rule.pattern.is_match(name) {
                used.insert(format!("names[{i}]"));
            }
        }
        self.rules.object_name(kind, path, name)
    }

    /// Rules for names that had nothing to do.
    fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        let all = (0..self.rules.names.len())
            .map(|i| format!("names[{i}]"))
            .chain(self.rules.rename.keys().map(|k| format!("rename.{k}")));
        let idle = all.filter(|rule| !used.contains(rule));
        idle.map(|rule| format!("rule \"{rule}\" matches nothing")).collect()
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
    fn changes(&self, column: &str) -> bool {
        self.changing.contains(column)
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
        self.part(Part::Constraint, &qname(schema, relation), name)
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
        *name = self.names.part(part, of, name);
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

/// Collects the names of constraints as those of the indexes that stand behind some of them.
struct Keys(Vec<QName>);

impl Fields for Keys {
    fn part(&mut self, part: Part, of: &QName, name: &mut String) -> Result<()> {
        if part == Part::Constraint {
            self.0.push(qname(&of.schema, name));
        }
        Ok(())
    }
}

/// Collects names that are too long or empty.
struct Lengths(Vec<String>);

impl Lengths {
    fn check(&mut self, name: &str) -> Result<()> {
        if name.is_empty() || name.len() > LONGEST {
            self.0.push(name.to_string());
        }
        Ok(())
    }
}

impl Fields for Lengths {
    /// A search path may hold an empty name.
    fn schema(&mut self, name: &mut String) -> Result<()> {
        if name.is_empty() { Ok(()) } else { self.check(name) }
    }
    fn object(&mut self, _space: Space, name: &mut QName) -> Result<()> {
        self.check(&name.schema)?;
        self.check(&name.name)
    }
    fn part(&mut self, _part: Part, _of: &QName, name: &mut String) -> Result<()> {
        self.check(name)
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
