//! The script that psql runs while others work: no transaction holds a lock for long.

use super::{SETTINGS, ahead, heading, one_line, own_path};
use crate::batch::{self, Unit};
use crate::error::Result;
use crate::fact::{Online, Piece};
use crate::pg::quote::literal;
use crate::pg::settings;
use crate::revision::{Revision, Source, Stored};
use hashbrown::HashSet;

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
    ];
    lines.extend(SETTINGS.map(|(name, value)| format!("SET {name} = {value};")));
    lines.extend(own_path(false).map(|set| format!("{set} AS schemig_done \\gset")));
    lines.push(format!("SELECT schemig.begin_online({id}) AS schemig_done \\gset"));
    let ahead = ahead(revision, steps, false);
    let units = batch::units(steps);
    let mut done = 0;
    while done < units.len() {
        let end = batch::end(steps, &units, done, 1);
        lines.extend(part(&id, units.get(done..end).unwrap_or_default(), end, &ahead)?);
        done = end;
    }
    lines.extend([
        "-- compares this database with what was planned, and records the revision as applied"
            .to_string(),
        format!("SELECT schemig.upgrade({id}, {});", literal(&source.name)),
        format!("SELECT pg_catalog.pg_advisory_unlock({key}) AS schemig_done \\gset"),
    ]);
    lines.extend(SETTINGS.map(|(name, _)| format!("RESET {name};")));
    Ok(lines)
}

/// Statements that stand or fall together, the last of them being number `end`.
fn part(id: &str, units: &[Unit], end: usize, ahead: &HashSet<i64>) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for Unit { step, .. } in units {
        let gentle = step.online.is_some() || !step.parts.is_empty();
        let stays = |hazard: &&String| !gentle || !hazard.starts_with("long_lock");
        let left: Vec<String> = step.hazards.iter().filter(stays).cloned().collect();
        lines.push(heading(step, &left, false, ahead)?);
    }
    lines.push(format!("SELECT :schemig_done < {end} AS schemig_todo \\gset"));
    lines.push("\\if :schemig_todo".to_string());
    let online = match units {
        [Unit { step: Stored { online: Some(online), .. }, .. }] => Some(online),
        _ => None,
    };
    lines.extend(online.into_iter().flat_map(before));
    lines.extend(begin());
    match online {
        Some(online) => lines.extend(online.last.iter().map(|sql| format!("{sql};"))),
        None => lines.extend(units.iter().map(|unit| format!("{};", unit.sql))),
    }
    lines.push(format!("SELECT schemig.reach({id}, {end}) AS schemig_done \\gset"));
    lines.extend(["COMMIT;".to_string(), "\\endif".to_string()]);
    Ok(lines)
}

/// What runs before, each where it is still to be done.
fn before(online: &Online) -> Vec<String> {
    let piece = |Piece { when, sql, within }: &Piece| {
        let (begin, end) =
            if *within { (begin(), vec!["COMMIT;".to_string()]) } else { Default::default() };
        let head =
            [format!("SELECT {when} AS schemig_todo \\gset"), "\\if :schemig_todo".to_string()];
        let tail = end.into_iter().chain(["\\endif".to_string()]);
        head.into_iter().chain(begin).chain([format!("{sql};")]).chain(tail).collect::<Vec<_>>()
    };
    online.before.iter().flat_map(piece).collect()
}

/// The beginning of a transaction.
fn begin() -> Vec<String> {
    ["BEGIN;".to_string()].into_iter().chain(limits()).collect()
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
