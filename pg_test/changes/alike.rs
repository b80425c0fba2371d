//! Whether a plan over the tables alone that were touched says what one over everything does.

use super::Change;
use super::kept::must_be_same;
use crate::Outcome;
use crate::psql::Database;

/// What the server logs of a plan that has read some tables alone.
pub const ALONE: &str = "touched tables alone";

/// What is written of the pending revision, without its number.
const WRITTEN: &str = "
    SELECT p.line FROM schemig.revision r, unnest(r.plan) WITH ORDINALITY AS p(line, place)
     WHERE r.state = 'pending' AND p.place > 1 ORDER BY p.place;
    SELECT w.line FROM schemig.revision r, unnest(r.warnings) AS w(line) WHERE r.state = 'pending' ORDER BY w.line;
    SELECT r.rules, r.schemas, r.beside, r.rebuilds FROM schemig.revision r WHERE r.state = 'pending';
    SELECT s.number, s.change, s.kind, s.object, s.statement, s.undo, s.along, s.trash, s.probe, s.undo_probe, s.hazards,
           s.doubts, s.bars, s.parts, s.online
      FROM schemig.step s JOIN schemig.revision r ON r.id = s.revision WHERE r.state = 'pending' ORDER BY s.number;
    SELECT f.kind, f.class_oid, f.object_oid, f.sub_id, f.source_object, f.object, f.source_def, f.def, f.adopted, f.drifted,
           f.rule, f.found
      FROM schemig.fact f JOIN schemig.revision r ON r.id = f.since WHERE r.state = 'pending' ORDER BY f.id;
    SELECT e.fact, e.lost, e.kept FROM schemig.fact_end e JOIN schemig.revision r ON r.id = e.until
     WHERE r.state = 'pending' ORDER BY e.fact;";

impl Change<'_> {
    /// Plans twice where the first plan has read some tables alone.
    pub fn must_be_alike(&self) -> Outcome {
        must_be_alike(&self.pair.target, &self.pair.plan_sql()).map(|_| ())
    }
}

/// Plans, and again over everything where that has read some tables alone; returns whether it has.
pub fn must_be_alike(target: &Database, plan: &str) -> Outcome<bool> {
    let alone = target.said(&format!("SET client_min_messages = debug1; {plan}"))?;
    if !alone.succeeded || !alone.notices.contains(ALONE) {
        return Ok(false);
    }
    let written = target.sql(WRITTEN)?;
    let rest = |rows: &str| rows.split_once('\n').map(|(_, rest)| rest.to_owned());
    let whole = format!(
        "UPDATE schemig.fingerprint SET tables = NULL; SET client_min_messages = debug1; {plan}"
    );
    let whole = target.said(&whole)?;
    if !whole.succeeded || whole.notices.contains(ALONE) {
        return Err(format!("the second plan was to read everything:\n{}", whole.notices));
    }
    let printed =
        [&alone, &whole].map(|said| rest(&said.rows).unwrap_or_else(|| said.rows.clone()));
    must_be_same(&printed[1], &printed[0], "printed by a plan over what was touched")?;
    must_be_same(&target.sql(WRITTEN)?, &written, "written by a plan over what was touched")?;
    Ok(true)
}
