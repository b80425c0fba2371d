//! The script that psql runs while others work: no transaction holds a lock for long.

use super::{hazards, one_line};
use crate::apply::probe_loss;
use crate::batch::{self, Unit};
use crate::error::Result;
use crate::fact::Online;
use crate::pg::quote::literal;
use crate::pg::settings;
use crate::revision::{Revision, Source, Stored};

/// Lines of the script. Each part says on record how far it is, so that the script can be run again.
pub fn online(
    source: &Source,
    revision: &Revision,
    steps: &[Stored],
    key: i64,
) -> Result<Vec<String>> {
    let id = literal(&revision.id);
    let mut lines = vec![
        format!("-- revision {} of {}, online", revision.id, one_line(&source.name)),
        "-- for psql, and not in one transaction; what is stopped goes on when it is run again"
            .to_string(),
        "\\set ON_ERROR_STOP on".to_string(),
        "\\set AUTOCOMMIT on".to_string(),
        "SET search_path = pg_catalog, pg_temp;".to_string(),
        "SET check_function_bodies = off;".to_string(),
        format!("SELECT schemig.begin_online({id}) AS schemig_done \\gset"),
    ];
    let units = batch::units(steps);
    let mut done = 0;
    while done < units.len() {
        let end = batch::end(steps, &units, done, 1);
        lines.extend(part(&id, units.get(done..end).unwrap_or_default(), end)?);
        done = end;
    }
    lines.extend([
        "-- compares this database with what was planned, and records the revision as applied"
            .to_string(),
        format!("SELECT schemig.upgrade({id}, {});", literal(&source.name)),
        format!("SELECT pg_catalog.pg_advisory_unlock({key}) AS schemig_done \\gset"),
        "RESET search_path;".to_string(),
        "RESET check_function_bodies;".to_string(),
    ]);
    Ok(lines)
}

/// Statements that stand or fall together, the last of them being number `end`.
fn part(id: &str, units: &[Unit], end: usize) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for unit in units {
        let loss = unit.step.probe.as_deref().map(probe_loss).transpose()?.flatten();
        let gentle = unit.step.online.is_some() || !unit.step.parts.is_empty();
        let stays = |hazard: &&String| !gentle || !hazard.starts_with("long_lock");
        let left: Vec<String> = unit.step.hazards.iter().filter(stays).cloned().collect();
        let hazard = hazards(&left, loss, " ");
        lines.push(format!("-- step {}: {}{hazard}", unit.step.number, one_line(&unit.step.label)));
    }
    lines.push(format!("SELECT :schemig_done < {end} AS schemig_todo \\gset"));
    lines.push("\\if :schemig_todo".to_string());
    let online = match units {
        [Unit { step: Stored { online: Some(online), .. }, .. }] => Some(online),
        _ => None,
    };
    lines.extend(online.into_iter().flat_map(before));
    lines.push("BEGIN;".to_string());
    lines.extend(limits());
    match online {
        Some(online) => lines.extend(online.last.iter().map(|sql| format!("{sql};"))),
        None => lines.extend(units.iter().map(|unit| format!("{};", unit.sql))),
    }
    lines.push(format!("SELECT schemig.reach({id}, {end}) AS schemig_done \\gset"));
    lines.extend(["COMMIT;".to_string(), "\\endif".to_string()]);
    Ok(lines)
}

/// What runs outside of transactions.
fn before(online: &Online) -> Vec<String> {
    let piece = |when: &str, sql: &str| {
        [
            format!("SELECT {when} AS schemig_todo \\gset"),
            "\\if :schemig_todo".to_string(),
            format!("{sql};"),
            "\\endif".to_string(),
        ]
    };
    online.before.iter().flat_map(|it| piece(&it.when, &it.sql)).collect()
}

/// The timeouts of this session, for each transaction. What builds an index may wait for others as long as it takes.
fn limits() -> Vec<String> {
    let settings = [
        ("lock_timeout", settings::lock_timeout()),
        ("statement_timeout", settings::statement_timeout()),
    ];
    let set = settings.into_iter().filter(|(_, value)| *value > 0);
    set.map(|(name, value)| format!("SET LOCAL {name} = {value};")).collect()
}
