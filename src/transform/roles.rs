//! The rules `owner` and `grants`: which roles of the target stand for those of the source.

use super::rules::{Grants, Owners, Rules};
use crate::catalog::Reading;
use crate::error::{Error, Result};
use crate::fact::{Fact, Fields};
use crate::kind::{self, Given};
use crate::pg::spi;
use pgrx::PgSqlErrorCode;
use std::collections::{BTreeMap, BTreeSet};

type Map = BTreeMap<String, String>;

const DEFAULT_PRIVILEGES: &str = include_str!("../../sql/default_privileges.sql");

/// The maps of the rules, by the rule's name.
fn maps(rules: &Rules) -> Vec<(&'static str, &Map)> {
    let mut maps = Vec::new();
    if let Owners::Roles(map) = &rules.owner {
        maps.push(("owner", map));
    }
    if let Grants::Roles(map) = &rules.grants {
        maps.push(("grants", map));
    }
    maps
}

/// Gives roles the names that they have in the target.
struct Roles<'a> {
    maps: Vec<(&'static str, &'a Map)>,
    /// Keys of maps that had something to do.
    used: BTreeSet<String>,
}

impl Roles<'_> {
    fn map(&mut self, rule: &str, name: &mut String) -> Result<()> {
        let map = self.maps.iter().find(|(r, _)| *r == rule).map(|(_, map)| map);
        if let Some(new) = map.and_then(|m| m.get(name)) {
            self.used.insert(format!("{rule}.{name}"));
            name.clone_from(new);
        }
        Ok(())
    }
}

impl Fields for Roles<'_> {
    fn owner(&mut self, name: &mut String) -> Result<()> {
        self.map("owner", name)
    }
    fn role(&mut self, name: &mut String) -> Result<()> {
        self.map("grants", name)
    }
}

/// Applies the maps to facts; returns warnings of roles that are nowhere.
pub fn map(all: &mut [Fact], rules: &Rules) -> Result<Vec<String>> {
    let mut roles = Roles { maps: maps(rules), used: BTreeSet::new() };
    if roles.maps.is_empty() {
        return Ok(Vec::new());
    }
    for fact in all {
        fact.def.fields(&mut roles)?;
    }
    let keys = roles.maps.iter().flat_map(|(r, map)| map.keys().map(move |k| format!("{r}.{k}")));
    let idle = keys.filter(|key| !roles.used.contains(key));
    Ok(idle.map(|key| format!("rule \"{key}\" matches nothing")).collect())
}

/// Changes the source's grants to what the target can have; returns warnings of what it cannot.
pub fn settle(reading: &mut Reading, rules: &Rules) -> Result<Vec<String>> {
    if rules.grants == Grants::Skip {
        return Ok(Vec::new());
    }
    let mut mapped = reading.facts.all.clone();
    map(&mut mapped, rules)?;
    let mapped = reading.facts.with(mapped);
    let rows = spi::query(
        "SELECT DISTINCT x.privilege_type, current_user::text,
                'PostgreSQL ' || pg_catalog.split_part(pg_catalog.current_setting('server_version'), '.', 1)
           FROM pg_catalog.unnest('{r,s,f,T,n}'::\"char\"[]) AS t(type),
                pg_catalog.aclexplode(pg_catalog.acldefault(t.type, 10)) AS x",
        &[],
    )?;
    let Some(first) = rows.first() else {
        return Err(Error::internal("the target does not tell its privileges"));
    };
    let target = kind::Target {
        known: rows.iter().map(|r| r.text(0).to_string()).collect(),
        version: first.text(2).to_string(),
        caller: first.text(1),
    };
    let (idle, warnings) = kind::settle(&mut reading.facts, &mapped, &target);
    if !idle.is_empty() {
        reading.leave_out(&idle);
    }
    Ok(warnings)
}

/// What default privileges of the target give to new objects, where grants are carried.
pub fn given(rules: &Rules) -> Result<Given> {
    let mut given = Given::default();
    if rules.grants != Grants::Skip {
        for row in spi::query(DEFAULT_PRIVILEGES, &[])? {
            given.add(row.text(0), row.opt(1), row.text(2))?;
        }
    }
    Ok(given)
}

/// Refuses maps that lead to roles which are not there.
///
/// Errors: 42704 naming rule and value.
pub fn must_exist(rules: &Rules) -> Result<()> {
    let all = maps(rules).into_iter();
    let values: Vec<(String, &String)> =
        all.flat_map(|(r, m)| m.iter().map(move |(k, v)| (format!("{r}.{k}"), v))).collect();
    let missing = missing(values.iter().map(|(_, v)| v.as_str()))?;
    let wrong: Vec<_> = values.iter().filter(|(_, v)| missing.contains(*v)).collect();
    let Some((path, role)) = wrong.first() else { return Ok(()) };
    let lines: Vec<String> = wrong
        .iter()
        .map(|(path, role)| format!("The value of rule \"{path}\" is \"{role}\"."))
        .collect();
    let message = format!("role \"{role}\" in rule \"{path}\" does not exist");
    Err(Error::new(PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT, message)
        .detail(lines.join("\n") + "\nAllowed are the roles of this server.")
        .hint("Create them with CREATE ROLE, or map to others."))
}

/// Those roles that the target does not have.
pub fn missing<'a>(names: impl Iterator<Item = &'a str>) -> Result<BTreeSet<String>> {
    let names: BTreeSet<&str> = names.collect();
    if names.is_empty() {
        return Ok(BTreeSet::new());
    }
    let list = serde_json::json!(names).to_string();
    let rows = spi::query(
        "SELECT e.name FROM pg_catalog.jsonb_array_elements_text($1::jsonb) AS e(name)
          WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname::text = e.name)",
        &[Some(&list)],
    )?;
    Ok(rows.iter().map(|r| r.text(0).to_string()).collect())
}
