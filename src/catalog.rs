//! Reads the facts and dependencies of either side by the same queries.

mod demanded;
mod in_parts;
mod only;
mod queries;
mod reading;

pub use self::in_parts::InParts;
pub use self::only::by_tables;
pub use self::reading::Reading;

use self::demanded::{demanded, without_parents};
use self::queries::Extent;
use crate::error::{Error, Result};
use crate::fact::{self, Fact, Facts, Space, Surroundings};
use crate::kind::KINDS;
use crate::model::{Address, QName};
use crate::omit::{self, Omitted};
use crate::pg::dblink::{self, Connection};
use crate::pg::parser::excerpt;
use crate::pg::quote::literal;
use crate::pg::settings;
use crate::pg::spi;
use crate::pg::timeout;
use crate::sound::{self, Sound};
use hashbrown::{HashMap, HashSet};
use pgrx::{PgSqlErrorCode, notice};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::time::{Duration, Instant};

/// How often a long reading says where it is.
const PROGRESS: Duration = Duration::from_secs(5);

/// Which schemas are followed: those named, or every user schema.
pub type Schemas = Option<Vec<String>>;

/// Names of relations and types, with the addresses of what has them.
pub type Taken = HashMap<(Space, QName), Address>;

/// A place whose catalog can be read.
pub enum Side {
    Source(Box<Connection>),
    Target,
}

/// What a source says of itself.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// `pg_control_system().system_identifier`; empty where the role may not read it.
    pub system: String,
    pub database_oid: String,
    pub database: String,
    /// `server_version_num`.
    pub version: i32,
}

#[derive(Deserialize)]
struct Row<'a> {
    at: Address,
    #[serde(default)]
    parent: Option<Address>,
    #[serde(default)]
    falls: Option<Address>,
    #[serde(default)]
    aliases: Option<Vec<Address>>,
    #[serde(default)]
    after: Option<Vec<Address>>,
    #[serde(default)]
    notes: Option<Vec<String>>,
    #[serde(borrow)]
    def: &'a RawValue,
}

const UNSUPPORTED: &str = include_str!("../sql/unsupported.sql");
const BESIDE: &str = include_str!("../sql/unsupported_database.sql");
const TAKEN: &str = include_str!("../sql/taken.sql");
const DEPENDENTS: &str = include_str!("../sql/dependents.sql");
const IDENTITY: &str = include_str!("../sql/identity.sql");
const USER_SCHEMAS: &str = include_str!("../sql/user_schemas.sql");

