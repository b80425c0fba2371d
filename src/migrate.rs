//! The whole pipeline, one line a stage: read this first.

mod diagram;
mod meanwhile;
mod models;
mod order;
mod parts;
mod report;
mod touched;
mod transfer;
mod travel;
mod turns;
mod view;

pub use self::diagram::diagram;
pub use self::models::models;
pub use self::parts::{begin_online, reach};
pub use self::report::report;
pub use self::transfer::{alembic, export, import};
pub use self::travel::{downgrade, upgrade, upgrade_batch};

use self::touched::Looked;
use self::view::{
    Compared, Found, Reached, View, connect, definitions, drifted, follow, glance, look, settled,
    steadily, wanted_by,
};
use crate::access;
use crate::apply::{self, Direction, Server};
use crate::catalog::{Schemas, Side};
use crate::checks;
use crate::coverage::{self, Count};
use crate::diff::{self, Drift};
use crate::error::Result;
use crate::fingerprint::Tables;
use crate::hazard::{self, Problem};
use crate::kind;
use crate::online;
use crate::pg::{dblink, spi};
use crate::plan::{self, Given};
use crate::print;
use crate::purge;
use crate::revision::{self, Draft, Seen};
use crate::select::{self, Target};
use crate::transform::{providers, roles, rules::Rules, types::Types};
use crate::verify::{self, Verdict};

const STRICT: Server = Server { whatever_aliases: false };
const LENIENT: Server = Server { whatever_aliases: true };

/// Reads the source, compares, and writes a pending revision when something must change.
pub fn plan(server: &str, schemas: &Schemas, message: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    dblink::must_exist(server)?;
    let source = revision::ensure_source(server, schemas)?;
    select::finished(&source)?;
    let (mut seen, reached) = glance(&source)?;
    if let Some(lines) = seen.lines(&source)? {
        return Ok(lines);
    }
    let (view, Compared { found, taken, drift }) = both_sides(&source, &mut seen, reached)?;
    let Found { mut changes, before, ahead } = found;
    let (standing, seen) = view.told(seen);
    let (desired, actual, recorded) = (&view.desired.facts, &view.actual, &view.recorded);
    revision::set_identity(&source, &view.identity)?;
    revision::set_addresses(&changes.moved, recorded)?;
    revision::forget(&source, None)?;
    if changes.is_empty() {
        let lines = print::unchanged(&drift);
        let is_here = (drift.is_empty(), drift.is_empty() && view.is_all());
        seen.map(|it| it.keep(&source, &lines, is_here)).transpose()?;
        return Ok(lines);
    }
    let id = revision::new_id()?;
    let (rebuild, trash) = view.part(&mut changes, &ahead, &id)?;
    let kept = checks::kept(&changes, recorded);
    let warnings = [standing, kept, trash.warnings.clone()].concat();
    checks::warn(&warnings);
    let claims = hazard::claims(&changes, &rebuild, (desired, &before, actual))?;
    let privileges = roles::given(&view.rules)?;
    let given = Given {
        desired,
        actual,
        ahead: &ahead,
        recorded,
        taken: &taken,
        privileges: &privileges,
        claims: &claims,
        trash: &trash,
    };
    let plan = plan::plan(&changes, &rebuild, &given)?;
    let (adopted, drift) =
        (checks::adopted(&changes, desired), diff::left(drift, &changes, actual));
    let lines = print::plan(&id, &source, &view.identity, &plan, (&adopted, &drift, &warnings))?;
    let draft = Draft {
        message,
        lines: &lines,
        warnings: &warnings,
        rules: &source.rules,
        schemas: &view.here,
        beside: &view.beside,
        rebuilds: !rebuild.is_empty(),
        identity: &view.identity,
        seen: seen.as_ref(),
    };
    revision::write(&source, &id, &draft, &plan)?;
    let (new, old) = ((&view.reading.facts, desired), (actual, recorded.as_slice()));
    revision::write_facts(&source, &id, &changes, new, old)?;
    Ok(lines)
}

