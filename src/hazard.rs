//! What may surprise about a change, where it is real: kinds claim, the server is asked.

use crate::diff::Changes;
use crate::error::{Error, Result};
use crate::fact::{Doubt, Facts, Object, Risk, Scope, TRIAL, Trial};
use crate::model::QName;
use crate::pg::guard;
use crate::pg::restless;
use crate::pg::spi;
use crate::plan::{Claim, Rebuild};
use hashbrown::{HashMap, HashSet};
use pgrx::PgSqlErrorCode;

/// Claims of what is made and altered, by desired fact; `before` are the desired facts under the names that
/// the target has now.
pub fn claims(
    changes: &Changes,
    rebuild: &Rebuild,
    (desired, before, actual): (&Facts, &Facts, &Facts),
) -> Result<HashMap<usize, Claim>> {
    let remade = rebuild.again.values().flatten();
    let new: HashSet<usize> = changes.create.iter().chain(remade).copied().collect();
    let made = new.iter().map(|fact| (*fact, None));
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
        let scope = from.map_or(scope, |a| scope.since(actual, a));
        let loss = from.and_then(|a| {
            let is = Scope::of(actual, a);
            is.def().loses(scope.def(), &is)
        });
        let from: Option<&dyn Object> = from.map(|a| actual.all[a].def.as_ref());
        let mut risks = scope.def().risks(from, &scope);
        if let Some(own) = desired.parent(fact).filter(|p| new.contains(p)) {
            let own = before.name(own);
            risks.retain(|risk| risk.relation.to_string() != own);
        }
        let hazards = hazards(risks, &|| needed(before, fact, &new), &mut sizes)?;
        let doubts = scope.def().doubts(from, &scope);
        if !hazards.is_empty() || !doubts.is_empty() || loss.is_some() {
            claims.insert(fact, Claim { hazards, doubts, loss });
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

/// Size and row estimate of a relation with its partitions; none where it is empty or not there. Only what has its rows
/// here is read.
fn size(relation: &QName) -> Result<Option<String>> {
    let sized = spi::first(
        "SELECT CASE WHEN s.size > 0 THEN
                CASE WHEN s.rows < 0 THEN '' WHEN s.rows = 1 THEN 'about 1 row, '
                     ELSE 'about ' || s.rows::pg_catalog.int8 || ' rows, ' END
                || pg_catalog.pg_size_pretty(s.size) END, 'SELECT NULL FROM (' || s.first || ') AS r LIMIT 1'
           FROM (SELECT pg_catalog.sum(pg_catalog.pg_relation_size(c.oid)) AS size,
                        pg_catalog.sum(c.reltuples) AS rows,
                        pg_catalog.string_agg(pg_catalog.format('SELECT NULL FROM ONLY %s',
                                                                c.oid::pg_catalog.regclass), ' UNION ALL ') AS first
                   FROM pg_catalog.pg_class r
                   JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
                  CROSS JOIN LATERAL (SELECT r.oid UNION SELECT t.relid FROM pg_catalog.pg_partition_tree(r.oid) AS t) AS p(oid)
                   JOIN pg_catalog.pg_class c ON c.oid = p.oid AND c.relkind IN ('r', 'm', 't')
                  WHERE n.nspname = $1 AND r.relname = $2) AS s",
        &[Some(&relation.schema), Some(&relation.name)],
    )?;
    let Some((size, first)) = sized.and_then(|row| row.opt(0).zip(row.opt(1))) else {
        return Ok(None);
    };
    // What was deleted may still take room.
    match guard::in_subtransaction(move || spi::first(&first, &[])) {
        Err(error) if error.is_refused() => Ok(Some(size)),
        filled => Ok(filled?.map(|_| size)),
    }
}

/// What risks come to in this database. `before` are statements that make what trials need.
fn hazards(
    risks: Vec<Risk>,
    before: &dyn Fn() -> Option<Vec<String>>,
    sizes: &mut Sizes,
) -> Result<Vec<String>> {
    let mut texts: Vec<String> = Vec::new();
    let mut tried: Vec<(Trial, Effect)> = Vec::new();
    for risk in risks {
        let Some(size) = sizes.get(&risk.relation)? else { continue };
        let hazard = match &risk.trial {
            None => Some(risk.hazard),
            Some(trial) => {
                let known = tried.iter().find(|(t, _)| t == trial).map(|(_, effect)| *effect);
                let effect = known.unwrap_or_else(|| {
                    before().map_or(Effect::Unknown, |before| effect(trial, before))
                });
                tried.push((trial.clone(), effect));
                match effect {
                    Effect::Rewrites | Effect::Unknown => Some(risk.hazard),
                    Effect::Reads => trial.reads.then_some("long_lock"),
                    Effect::Nothing => None,
                }
            }
        };
        let Some(hazard) = hazard else { continue };
        let text = format!("{hazard}: {}, {size}", risk.relation);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    Ok(texts)
}

/// What the server does to a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Nothing,
    Reads,
    Rewrites,
    /// It cannot be tried, because something is not there yet.
    Unknown,
}

/// The server is asked to do it with empty tables, which is taken back.
fn effect(trial: &Trial, before: Vec<String>) -> Effect {
    let setup: Vec<String> = before.into_iter().chain(trial.setup.iter().cloned()).collect();
    let action = trial.action.clone();
    let tried = guard::in_subtransaction(move || {
        let look = || {
            let state = format!(
                "SELECT pg_catalog.pg_relation_filenode('{TRIAL}')::text, \
                 pg_catalog.pg_stat_get_xact_numscans('{TRIAL}'::pg_catalog.regclass)::text"
            );
            spi::first(&state, &[])
        };
        for statement in &setup {
            spi::execute(statement, &[])?;
        }
        let before = look()?;
        spi::execute(&action, &[])?;
        Ok((before, look()?))
    });
    let Ok((Some(before), Some(after))) = tried else { return Effect::Unknown };
    match (before.opt(0) == after.opt(0), before.opt(1) == after.opt(1)) {
        (false, _) => Effect::Rewrites,
        (true, false) => Effect::Reads,
        (true, true) => Effect::Nothing,
    }
}

/// Statements that make what a fact needs and the target does not have: types, functions, sequences. `None` where it
/// needs more than can be made for a trial.
fn needed(facts: &Facts, fact: usize, new: &HashSet<usize>) -> Option<Vec<String>> {
    let mut order = Vec::new();
    let own = facts.children(fact).iter().copied();
    for it in [fact].into_iter().chain(own) {
        for need in
            facts.needs[it].iter().filter(|n| **n != fact && Some(**n) != facts.parent(fact))
        {
            collect(facts, *need, new, &mut order)?;
        }
    }
    let statements = order.iter().map(|it| {
        let scope = Scope::of(facts, *it);
        scope.def().rehearse(&scope)
    });
    Some(statements.collect::<Option<Vec<_>>>()?.concat())
}

/// Adds what is new, after what that needs itself, before what belongs to it.
fn collect(facts: &Facts, fact: usize, new: &HashSet<usize>, order: &mut Vec<usize>) -> Option<()> {
    if !new.contains(&fact) || order.contains(&fact) {
        return Some(());
    }
    // Nothing is done to what has columns, be it there already or not.
    let below = facts.parent(fact).is_some_and(|p| facts.all[p].entry().takes && !new.contains(&p));
    let parts = facts.children(fact).iter().any(|c| facts.all[*c].entry().part);
    if below || parts || facts.all[fact].entry().part {
        return None;
    }
    for need in &facts.needs[fact] {
        collect(facts, *need, new, order)?;
    }
    if !order.contains(&fact) {
        order.push(fact);
    }
    let children = facts.children(fact).iter().filter(|c| !facts.all[**c].entry().facet);
    if facts.all[fact].entry().takes {
        for child in children {
            collect(facts, *child, new, order)?;
        }
    }
    Some(())
}

/// Rows that a step would choke on.
#[derive(Debug)]
pub struct Problem {
    pub step: i64,
    pub object: String,
    pub problem: String,
    /// None where that could not be asked.
    pub rows: Option<i64>,
    /// Key of one of them.
    pub example: Option<String>,
}

impl Problem {
    /// What is wrong, with how many rows, and one of them.
    pub fn counted(&self, rows: i64) -> String {
        let noun = if rows == 1 { "row" } else { "rows" };
        let example = self.example.as_ref().map(|e| format!(", such as {e}")).unwrap_or_default();
        format!("{}: {rows} {noun}{example}", self.problem)
    }
}

/// Asks the target about doubts of a step. What cannot be asked, because something is not there
/// yet, is no problem yet; what the user may not ask is told.
pub fn problems(step: i64, object: &str, doubts: &[Doubt]) -> Vec<Problem> {
    let ask = |doubt: &Doubt| {
        let (problem, rows, example) = match asked(doubt) {
            Ok(found) => {
                let (rows, example) = found?;
                (doubt.problem.clone(), Some(rows), example)
            }
            Err(error) if error.is_refused() => {
                (format!("{} (not checked: {})", doubt.problem, error.message), None, None)
            }
            Err(_) => return None,
        };
        Some(Problem { step, object: object.to_string(), problem, rows, example })
    };
    doubts.iter().filter_map(ask).collect()
}

/// How many rows there are of that sort, and one of them.
type Found = Option<(i64, Option<String>)>;

fn asked(doubt: &Doubt) -> Result<Found> {
    let query = match &doubt.each {
        Some(each) => {
            format!("SELECT pg_catalog.count({each})::text FROM ({}) AS v(value)", doubt.query)
        }
        None => format!(
            "SELECT q.rows::text, q.example::text FROM ({}) AS q(rows, example)",
            doubt.query
        ),
    };
    if let Some(function) = restless(&query)? {
        return Err(Error::new(
            PgSqlErrorCode::ERRCODE_INSUFFICIENT_PRIVILEGE,
            format!("{function} may do more than look"),
        ));
    }
    let Some(each) = &doubt.each else {
        let row = guard::in_subtransaction(move || spi::first(&query, &[]))?;
        let rows = row.as_ref().and_then(|row| row.opt(0)).and_then(|rows| rows.parse().ok());
        return Ok(rows
            .filter(|rows| *rows > 0)
            .map(|rows| (rows, row.and_then(|row| row.opt(1)))));
    };
    match guard::in_subtransaction(move || spi::first(&query, &[])) {
        Ok(_) => Ok(None),
        Err(error) if error.is_refused() => Err(error),
        Err(_) => one_by_one(doubt, each),
    }
}

/// Asks about each value by itself, as many as can be held.
fn one_by_one(doubt: &Doubt, each: &str) -> Result<Found> {
    let query = format!(
        "SELECT v.value, v.rows::text, v.example::text FROM ({}) AS v(value, rows, example) LIMIT {ASKED}",
        doubt.query
    );
    let values = guard::in_subtransaction(move || spi::query(&query, &[]))?;
    let mut found: Found = None;
    for row in values {
        let (value, number) = (row.opt(0), row.parse::<i64>(1)?);
        let ask = format!("SELECT pg_catalog.count({each})::text FROM (SELECT $1) AS v(value)");
        let fits = guard::in_subtransaction(move || spi::first(&ask, &[value.as_deref()]));
        if fits.is_err_and(|error| is_misfit(&error)) {
            let (rows, example) = found.unwrap_or_else(|| (0, row.opt(2)));
            found = Some((rows + number, example));
        }
    }
    Ok(found)
}

/// How many values are asked about one by one.
const ASKED: usize = 100_000;

/// Whether an error is about a value: of class 22, or a check of a domain.
fn is_misfit(error: &Error) -> bool {
    let class = |code: PgSqlErrorCode| code as i32 & 0xFFF;
    let of = [
        PgSqlErrorCode::ERRCODE_DATA_EXCEPTION,
        PgSqlErrorCode::ERRCODE_INTEGRITY_CONSTRAINT_VIOLATION,
    ];
    of.iter().any(|it| class(*it) == class(error.code))
}