impl Side {
    /// Runs a query whose columns are all of type `text`; returns what is made of its rows.
    pub fn collect<T>(
        &self,
        sql: &str,
        columns: usize,
        mut make: impl FnMut(spi::Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut list = Vec::new();
        match self {
            Side::Source(connection) => connection.each(sql, columns, &mut |row| {
                list.push(make(row)?);
                Ok(())
            })?,
            // Functions that print definitions lock relations, in no order: nobody's DDL shall wait for that to the end.
            Side::Target => timeout::in_turns(|| {
                list.clear();
                spi::each(sql, &[], &mut |row| {
                    list.push(make(row)?);
                    Ok(())
                })
            })?,
        }
        Ok(list)
    }

    /// Lets the other server begin with the query that is run next.
    pub fn begin(&self, sql: String) -> Result<()> {
        match self {
            Side::Source(connection) => connection.begin(sql),
            Side::Target => Ok(()),
        }
    }

    /// What this session can do while the other server works.
    pub fn meanwhile(&self, work: Option<dblink::Meanwhile>) {
        if let Side::Source(connection) = self {
            connection.meanwhile(work);
        }
    }

    /// Tells which queries come next, in order.
    fn foresee(&self, queries: impl Iterator<Item = String>) {
        if let Side::Source(connection) = self {
            connection.foresee(queries);
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Side::Source(_) => "source",
            Side::Target => "target",
        }
    }

    fn rows(&self, sql: &str, columns: usize) -> Result<Vec<spi::Row>> {
        self.collect(sql, columns, Ok)
    }

    /// Tells the catalog queries which schemas are followed.
    fn follow(&self, schemas: &[String]) -> Result<()> {
        self.set_schemas(&self.array(schemas)?)
    }

    /// Names as the text of an array.
    fn array(&self, names: &[String]) -> Result<String> {
        let list = names.iter().map(|s| literal(s)).collect::<Vec<_>>().join(", ");
        let array = format!("SELECT ARRAY[{list}]::pg_catalog.text[]::pg_catalog.text");
        let rows = self.rows(&array, 1)?;
        Ok(rows.first().map_or("{}", |row| row.text(0)).to_string())
    }

    fn set_schemas(&self, array: &str) -> Result<()> {
        self.set("schemig.schemas", array)
    }

    /// Sets what catalog queries ask for.
    fn set(&self, setting: &str, value: &str) -> Result<()> {
        match self {
            Side::Source(connection) => connection.set(setting, value),
            Side::Target => {
                settings::set(setting, value);
                Ok(())
            }
        }
    }

    /// Who the other side is.
    pub fn identity(&self) -> Result<Identity> {
        let rows = self.rows(IDENTITY, 4)?;
        let row = rows
            .first()
            .ok_or_else(|| sound::lie("the source does not tell its identity".into()))?;
        Ok(Identity {
            system: row.text(0).to_string(),
            database_oid: row.text(1).to_string(),
            database: row.text(2).to_string(),
            version: row.parse(3).map_err(dblink::blame)?,
        })
    }

    /// The schemas to read: all user schemas, or those named.
    ///
    /// Errors: 3F000 a named schema does not exist, with those that do in DETAIL.
    pub fn schemas(&self, wanted: &Schemas, server: &str) -> Result<Vec<String>> {
        let there: Vec<String> =
            self.rows(USER_SCHEMAS, 1)?.iter().map(|r| r.text(0).to_string()).collect();
        sound::schemas(&there)?;
        let Some(wanted) = wanted else { return Ok(there) };
        for schema in wanted {
            if !there.contains(schema) {
                return Err(Error::new(
                    PgSqlErrorCode::ERRCODE_INVALID_SCHEMA_NAME,
                    format!("schema \"{schema}\" does not exist on server \"{server}\""),
                )
                .detail(format!("The source has the schemas {}.", quoted(&there)))
                .hint("Schema names are case-sensitive here: write them as they are stored."));
            }
        }
        Ok(wanted.clone())
    }

    /// Reads every fact of the schemas; of optional kinds those that are wanted.
    pub fn read(&self, schemas: &[String], wanted: &[&'static str]) -> Result<Reading> {
        let Side::Source(_) = self else {
            return InParts::new(schemas.to_vec(), wanted.to_vec()).finish();
        };
        self.follow(schemas)?;
        let mut all = Vec::new();
        let mut last = Instant::now();
        let read = self.kinds(wanted)?;
        self.foresee(
            read.iter()
                .map(|e| Extent::All.facts_of(e))
                .chain([Extent::All.edges(), Extent::All.unsupported(UNSUPPORTED)]),
        );
        let mut sound = Sound::new(schemas);
        for entry in read {
            self.tell(&mut last, all.len(), entry);
            all.extend(self.read_kind(entry, Extent::All, Some(&mut sound), &mut || {})?);
        }
        self.settle(all, Extent::All)
    }

    /// What of all that was read of a source is followed.
    fn settle(&self, mut all: Vec<Fact>, extent: Extent) -> Result<Reading> {
        without_parents(&mut all);
        sound::order(&all)?;
        let edges = self.edges(extent, &mut || {})?;
        let all = demanded(all, &edges, false);
        let facts = Facts::new(all, &edges);
        let omitted = self.unsupported(extent, UNSUPPORTED, &facts)?;
        let missing: HashMap<Address, String> =
            omitted.iter().map(|u| (u.at, format!("{} {}", u.kind, u.object))).collect();
        let mut seeds: HashMap<usize, Option<String>> = HashMap::new();
        for (dependent, referenced) in &edges {
            if let (Some(fact), Some(what)) =
                (facts.owner(*dependent), missing.get(&referenced.whole()))
            {
                seeds.insert(fact, Some(what.clone()));
            }
        }
        seeds.extend(omit::without_order(&facts));
        let mut reading = Reading { facts, omitted, known: HashSet::new(), edges };
        reading.omit(seeds);
        Ok(reading)
    }

    /// The kinds to read.
    fn kinds(&self, wanted: &[&str]) -> Result<Vec<&'static fact::Entry>> {
        let empty = self.kinds_without_objects()?;
        let is_read = |e: &&fact::Entry| !e.optional || wanted.contains(&e.kind);
        let is_there = |e: &&fact::Entry| !empty.contains(e.kind);
        Ok(KINDS.iter().filter(is_read).filter(is_there).collect())
    }

    /// Says now and then where a long reading is.
    fn tell(&self, last: &mut Instant, count: usize, now: &fact::Entry) {
        if last.elapsed() > PROGRESS {
            notice!("read {count} facts of the {}; now: {}", self.word(), now.kind);
            *last = Instant::now();
        }
    }

    /// Kinds of which there is surely no object.
    fn kinds_without_objects(&self) -> Result<HashSet<&'static str>> {
        let asked: Vec<(&'static str, &'static str)> =
            KINDS.iter().filter_map(|e| e.found_in.map(|from| (e.kind, from))).collect();
        let list: Vec<String> =
            asked.iter().map(|(_, from)| format!("EXISTS (SELECT FROM {from})")).collect();
        let sql = format!("SELECT ARRAY[{}]::pg_catalog.text", list.join(", "));
        let rows = self.rows(&sql, 1)?;
        let flags = rows.first().map_or("", |row| row.text(0)).trim_matches(['{', '}']);
        let empty = asked.iter().zip(flags.split(',')).filter(|(_, flag)| *flag == "f");
        Ok(empty.map(|((kind, _), _)| *kind).collect())
    }