/// Both sides and what must change: of tables that the source has touched alone, where that is all there is to know.
fn both_sides(
    source: &revision::Source,
    seen: &mut Seen,
    reached: Reached,
) -> Result<(View, Compared)> {
    seen.tables = Some(Tables::read(&reached.0, reached.1.version)?);
    let reached = match touched::look(source, seen, reached)? {
        Looked::Enough(found) => return Ok(*found),
        Looked::TooLittle(reached) => reached,
    };
    let mut view = look(source, reached)?;
    // What depends on changes is read along with them, of all kinds.
    let drift = view.drift()?;
    let (found, taken) = view.checked(source)?;
    Ok((view, Compared { found, taken, drift }))
}

/// Plans and upgrades one source. What would lose data that may not be lost stays pending, and while another session
/// is at work nothing happens.
pub fn sync(server: &str, schemas: &Schemas, allow: &[String]) -> Result<Vec<String>> {
    let allowed = select::hazards(allow)?;
    if !select::try_lock()? {
        return Ok(vec![print::skipped(&revision::source_name(server, schemas))]);
    }
    let mut lines = plan(server, schemas, None)?;
    let source = revision::ensure_source(server, schemas)?;
    let Some(pending) = revision::line(&source)?.into_iter().find(|r| !r.applied) else {
        return Ok(lines);
    };
    // What may be lost is counted by the upgrade.
    let losses = match checks::may_lose(&allowed) {
        true => Vec::new(),
        false => apply::losses(revision::steps(&pending.id)?.iter(), Direction::Up)?,
    };
    match losses.is_empty() {
        true => lines.extend(upgrade("head", Some(&source.name), allow, false)?),
        false => lines.extend(print::left_pending(&source, &pending, &losses)),
    }
    Ok(lines)
}

/// Compares live sources with this database, object by object.
pub fn verify(source: Option<&str>) -> Result<Vec<Verdict>> {
    let mut verdicts = Vec::new();
    for source in revision::sources(source)? {
        verdicts.extend(settled(&source, || {
            let view = look(&source, None)?;
            let others = purge::with_labels(&view.others, &view.actual)?;
            let compared = verify::Compared {
                source: &view.reading.facts,
                desired: &view.desired.facts,
                actual: &view.actual,
                recorded: &view.recorded,
                others: &others,
            };
            verify::verify(&compared, &STRICT)
        })?);
    }
    Ok(verdicts)
}

/// Accounts for everything that live sources have to carry.
pub fn coverage(source: Option<&str>) -> Result<Vec<Count>> {
    let mut counts = Vec::new();
    for source in revision::sources(source)? {
        let whole = source.schemas.is_none();
        let (rows, known, excluded) = steadily(|| {
            let rules = Rules::parse(&source.rules, &kind::names())?;
            let reached = connect(&source)?;
            let schemas = reached.0.schemas(&source.schemas, &source.server)?;
            let it = follow(&source, schemas, rules, reached)?;
            let mut all = it.side.read(&it.schemas, &kind::optional_for(whole))?;
            all.fit();
            providers::settle(&mut all, &|| definitions(&source))?;
            let known = [&all.facts, &it.reading.facts].map(coverage::addresses);
            Ok((coverage::rows(&it.side)?, known, it.rules.kinds.exclude))
        })?;
        coverage::count(&rows, whole, &known, &excluded, &mut counts);
    }
    coverage::sort(&mut counts, &kind::names());
    Ok(counts)
}

/// Compares this database with the record.
pub fn drift(source: Option<&str>) -> Result<Vec<Drift>> {
    let mut rows = Vec::new();
    for source in revision::sources(source)? {
        rows.extend(settled(&source, || {
            let Some(current) = revision::line(&source)?.into_iter().rfind(|r| r.applied) else {
                return Ok(Vec::new());
            };
            let actual = Side::Target.read(&current.schemas, &wanted_by(&current)?)?.facts;
            let recorded = revision::left(&source)?;
            drifted(recorded.iter(), &revision::used_by_others(&source)?, &actual)
        })?);
    }
    Ok(rows)
}

/// Looks for rows that steps which are not in effect would choke on.
pub fn preflight(revision: &str, source: Option<&str>) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for Target { line, at, to, .. } in select::targets(revision, source)? {
        for it in line.get(at..to).unwrap_or_default() {
            for step in revision::steps(&it.id)? {
                problems.extend(hazard::problems(step.number, &step.object, &step.doubts));
            }
        }
    }
    Ok(problems)
}

