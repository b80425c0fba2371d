//! What each name of the source becomes.

use super::calls::Calls;
use super::memo::{Key, Memo};
use super::server::Server;
use super::spaces::{SPACES, space_word};
use super::{Orders, Place};
use crate::catalog::Side;
use crate::error::Result;
use crate::fact::{self, Exposed, Facts, Fields, Part, Space};
use crate::model::QName;
use crate::pg::name::default_name;
use crate::pg::spi;
use crate::transform::bodies::Bodies;
use crate::transform::elsewhere::Elsewhere;
use crate::transform::rewrite::{self, Column, Trigger};
use crate::transform::rules::Rules;
use hashbrown::{HashMap, HashSet};
use std::cell::RefCell;

/// The type of a column that differs.
const UNKNOWN: &str = "unknown";

const MEMBERS: &str = include_str!("../../../sql/extension_members.sql");

/// What names become.
pub(super) struct Names<'a> {
    rules: &'a Rules,
    /// No rule counts, only what is known from elsewhere.
    exact: bool,
    /// Output columns of queries within queries keep their names, as when the server renames what is in them.
    pub(super) keeps_outputs: bool,
    /// What followed schemas become.
    followed: HashMap<&'a str, String>,
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
    memo: Memo<'a>,
    server: Server,
    calls: Calls,
    orders: Option<&'a Orders>,
    /// What has been asked for by what counts columns.
    counted: RefCell<HashSet<QName>>,
}

