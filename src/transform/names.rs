//! Applies the rules to the source's facts: every name, and names inside SQL text.

use super::bodies::Bodies;
use super::elsewhere::Elsewhere;
use super::rewrite::{self, Column};
use super::roles;
use super::rules::Rules;
use super::types::{Applied, Types};
use crate::catalog::Side;
use crate::error::{Error, Result};
use crate::fact::{Exposed, Facts, Fields, Part, Space, Sql};
use crate::model::QName;
use crate::pg::name::default_name;
use crate::pg::spi;
use pgrx::PgSqlErrorCode;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Longest name in bytes: `NAMEDATALEN - 1`,
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.
const LONGEST: usize = 63;

/// The hazard of a routine whose body, a string, has other names than in the source.
const CODE_REWRITTEN: &str = "code_rewritten";

const MEMBERS: &str = include_str!("../../sql/extension_members.sql");

/// What names depend on besides the rules.
pub struct Place<'a> {
    /// Name of the source's database.
    pub database: &'a str,
    pub followed: &'a [String],
    /// Extensions of the target that go where the rules say.
    pub movable: &'a HashSet<String>,
    pub elsewhere: &'a Elsewhere,
    pub types: &'a Types,
}

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
    /// What other sources of the same database have brought.
    elsewhere: &'a Elsewhere,
    /// Sequences that have the default name of the column that they count for.
    counters: HashMap<QName, (QName, String)>,
    /// Schemas of the extensions that the target has already.
    installed: HashMap<String, String>,
    columns: HashMap<QName, Vec<Column>>,
    /// What domains are over.
    bases: HashMap<QName, String>,
    /// What relations have columns from.
    parents: HashMap<QName, Vec<QName>>,
    results: HashMap<QName, Vec<Column>>,
    bodies: Bodies,
    /// Names of columns that change somewhere.
    changing: HashSet<String>,
    /// Kinds of the followed objects, for rules that are for some kinds only.
    kinds: HashMap<(&'static str, QName), &'static str>,
    /// Rules that had something to do.
    used: RefCell<HashSet<String>>,
}

/// Applies the rules.
///
/// Errors: 42622 a name gets too long; 42710 two names become one; those of the rewriter and of the types.
pub fn transform(side: &Side, source: &Facts, rules: &Rules, place: &Place) -> Result<Desired> {
    let (types, followed) = (place.types, place.followed);
    let mut names = Names::new(side, rules, place)?;
    let mut all = source.all.clone();
    let mut warnings = roles::map(&mut all, rules)?;
    if !names.identity() {
        names.learn(source)?;
        for (i, fact) in all.iter_mut().enumerate() {
            let label = source.label(i);
            let mut renamer = Renamer { names: &names, label, rewritten: false, warnings };
            if let Err(error) = fact.def.fields(&mut renamer) {
                // Text with names that are too long cannot be followed; what is wrong is the names.
                refuse_long(source, &named(source, &names)?)?;
                return Err(in_object(error, source, i));
            }
            fact.hazards.extend(renamer.rewritten.then_some(CODE_REWRITTEN));
            warnings = renamer.warnings;
        }
    }
    let mut applied = Applied::default();
    if !types.is_empty() {
        applied = types.apply(source, &mut all, |name| names.qualified("type", name.clone()))?;
    }
    let warning = |i: &usize| format!("types in the body of {} are not changed", source.label(*i));
    warnings.extend(applied.bodies.iter().map(warning));
    let facts = source.with(all);
    refuse_long(source, &facts)?;
    refuse_collisions(source, &facts)?;
    applied.check(source, &facts)?;
    warnings.extend(names.unused());
    warnings.extend(applied.unused);
    let used: BTreeSet<String> = followed.iter().map(|s| names.schema_of(s)).collect();
    Ok(Desired { facts, schemas: used.into_iter().collect(), warnings })
}