    fn read_kind(
        &self,
        entry: &'static fact::Entry,
        extent: Extent,
        mut sound: Option<&mut Sound>,
        between: &mut dyn FnMut(),
    ) -> Result<Vec<Fact>> {
        let mut all = self.collect(&extent.facts_of(entry), 1, |row| {
            between();
            let fact = parse(entry, row.text(0))?;
            if let Some(sound) = &mut sound {
                sound::json(row.text(0))?;
                let place = |e: Error| e.about(format!("It is of kind \"{}\".", entry.kind));
                sound.check(&fact).map_err(place)?;
            }
            Ok(fact)
        })?;
        // Columns of a relation in their order; no catalog gives its rows in any.
        all.sort_unstable_by_key(|fact| fact.at);
        Ok(all)
    }

    fn edges(&self, extent: Extent, between: &mut dyn FnMut()) -> Result<Vec<(Address, Address)>> {
        self.collect(&extent.edges(), 1, |row| {
            between();
            let n: Vec<i64> = row.text(0).split(',').filter_map(|p| p.parse().ok()).collect();
            let [dc, d, ds, rc, r, rs] = n[..] else {
                return Err(Error::internal(format!("unexpected dependency \"{}\"", row.text(0))));
            };
            Ok((Address(dc as u32, d as u32, ds as i32), Address(rc as u32, r as u32, rs as i32)))
        })
    }

    /// What belongs to the database, to no schema, and to no fact.
    pub fn beside(&self, facts: &Facts) -> Result<Vec<Omitted>> {
        self.unsupported(Extent::All, BESIDE, facts)
    }

    fn unsupported(&self, extent: Extent, query: &str, facts: &Facts) -> Result<Vec<Omitted>> {
        let mut list = self.collect(&extent.unsupported(query), 4, |row| {
            let at = Address(row.parse(2)?, row.parse(3)?, 0);
            let (kind, object) = (row.text(0).into(), row.text(1).into());
            Ok(Omitted { at, kind, object, because: None })
        })?;
        list.retain(|it| facts.owner(it.at).is_none());
        list.sort_by(|a, b| (&a.kind, &a.object).cmp(&(&b.kind, &b.object)));
        Ok(list)
    }