impl<'a> Names<'a> {
    pub(super) fn new(side: &Side, rules: &'a Rules, place: &'a Place) -> Result<Names<'a>> {
        let members = side.collect(MEMBERS, 4, |row| {
            let space = SPACES.iter().find(|s| space_word(**s) == row.text(0));
            let name = QName { schema: row.text(1).into(), name: row.text(2).into() };
            Ok(space.map(|space| ((space_word(*space), name), row.text(3).to_string())))
        })?;
        let installed = spi::query(
            "SELECT e.extname::text, n.nspname::text FROM pg_catalog.pg_extension e
               JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace",
            &[],
        )?;
        let installed = installed
            .iter()
            .filter(|r| !place.movable.contains(r.text(0)))
            .map(|r| (r.text(0).into(), r.text(1).into()))
            .collect();
        let mut names = Names {
            exact: false,
            members: members.into_iter().flatten().collect(),
            installed,
            orders: Some(place.orders),
            ..Names::exact(rules, place.elsewhere)
        };
        for schema in place.followed {
            names.follow(schema, place.database);
        }
        Ok(names)
    }

    fn follow(&mut self, schema: &'a str, database: &str) {
        if self.rules.rename.contains_key(schema) {
            self.memo.uses(&format!("rename.{schema}"));
        }
        self.followed.insert(schema, self.rules.followed_as(schema, database));
    }

    /// Names that a dictionary knows; all others stay as they are.
    pub(super) fn exact(rules: &'a Rules, dictionary: &'a Elsewhere) -> Names<'a> {
        Names {
            rules,
            exact: true,
            keeps_outputs: false,
            followed: HashMap::new(),
            members: HashMap::new(),
            installed: HashMap::new(),
            columns: HashMap::new(),
            elsewhere: dictionary,
            counters: HashMap::new(),
            bases: HashMap::new(),
            parents: HashMap::new(),
            results: HashMap::new(),
            bodies: Bodies::default(),
            changing: HashSet::new(),
            kinds: HashMap::new(),
            memo: Memo::new(rules),
            server: Server::default(),
            calls: Calls::default(),
            orders: None,
            counted: RefCell::default(),
        }
    }

    /// Whether every name stays as it is.
    pub(super) fn identity(&self) -> bool {
        self.rules.keep_names()
            && self.elsewhere.addresses.is_empty()
            && self.followed.iter().all(|(schema, name)| schema == name)
            && self.members.iter().all(|((_, name), extension)| {
                self.installed.get(extension).is_none_or(|schema| *schema == name.schema)
            })
    }

    /// Collects what queries can refer to: columns of relations, results of routines.
    pub(super) fn learn(&mut self, source: &Facts) -> Result<()> {
        let mut rows: Vec<(QName, String)> = Vec::new();
        let (mut own, mut counters) = (Vec::new(), Vec::new());
        for (i, fact) in source.all.iter().enumerate() {
            let mut def = fact.def.boxed();
            if let Some((space, name)) = source.own_name_of(i, def.as_mut())?
                && !fact.entry().facet
            {
                self.bodies.add_object(space, &name);
                own.push(((space_word(space), name), fact.kind()));
            }
            let mut keys = Keys(Vec::new());
            def.fields(&mut keys)?;
            for index in keys.0 {
                self.kinds.entry(("relation", index)).or_insert("constraint");
            }
            let exposed = fact.def.exposes();
            // The sequence of an identity is no object of its own, but bodies name it.
            if let Some(Exposed::Counter { sequence, .. }) = &exposed
                && !fact.entry().facet
            {
                self.bodies.add_object(Space::Relation, sequence);
                counters.push(sequence.clone());
            }
            self.expose(exposed, &mut rows);
        }
        self.name_columns();
        self.kinds.extend(own);
        self.learn_changes(&counters);
        let all = self.columns.values().chain(self.elsewhere.columns.values());
        let changing = all.flatten().filter(|c| c.name != c.new_name);
        self.changing = changing.map(|c| c.name.clone()).collect();
        let types: HashMap<String, &Vec<Column>> =
            self.columns.iter().map(|(name, columns)| (name.to_string(), columns)).collect();
        let of_type = |text: &String| types.get(text).map(|columns| (*columns).clone());
        let results: Vec<(QName, Vec<Column>)> = rows
            .into_iter()
            .filter_map(|(routine, text)| of_type(&text).map(|columns| (routine, columns)))
            .collect();
        drop(types);
        results.into_iter().for_each(|(routine, columns)| self.add_results(routine, columns));
        Ok(())
    }

    /// Collects what the source's routines read as names, which only bodies of routines ask for.
    pub(super) fn learn_calls(&mut self, side: &Side) -> Result<()> {
        if self.kinds.keys().any(|(space, _)| *space == space_word(Space::Routine)) {
            self.calls = Calls::read(side)?;
        }
        Ok(())
    }

    /// Overloads of a routine have one name: it is not known which one is called, and a column that they
    /// call differently is there more than once.
    fn add_results(&mut self, of: QName, columns: Vec<Column>) {
        let Some(known) = self.results.get_mut(&of) else {
            self.results.insert(of, columns);
            return;
        };
        for column in columns {
            let same = |it: &&mut Column| it.name == column.name && it.new_name == column.new_name;
            match known.iter_mut().find(same) {
                Some(it) if it.type_text == column.type_text => {}
                Some(it) => it.type_text = UNKNOWN.to_string(),
                None => known.push(column),
            }
        }
    }

    fn expose(&mut self, exposed: Option<Exposed>, rows: &mut Vec<(QName, String)>) {
        match exposed {
            Some(Exposed::Column { of, name, type_name, .. }) => {
                let new_name = name.clone();
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
            Some(Exposed::Heir { of, parent }) => self.parents.entry(of).or_default().push(parent),
            Some(Exposed::Results { of, type_name, columns }) if columns.is_empty() => {
                rows.extend(type_name.map(|t| (of, t)));
            }
            Some(Exposed::Results { of, columns, .. }) => {
                let columns = columns.into_iter().map(|(name, type_text)| Column {
                    new_name: name.clone(),
                    name,
                    type_text,
                });
                self.add_results(of, columns.collect());
            }
            Some(Exposed::Trigger { of, name, routine, tables }) => {
                self.bodies.add_trigger(routine, Trigger { of, name, tables });
            }
            None => {}
        }
    }

    /// Gives columns their new names, once it is known what they come from.
    fn name_columns(&mut self) {
        let mut columns = std::mem::take(&mut self.columns);
        self.columns.clone_from(&columns);
        for (of, list) in &mut columns {
            for column in list {
                column.new_name = self.part(Part::Column, of, &column.name);
            }
        }
        self.columns = columns;
        self.memo.take_log();
    }

    /// Collects the names that change, of which bodies that are strings may hold any.
    fn learn_changes(&mut self, counters: &[QName]) {
        let mut bodies = std::mem::take(&mut self.bodies);
        for (schema, name) in &self.followed {
            bodies.add_change(schema, name, true);
        }
        let counters = counters.iter().map(|name| (space_word(Space::Relation), name));
        for (space, name) in self.kinds.keys().map(|(space, name)| (*space, name)).chain(counters) {
            let new = self.qualified(space, name.clone()).name;
            bodies.add_change(&name.name, &new, space == "relation");
        }
        for column in self.columns.values().flatten() {
            bodies.add_change(&column.name, &column.new_name, false);
        }
        self.bodies = bodies;
    }

    /// A relation and its row type have one name.
    fn kind(&self, space: &'static str, name: &QName) -> Option<&'static str> {
        let find = |space| self.kinds.get(&Key(space, name)).copied();
        find(space).or_else(|| match space {
            "type" => find("relation"),
            "relation" => find("type"),
            _ => None,
        })
    }

    pub(super) fn schema_of(&self, schema: &str) -> String {
        let elsewhere = || self.elsewhere.schemas.get(schema).map_or(schema, String::as_str);
        self.followed.get(schema).map_or_else(elsewhere, String::as_str).to_string()
    }

    pub(super) fn qualified(&self, space: &'static str, name: QName) -> QName {
        if let Some(extension) = self.members.get(&Key(space, &name)) {
            let installed = self.installed.get(extension).cloned();
            let schema = installed.unwrap_or_else(|| self.schema_of(&name.schema));
            return QName { schema, name: name.name };
        }
        let Some(schema) = self.followed.get(name.schema.as_str()).cloned() else {
            let space = SPACES.iter().find(|s| space_word(**s) == space);
            let known = space.and_then(|s| self.elsewhere.object(*s, &name));
            let schema = if self.exact { self.schema_of(&name.schema) } else { name.schema };
            return known.unwrap_or(QName { schema, name: name.name });
        };
        if space == space_word(Space::Operator) {
            // The schema follows, the symbol never changes.
            return QName { schema, name: name.name };
        }
        let path = || format!("{}.{}", name.schema, name.name);
        let kind = self.kind(space, &name);
        let own =
            || self.rules.rename.contains_key(&path()) || self.rules.is_named(kind, &name.name);
        let name = match self.counters.get(&name).filter(|_| !own()) {
            Some((of, column)) => {
                let table = self.qualified("relation", of.clone());
                default_name(&table.name, &self.part(Part::Column, of, column), "seq")
            }
            None => self.memo.renamed(kind, path, &name.name),
        };
        QName { schema, name }
    }

    /// Name of something inside a relation or domain.
    pub(super) fn part(&self, part: Part, of: &QName, name: &str) -> String {
        let space = if part == Part::DomainConstraint { "type" } else { "relation" };
        if self.members.contains_key(&Key(space, of)) {
            return name.to_string();
        }
        if !self.followed.contains_key(of.schema.as_str()) {
            return self.elsewhere.part(part, of, name).unwrap_or_else(|| name.to_string());
        }
        let Some(kind) = part.kind() else { return name.to_string() };
        let of = if part == Part::Column { self.origin(of, name) } else { of };
        self.memo.renamed(Some(kind), || format!("{}.{}.{name}", of.schema, of.name), name)
    }

    /// The relation that a column comes from: an inherited one has its parent's name.
    fn origin<'n>(&'n self, of: &'n QName, column: &str) -> &'n QName {
        let has = |p: &&QName| {
            self.columns.get(*p).is_some_and(|list| list.iter().any(|c| c.name == column))
        };
        // A relation is not its own ancestor, unless its source lies.
        let mut seen = HashSet::<_>::from([of]);
        let above = |of: &&'n QName| self.parents.get(*of).and_then(|all| all.iter().find(has));
        let path = std::iter::successors(Some(of), above).skip(1).take_while(|it| seen.insert(it));
        path.last().unwrap_or(of)
    }

    /// The rules that made a definition's own name and schema what they are.
    pub(super) fn why(&self, old: Option<fact::Place>, new: Option<fact::Place>) -> Vec<String> {
        let log = self.memo.take_log();
        let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
        let mut rules = Vec::new();
        let schema = |name: &str| match self.rules.rename.contains_key(name) {
            true => format!("rename.{name}"),
            false => "schema".to_string(),
        };
        if let (Some(old), Some(new)) = (&old.schema, &new.schema)
            && old != new
        {
            rules.push(schema(old));
        }
        if old.name != new.name {
            let own = log.iter().rfind(|it| it.from == old.name && it.to == new.name);
            rules.extend(match own {
                Some(it) => it.why.clone(),
                None if self.followed.contains_key(old.name.as_str()) => vec![schema(&old.name)],
                None => vec!["default name".to_string()],
            });
        }
        rules
    }

    /// Relations whose columns were counted.
    pub(super) fn counted(&self) -> HashSet<QName> {
        self.counted.take()
    }

    /// Rules for names that had nothing to do.
    pub(super) fn unused(&self) -> Vec<String> {
        self.memo.unused()
    }
}

impl rewrite::Names for Names<'_> {
    fn keeps_outputs(&self) -> bool {
        self.keeps_outputs
    }
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
    fn counted(&self, relation: &QName) -> Option<Vec<String>> {
        self.counted.borrow_mut().insert(relation.clone());
        self.orders?.get(relation).cloned()
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
        // A domain has what it is over; there is no circle of domains, unless the source lies.
        let mut left = self.bases.len();
        while let Some(base) = self.bases.get(&name) {
            left = left.checked_sub(1)?;
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
        let word = space_word(space);
        self.kind(word, name).is_some()
            || self.members.contains_key(&Key(word, name))
            || self.bodies.find(space, &name.name).contains(name)
    }
    fn find(&self, space: Space, name: &str) -> Vec<QName> {
        self.bodies.find(space, name)
    }
    fn is_followed(&self, schema: &str) -> bool {
        self.followed.contains_key(schema)
    }
    fn is_servers(&self, space: Space, name: &str) -> bool {
        self.server.has(space, name)
    }
    fn server_columns(&self, schema: &str, name: &str) -> Option<Vec<String>> {
        self.server.columns(schema, name)
    }
    fn argument_types(
        &self,
        schema: Option<&str>,
        name: &str,
        given: &[Option<String>],
    ) -> Vec<Vec<String>> {
        self.calls.types(schema, name, given)
    }
    fn triggers(&self, routine: &QName) -> Vec<Trigger> {
        self.bodies.triggers(routine)
    }
    fn changes(&self, name: &str) -> bool {
        self.bodies.changes(name)
    }
    fn mentions(&self, text: &str) -> bool {
        self.bodies.mentions(text)
    }
    fn label(&self, schema: &str, name: &str, label: &str) -> String {
        let new = self.elsewhere.part(Part::Label, &qname(schema, name), label);
        new.unwrap_or_else(|| label.to_string())
    }
    fn constraint(&self, schema: &str, relation: &str, name: &str) -> String {
        self.part(Part::Constraint, &qname(schema, relation), name)
    }
    fn trigger(&self, of: &QName, name: &str) -> String {
        self.part(Part::Trigger, of, name)
    }
}

fn qname(schema: &str, name: &str) -> QName {
    QName { schema: schema.to_string(), name: name.to_string() }
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
