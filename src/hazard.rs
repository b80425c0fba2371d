//! What may surprise about a change, where it is real: kinds claim, the server is asked.

use crate::diff::Changes;
use crate::error::Result;
use crate::fact::{Doubt, Facts, Object, Risk, Scope, Trial};
use crate::model::QName;
use crate::pg::guard;
use crate::pg::spi;
use crate::plan::Claim;
use std::collections::{HashMap, HashSet};

/// Claims of what is made and altered, by desired fact; `before` are the desired facts under the names that
/// the target has now.
pub fn claims(
    changes: &Changes,
    (desired, before, actual): (&Facts, &Facts, &Facts),
) -> Result<HashMap<usize, Claim>> {
    let new: HashSet<usize> = changes.create.iter().copied().collect();
    let made = changes.create.iter().map(|fact| (*fact, None));
    let altered = changes.alter.iter().map(|a| (a.fact, Some(a.actual)));
    let mut sizes = Sizes::default();
    let mut claims = HashMap::new();
    for (fact, from) in made.chain(altered) {
        // What is made along with what it belongs to meets no rows, unless it is tied to something else.
        let fresh = |f: Option<usize>| f.is_some_and(|f| new.contains(&f));
        if from.is_none() && fresh(desired.parent(fact)) && fresh(desired.falls_with(fact)) {
            continue;
        }
        let scope = Scope::of(before, fact);
        let from: Option<&dyn Object> = from.map(|a| actual.all[a].def.as_ref());
        let hazards = hazards(scope.def().risks(from, &scope), &mut sizes)?;
        let doubts = scope.def().doubts(from, &scope);
        if !hazards.is_empty() || !doubts.is_empty() {
            claims.insert(fact, Claim { hazards, doubts });
        }
    }
    Ok(claims)
}

/// How much relations hold, as people read it; none where they hold nothing, or are not there.
#[derive(Default)]
struct Sizes(HashMap<QName, Option<String>>);

impl Sizes {
    fn get(&mut self, relation: &QName) -> Result<Option<String>> {
        if let Some(known) = self.0.get(relation) {
            return Ok(known.clone());
        }
        let size = size(relation)?;
        self.0.insert(relation.clone(), size.clone());
        Ok(size)
    }
}

/// Size and row estimate of a relation with its partitions; none where it is empty or not there.
fn size(relation: &QName) -> Result<Option<String>> {
    let sized = spi::first(
        "SELECT CASE WHEN s.size > 0 THEN
                CASE WHEN s.rows < 0 THEN '' WHEN s.rows = 1 THEN 'about 1 row, '
                     ELSE 'about ' || s.rows::pg_catalog.int8 || ' rows, ' END
                || pg_catalog.pg_size_pretty(s.size) END
           FROM (SELECT pg_catalog.sum(pg_catalog.pg_relation_size(c.oid)) AS size,
                        pg_catalog.sum(c.reltuples) AS rows
                   FROM pg_catalog.pg_class r
                   JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
                  CROSS JOIN LATERAL (SELECT r.oid UNION SELECT t.relid FROM pg_catalog.pg_partition_tree(r.oid) AS t) AS p(oid)
                   JOIN pg_catalog.pg_class c ON c.oid = p.oid AND c.relkind IN ('r', 'm', 't')
                  WHERE n.nspname = $1 AND r.relname = $2) AS s",
        &[Some(&relation.schema), Some(&relation.name)],
    )?;
    let Some(size) = sized.and_then(|row| row.opt(0)) else { return Ok(None) };
    // What was deleted may still take room.
    let filled = spi::first(&format!("SELECT '' FROM {relation} LIMIT 1"), &[])?;
    Ok(filled.map(|_| size))
}

fn hazards(risks: Vec<Risk>, sizes: &mut Sizes) -> Result<Vec<String>> {
    let mut texts: Vec<String> = Vec::new();
    for risk in risks {
        let Some(size) = sizes.get(&risk.relation)? else { continue };
        if risk.trial.as_ref().is_some_and(|t| !rewrites(t)) {
            continue;
        }
        let text = format!("{}: {}, {size}", risk.hazard, risk.relation);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    Ok(texts)
}

/// Whether the server writes a table anew for an action: it is asked to, with an empty one that is taken back.
/// What it cannot try, because something is not there yet, may be so.
fn rewrites(trial: &Trial) -> bool {
    let (columns, action) = (trial.columns.clone(), trial.action.clone());
    let tried = guard::in_subtransaction(move || {
        let node = "SELECT pg_catalog.pg_relation_filenode('pg_temp.schemig_trial')::text";
        spi::execute(&format!("CREATE TEMPORARY TABLE schemig_trial ({columns})"), &[])?;
        let before = spi::first(node, &[])?.and_then(|row| row.opt(0));
        spi::execute(&format!("ALTER TABLE pg_temp.schemig_trial {action}"), &[])?;
        let after = spi::first(node, &[])?.and_then(|row| row.opt(0));
        Ok(before != after)
    });
    tried.unwrap_or(true)
}

/// Rows that a step would choke on.
#[derive(Debug)]
pub struct Problem {
    pub step: i64,
    pub object: String,
    pub problem: String,
    pub rows: i64,
    /// Key of one of them.
    pub example: Option<String>,
}

/// Asks the target about doubts of a step. What cannot be asked, because something is not there
/// yet, is no problem yet.
pub fn problems(step: i64, object: &str, doubts: &[Doubt]) -> Vec<Problem> {
    let ask = |doubt: &Doubt| {
        let query = format!(
            "SELECT q.rows::text, q.example::text FROM ({}) AS q(rows, example)",
            doubt.query
        );
        let asked = guard::in_subtransaction(move || spi::first(&query, &[]));
        let row = asked.ok().flatten()?;
        let rows = row.opt(0)?.parse().ok().filter(|rows| *rows > 0)?;
        let (object, problem) = (object.to_string(), doubt.problem.clone());
        Some(Problem { step, object, problem, rows, example: row.opt(1) })
    };
    doubts.iter().filter_map(ask).collect()
}