    /// Names in use in schemas, each with the address of what has it.
    pub fn taken(&self, schemas: &[String]) -> Result<Taken> {
        self.follow(schemas)?;
        let all = self.collect(TAKEN, 5, |row| {
            let space = if row.text(0) == "type" { Space::Type } else { Space::Relation };
            let name = QName { schema: row.text(1).into(), name: row.text(2).into() };
            Ok(((space, name), Address(row.parse(3)?, row.parse(4)?, 0)))
        })?;
        Ok(all.into_iter().collect())
    }

    /// The schemas, and all others that hold something that depends on what is in them.
    pub fn with_dependents(&self, schemas: &[String]) -> Result<Vec<String>> {
        let mut all = schemas.to_vec();
        loop {
            self.follow(&all)?;
            let more = self.rows(DEPENDENTS, 1)?;
            if more.is_empty() {
                return Ok(all);
            }
            all.extend(more.iter().map(|row| row.text(0).to_string()));
        }
    }

    /// Those references that lead to objects of other schemas, as the server describes them.
    pub fn outside(&self, reading: &Reading) -> Result<Vec<(usize, String)>> {
        let references = reading.dangling();
        if references.is_empty() {
            return Ok(Vec::new());
        }
        let values: Vec<String> = references
            .iter()
            .map(|(fact, at)| format!("({fact}, {}::oid, {}::oid, {})", at.0, at.1, at.2.max(0)))
            .collect();
        // What an object is a part of (an index of its constraint, a row type of its table) stands for it.
        let sql = format!(
            "SELECT v.fact::text, pg_catalog.pg_describe_object(v.c, v.o, v.s), u.addresses
               FROM (VALUES {}) AS v(fact, c, o, s),
                    LATERAL pg_catalog.pg_identify_object(v.c, v.o, v.s) AS i,
                    LATERAL (WITH RECURSIVE up(c, o) AS (
                                 SELECT v.c, v.o
                                  UNION
                                 SELECT d.refclassid, d.refobjid
                                   FROM up
                                   JOIN pg_catalog.pg_depend d
                                     ON d.classid = up.c AND d.objid = up.o AND d.deptype = 'i')
                             SELECT pg_catalog.string_agg(up.c::pg_catalog.int8 || ' ' || up.o::pg_catalog.int8, ',') AS addresses
                               FROM up) AS u
              WHERE i.schema NOT IN (SELECT pg_catalog.quote_ident(s.name)
                                       FROM pg_catalog.unnest(pg_catalog.current_setting('schemig.schemas')::pg_catalog.name[]) AS s(name))
                AND i.schema NOT IN ('pg_catalog', 'information_schema', 'pg_toast')",
            values.join(", ")
        );
        let is_known = |addresses: &str| {
            addresses.split(',').filter_map(|a| a.split_once(' ')).any(|(class, oid)| {
                let at = class.parse().ok().zip(oid.parse().ok());
                at.is_some_and(|(class, oid)| reading.known.contains(&Address(class, oid, 0)))
            })
        };
        let rows = self.rows(&sql, 3)?;
        let outside = rows.iter().filter(|r| !is_known(r.text(2)));
        outside.map(|r| Ok((r.parse(0)?, r.text(1).to_string()))).collect()
    }
}

fn parse(entry: &fact::Entry, text: &str) -> Result<Fact> {
    let row: Row = serde_json::from_str(text).map_err(|e| {
        Error::internal(format!("cannot read a fact of kind \"{}\"", entry.kind))
            .detail(format!("{e}, in {}", excerpt(text)))
    })?;
    let surroundings = Surroundings {
        at: row.at,
        parent: row.parent,
        falls: row.falls,
        aliases: row.aliases.unwrap_or_default(),
        after: row.after.unwrap_or_default(),
        notes: row.notes.unwrap_or_default(),
    };
    Ok(Fact::new(surroundings, (entry.parse)(row.def.get())?.into()))
}

/// Names in double quotes, for messages.
fn quoted(names: &[String]) -> String {
    names.iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(", ")
}