/// The facts under their new names, with their texts as they were.
fn named(source: &Facts, names: &Names) -> Result<Facts> {
    struct Plain<'a>(Renamer<'a>);
    impl Fields for Plain<'_> {
        fn schema(&mut self, name: &mut String) -> Result<()> {
            self.0.schema(name)
        }
        fn object(&mut self, space: Space, name: &mut QName) -> Result<()> {
            self.0.object(space, name)
        }
        fn part(&mut self, part: Part, of: &QName, name: &mut String) -> Result<()> {
            self.0.part(part, of, name)
        }
    }
    let mut all = source.all.clone();
    let (label, warnings) = (String::new(), Vec::new());
    let mut renamer = Plain(Renamer { names, label, rewritten: false, warnings });
    all.iter_mut().try_for_each(|fact| fact.def.fields(&mut renamer))?;
    Ok(source.with(all))
}

/// The error with the object that it is about.
pub(super) fn in_object(error: Error, source: &Facts, fact: usize) -> Error {
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

/// Two objects of one kind and name, or of one name in a namespace.
fn refuse_collisions(source: &Facts, facts: &Facts) -> Result<()> {
    let mut seen: HashMap<(&str, String), usize> = HashMap::new();
    let mut held: HashMap<(Space, QName), usize> = HashMap::new();
    let mut wrong = Vec::new();
    for (i, fact) in facts.all.iter().enumerate() {
        let name = facts.name(i);
        let mut other = seen.insert((fact.kind(), name.clone()), i);
        for (space, name) in facts.occupies(i)? {
            let holder = held.insert((space, name), i);
            // A range type is announced before it is made.
            other = other.or(holder.filter(|h| facts.all[*h].at.whole() != fact.at.whole()));
        }
        if let Some(first) = other {
            let (one, two) = (source.label(first), source.label(i));
            wrong.push(format!("{one} and {two} both become {name}."));
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
    fn new(side: &Side, rules: &'a Rules, place: &'a Place) -> Result<Names<'a>> {
        let mut members = HashMap::new();
        side.each(MEMBERS, 4, &mut |row| {
            if let Some(space) = SPACES.iter().find(|s| space_word(**s) == row.text(0)) {
                let name = QName { schema: row.text(1).into(), name: row.text(2).into() };
                members.insert((space_word(*space), name), row.text(3).to_string());
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
            database: place.database,
            followed: place.followed.iter().map(String::as_str).collect(),
            members,
            installed: installed
                .iter()
                .filter(|r| !place.movable.contains(r.text(0)))
                .map(|r| (r.text(0).into(), r.text(1).into()))
                .collect(),
            columns: HashMap::new(),
            elsewhere: place.elsewhere,
            counters: HashMap::new(),
            bases: HashMap::new(),
            parents: HashMap::new(),
            results: HashMap::new(),
            bodies: Bodies::default(),
            changing: HashSet::new(),
            kinds: HashMap::new(),
            used: RefCell::default(),
        })
    }

    /// Whether every name stays as it is.
    fn identity(&self) -> bool {
        self.rules.keep_names()
            && self.elsewhere.addresses.is_empty()
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
                self.bodies.add_object(space, &name);
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
                Some(Exposed::Counter { of, column, sequence })
                    if sequence.name == default_name(&of.name, &column, "seq")
                        && sequence.schema == of.schema =>
                {
                    self.counters.insert(sequence, (of, column));
                }
                Some(Exposed::Counter { .. }) => {}
                Some(Exposed::Base { of, type_name }) => drop(self.bases.insert(of, type_name)),
                Some(Exposed::Heir { of, parent }) => {
                    self.parents.entry(of).or_default().push(parent)
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
                Some(Exposed::Trigger { of, routine, tables }) => {
                    self.bodies.add_trigger(routine, of, tables);
                }
                None => {}
            }
        }
        self.kinds.extend(own);
        self.learn_changes();
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

    /// Collects the names that change, of which bodies that are strings may hold any.
    fn learn_changes(&mut self) {
        let mut bodies = std::mem::take(&mut self.bodies);
        for schema in &self.followed {
            bodies.add_change(schema, &self.schema_of(schema), true);
        }
        for (space, name) in self.kinds.keys() {
            let new = self.qualified(space, name.clone()).name;
            bodies.add_change(&name.name, &new, *space == "relation");
        }
        for column in self.columns.values().flatten() {
            bodies.add_change(&column.name, &column.new_name, false);
        }
        self.bodies = bodies;
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
            self.elsewhere.schemas.get(schema).map_or(schema, String::as_str).to_string()
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
            let space = SPACES.iter().find(|s| space_word(**s) == space);
            return space.and_then(|s| self.elsewhere.object(*s, &name)).unwrap_or(name);
        }
        let path = format!("{}.{}", name.schema, name.name);
        let new = match self.counters.get(&name).filter(|_| !self.rules.rename.contains_key(&path))
        {
            Some((of, column)) => {
                let table = self.qualified("relation", of.clone());
                default_name(&table.name, &self.part(Part::Column, of, column), "seq")
            }
            None => self.renamed(self.kind(space, &name), &path, &name.name),
        };
        QName { schema: self.schema_of(&name.schema), name: new }
    }

    /// Name of something inside a relation or domain.
    fn part(&self, part: Part, of: &QName, name: &str) -> String {
        let space = if part == Part::DomainConstraint { "type" } else { "relation" };
        let member = self.members.contains_key(&(space, of.clone()));
        if member {
            return name.to_string();
        }
        if !self.followed.contains(of.schema.as_str()) {
            return self.elsewhere.part(part, of, name).unwrap_or_else(|| name.to_string());
        }
        let kind = match part {
            Part::Column => "column",
            Part::Constraint => "constraint",
            Part::DomainConstraint => "domain constraint",
            Part::Trigger => "trigger",
            Part::Rule => "rule",
            Part::Policy => "policy",
        };
        let of = if part == Part::Column { self.origin(of, name) } else { of };
        self.renamed(Some(kind), &format!("{}.{}.{name}", of.schema, of.name), name)
    }

    /// The relation that a column comes from: an inherited one has its parent's name.
    fn origin<'n>(&'n self, of: &'n QName, column: &str) -> &'n QName {
        let has = |p: &&QName| {
            self.columns.get(*p).is_some_and(|list| list.iter().any(|c| c.name == column))
        };
        let mut origin = of;
        // A relation is not its own ancestor.
        while let Some(parent) = self.parents.get(origin).and_then(|all| all.iter().find(has)) {
            origin = parent;
        }
        origin
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
        let name = qname(schema, name);
        self.columns.get(&name).or_else(|| self.elsewhere.columns.get(&name)).cloned()
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
        let mut name = qname(schema, name);
        // A domain has what it is over; there is no circle of domains.
        while let Some(base) = self.bases.get(&name) {
            name = rewrite::type_name(base).ok().flatten()?;
        }
        self.columns.get(&name).or_else(|| self.elsewhere.columns.get(&name)).cloned()
    }
    fn column_changes(&self, column: &str) -> bool {
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
    fn has(&self, space: Space, name: &QName) -> bool {
        let space = space_word(space);
        self.kind(space, name).is_some() || self.members.contains_key(&(space, name.clone()))
    }
    fn find(&self, space: Space, name: &str) -> Vec<QName> {
        self.bodies.find(space, name)
    }
    fn is_followed(&self, schema: &str) -> bool {
        self.followed.contains(schema)
    }
    fn triggers(&self, routine: &QName) -> Vec<(QName, Vec<String>)> {
        self.bodies.triggers(routine)
    }
    fn changes(&self, name: &str) -> bool {
        self.bodies.changes(name)
    }
    fn mentions(&self, text: &str) -> bool {
        self.bodies.mentions(text)
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
    /// How messages call the object.
    label: String,
    /// A body that is a string was changed.
    rewritten: bool,
    warnings: Vec<String>,
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
            let done = rewrite::string_body(&sql, text, self.names, &self.label);
            self.rewritten |= done.text != *text;
            self.warnings.extend(done.warnings);
            *text = done.text;
        } else {
            *text = rewrite::rewrite(&sql, text, self.names)?;
        }
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

const SPACES: [Space; 8] = [
    Space::Relation,
    Space::Type,
    Space::Routine,
    Space::Collation,
    Space::Operator,
    Space::OpClass,
    Space::TextSearch,
    Space::Statistics,
];

fn space_word(space: Space) -> &'static str {
    match space {
        Space::Relation => "relation",
        Space::Type => "type",
        Space::Routine => "routine",
        Space::Collation => "collation",
        Space::Operator => "operator",
        Space::OpClass => "opclass",
        Space::TextSearch => "text search",
        Space::Statistics => "statistics",
    }
}