/// Records that the target is at a revision.
pub fn stamp(revision: &str, source: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    let mut lines = Vec::new();
    for Target { source, line, at, to } in select::targets(revision, source)? {
        select::finished(&source)?;
        for it in line.get(at..to).unwrap_or_default() {
            revision::set_applied(&it.id)?;
        }
        for it in line.get(to..at).unwrap_or_default().iter().rev() {
            revision::set_undone(it)?;
        }
        let differing = drift(Some(&source.name))?.len();
        lines.push(print::stamped(&source, &line, to, differing));
    }
    Ok(lines)
}

/// Prints the statements of a revision as a script for psql.
pub fn script(
    revision: &str,
    source: Option<&str>,
    undo: bool,
    is_online: bool,
) -> Result<Vec<String>> {
    online::only_forward(undo, is_online)?;
    let mut lines = Vec::new();
    for Target { source, line, to, .. } in select::targets(revision, source)? {
        let Some(it) = to.checked_sub(1).and_then(|i| line.get(i)) else { continue };
        let steps = revision::steps(&it.id)?;
        match is_online {
            true => lines.extend(print::online(&source, it, &steps, select::LOCK)?),
            false => lines.extend(print::script(&source, it, &steps, undo)?),
        }
    }
    Ok(lines)
}

/// Names and types that rules changed: kind, name in the source, name here and rules.
pub fn mapping(source: Option<&str>) -> Result<Vec<spi::Row>> {
    revision::mapping(source)
}

/// Forgets revisions that are not in effect, from the one named on.
pub fn discard(revision: &str, source: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    let mut lines = Vec::new();
    for Target { source, line, to, .. } in select::targets(revision, source)? {
        let it = to.checked_sub(1).and_then(|i| line.get(i)).filter(|r| !r.applied);
        select::finished(&source)?;
        match it {
            Some(it) => {
                let gone = revision::forget(&source, Some(&it.id))?;
                lines.push(format!("Discarded {} of {}.", gone.join(", "), source.name));
            }
            None if revision == "head" || to == 0 => {
                lines.push(format!("Nothing to discard: {} has no pending revision.", source.name));
            }
            None => return Err(select::in_effect(&source, revision)),
        }
    }
    Ok(lines)
}

/// Lets a role use everything here.
pub fn grant_to(role: &str) -> Result<Vec<String>> {
    access::grant_to(role)
}

/// Forgets a source with its history; the objects stay.
pub fn unfollow(source: &str) -> Result<Vec<String>> {
    select::lock()?;
    let mut lines = Vec::new();
    for source in revision::sources(Some(source))? {
        let line = revision::line(&source)?;
        let mut trash = 0;
        for it in &line {
            trash += revision::trash(&it.id)?.len();
        }
        revision::remove(&source)?;
        purge::close()?;
        lines.push(print::unfollowed(&source, line.len(), trash));
    }
    Ok(lines)
}

/// Removes for good what a revision has in the trash.
pub fn purge(revision: &str, source: Option<&str>) -> Result<Vec<String>> {
    select::lock()?;
    let mut lines = Vec::new();
    for Target { source, line, at, to } in select::targets(revision, source)? {
        // Only what is in effect has something there.
        let to = if revision == "head" { at } else { to };
        match to.checked_sub(1).and_then(|i| line.get(i)) {
            Some(it) => {
                lines.extend(purge::empty(&source, it)?);
                revision::set_purged(&it.id)?;
                purge::close()?;
            }
            None => lines.push(format!("Nothing to purge: {} is at base.", source.name)),
        }
    }
    Ok(lines)
}

/// Sets the rules of a source; returns them with every default spelled out.
pub fn configure(server: &str, schemas: &Schemas, rules: &str) -> Result<String> {
    select::lock()?;
    let parsed = Rules::parse(rules, &kind::names())?;
    roles::must_exist(&parsed)?;
    Types::read(&parsed)?;
    dblink::must_exist(server)?;
    let source = revision::ensure_source(server, schemas)?;
    revision::set_rules(&source, rules)?;
    parsed.effective()
}
