//! Runs steps in the caller's transaction, then reads the target back and compares.

use crate::batch::Unit;
use crate::diff::{ByName, Judge, Left, equal, names_alone};
use crate::error::{Error, Result};
use crate::fact::{Fact, Facts, Sql};
use crate::line::line;
use crate::model::Address;
use crate::pg::{canonical, guard, parser, settings, spi, timeout};
use crate::revision::Stored;
use hashbrown::{HashMap, HashSet};
use pgrx::{PgSqlErrorCode, notice};
use std::time::{Duration, Instant};

/// How often long work says where it is.
const PROGRESS: Duration = Duration::from_secs(5);

/// Which way steps run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

/// The target's own parser as the judge of SQL text.
pub struct Server {
    /// Aliases within queries may differ: those that the server keeps when it renames what they came from.
    pub whatever_aliases: bool,
}

impl Judge for Server {
    fn same_meaning(&self, sql: &Sql, one: &str, other: &str) -> Result<bool> {
        let printed = |text: &str| match sql {
            Sql::Type | Sql::BareType | Sql::FixedType => canonical::type_name(text),
            // The query says it: it is compared by itself.
            Sql::OutputType => Ok(String::new()),
            Sql::Expression { of } => {
                let relation = of.as_ref().map(|q| (q.schema.as_str(), q.name.as_str()));
                canonical::expression(relation, text, self.whatever_aliases)
            }
            Sql::DomainExpression { of } => canonical::value_expression(&of.to_string(), text),
            Sql::RowExpression { of } => canonical::row_expression(&of.to_string(), text),
            Sql::RuleAction { of, event } => canonical::rule_action(&of.to_string(), event, text),
            Sql::Query { .. } => canonical::view_query(text, self.whatever_aliases),
            Sql::SqlBody { of, .. } => canonical::sql_body((&of.schema, &of.name), other, text),
            Sql::PartitionBound { of } => canonical::partition_bound((&of.schema, &of.name), text),
            Sql::PartitionKey { of } => {
                canonical::partition_key((&of.schema, &of.name), text).map(|keys| keys.join("\n"))
            }
            Sql::StringBody { .. } => Ok(text.to_string()),
        };
        // Text that the target cannot parse has no meaning here: not the same.
        match (printed(one), printed(other)) {
            (Ok(one), Ok(other)) => Ok(one == other),
            (Err(error), _) | (_, Err(error)) if error.is_refused() => Err(error),
            _ => Ok(false),
        }
    }
}

/// A step that was run.
pub struct Took {
    pub number: i64,
    pub label: String,
    pub time: Duration,
}

/// Runs the statements of steps one way; returns how long each took.
///
/// Errors: those of the statements, with number, object and statement in DETAIL.
pub fn run(steps: &[&Stored], direction: Direction) -> Result<Vec<Took>> {
    let todo: Vec<Unit> = match direction {
        Direction::Up => steps.iter().filter_map(|s| Unit::of(s, s.statement.as_deref())).collect(),
        Direction::Down => {
            steps.iter().rev().filter_map(|s| Unit::of(s, s.undo.as_deref())).collect()
        }
    };
    run_units(&todo)
}

/// Runs statements; the same otherwise.
pub fn run_units(todo: &[Unit]) -> Result<Vec<Took>> {
    // Whoever is subject to the policies of the own tables is refused nothing for that: materialized
    // views hold, and new foreign keys are checked over, what the owner sees.
    settings::set("row_security", "on");
    let run_all = || settings::with_own_search_path(|| run_all(todo));
    let took = if timeout::waits_end() {
        // So that it can be asked who was in the way.
        let run = || guard::in_savepoint(|| timeout::watched(run_all));
        run().map_err(|error| match error.code {
            PgSqlErrorCode::ERRCODE_LOCK_NOT_AVAILABLE => blocked(error),
            _ => error,
        })?
    } else {
        run_all()?
    };
    settings::set("row_security", "off");
    Ok(took)
}

fn run_all(todo: &[Unit]) -> Result<Vec<Took>> {
    let mut last = Instant::now();
    let mut all = Vec::with_capacity(todo.len());
    for (done, Unit { step, sql }) in todo.iter().enumerate() {
        if last.elapsed() > PROGRESS {
            notice!("step {done} of {}: {}", todo.len(), line(&step.label));
            last = Instant::now();
        }
        // The tables are only as safe as their grants: what runs is one statement, whoever wrote it.
        parser::command_tag(sql)?;
        let start = Instant::now();
        timeout::limited(|| spi::execute(sql, &[])).map_err(|e| explain(e, step, sql))?;
        let (number, label) = (step.number, step.label.clone());
        all.push(Took { number, label, time: start.elapsed() });
    }
    Ok(all)
}

/// Tables, indexes and other relations of users, by oid, as they are named.
pub fn relations() -> Result<HashMap<String, String>> {
    let rows = spi::query(
        "SELECT c.oid::text, CASE c.relkind WHEN 'i' THEN 'index ' WHEN 'I' THEN 'index ' WHEN 'v' THEN 'view '
                    WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence ' WHEN 'f' THEN 'foreign table '
                    ELSE 'table ' END || c.oid::pg_catalog.regclass::text
           FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p', 'i', 'I', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
            AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'schemig')",
        &[],
    )?;
    Ok(rows.iter().map(|r| (r.text(0).to_string(), r.text(1).to_string())).collect())
}

/// The strongest lock that this transaction has on each of some relations, where that is in the way of any change of
/// rows: mode and relation.
pub fn locks(relations: &HashMap<String, String>) -> Result<Vec<(String, String)>> {
    let rows = spi::query(
        "SELECT DISTINCT ON (l.relation) l.mode, l.relation::text
           FROM pg_catalog.pg_locks l
           JOIN pg_catalog.unnest(ARRAY['AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock'])
                WITH ORDINALITY AS m(mode, rank) ON m.mode = l.mode
          WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.granted
            AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
          ORDER BY l.relation, m.rank",
        &[],
    )?;
    let named = |row: &spi::Row| {
        relations.get(row.text(1)).map(|relation| (row.text(0).to_string(), relation.clone()))
    };
    let mut locks: Vec<(String, String)> = rows.iter().filter_map(named).collect();
    locks.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(locks)
}

/// An error about a lock with those who hold it.
fn blocked(error: Error) -> Error {
    let blockers = timeout::blockers().unwrap_or_default();
    let detail = error.detail.iter().cloned().chain(blockers).collect::<Vec<_>>().join("\n");
    let hint =
        "Everything was rolled back. Wait for those sessions to end, or end them, and try again.";
    Error { detail: Some(detail), hint: Some(hint.to_string()), ..error }
}

fn explain(error: Error, step: &Stored, sql: &str) -> Error {
    let error = error.about(format!("Step {}, {}: {sql}", step.number, step.label));
    let hint = match error.code {
        PgSqlErrorCode::ERRCODE_UNSAFE_NEW_ENUM_VALUE_USAGE => Some(COMMITTED.to_string()),
        code => error.hint.or_else(|| is_stale(code).then(|| hint(code))),
    };
    Error { hint, ..error }
}

/// A plan uses no value that it adds: one of another revision has been added in the same transaction.
pub const ONE_BY_ONE: &str = "Upgrade by one revision at a time, each in a transaction of its own: \
     SELECT schemig.upgrade('+1');";

/// The same where a step has failed: a body that it runs may use a value that the revision itself adds.
const COMMITTED: &str = "The value can be used once the transaction that adds it has ended. Where it is another revision's: \
     SELECT schemig.upgrade('+1'); where it is of the same one: CALL schemig.upgrade_in_batches(batch => 1);";

const STALE: &str = "If this database has changed since the plan was made, plan again.";

/// What to do where something is there already, or is not there.
fn hint(code: PgSqlErrorCode) -> String {
    use PgSqlErrorCode as Code;
    match code {
        Code::ERRCODE_UNDEFINED_TABLE
        | Code::ERRCODE_UNDEFINED_FUNCTION
        | Code::ERRCODE_UNDEFINED_OBJECT => {
            let path = "If a function that the step calls names things without their schemas, \
                        let it have a search_path of its own in the source, or set schemig.search_path to the schemas that it needs.";
            format!("{STALE} {path}")
        }
        _ => STALE.to_string(),
    }
}

/// Whether an error says that something is there already, or is not there.
fn is_stale(code: PgSqlErrorCode) -> bool {
    use PgSqlErrorCode as Code;
    matches!(
        code,
        Code::ERRCODE_DUPLICATE_SCHEMA
            | Code::ERRCODE_DUPLICATE_TABLE
            | Code::ERRCODE_DUPLICATE_COLUMN
            | Code::ERRCODE_DUPLICATE_FUNCTION
            | Code::ERRCODE_DUPLICATE_OBJECT
            | Code::ERRCODE_INVALID_SCHEMA_NAME
            | Code::ERRCODE_UNDEFINED_TABLE
            | Code::ERRCODE_UNDEFINED_COLUMN
            | Code::ERRCODE_UNDEFINED_FUNCTION
            | Code::ERRCODE_UNDEFINED_OBJECT
    )
}

/// Data that the steps would lose, a line each.
pub fn losses<'a>(
    steps: impl Iterator<Item = &'a Stored>,
    direction: Direction,
) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for step in steps {
        let (runs, probe) = match direction {
            Direction::Up => (&step.statement, &step.probe),
            Direction::Down => (&step.undo, &step.undo_probe),
        };
        if let (Some(_), Some(probe)) = (runs, probe)
            && let Some(loss) = probe_loss(probe)?
        {
            // Going down, what is lost is what the step created: its verb would mislead.
            let object =
                step.label.split_once(' ').map_or(step.label.as_str(), |(_, object)| object);
            lines.push(format!("{object}: {loss}"));
        }
    }
    Ok(lines)
}

/// What data a probe finds to be lost.
///
/// Values that do not even fit what they shall become are an error of the statement itself, which preflight finds. What the
/// user may not look at may be lost.
pub fn probe_loss(probe: &str) -> Result<Option<String>> {
    let probe = probe.to_string();
    match guard::in_subtransaction(move || spi::first(&probe, &[])) {
        Err(error) if error.is_of_data() => Ok(None),
        Err(error) if error.is_refused() => Ok(Some(format!("not checked: {}", error.message))),
        found => Ok(found?.and_then(|row| row.opt(0))),
    }
}

/// What the target must look like after the steps.
pub struct Expected<'a> {
    /// Facts that must be there as defined.
    pub there: Vec<&'a Left>,
    /// Facts that must be gone.
    pub gone: Vec<&'a Left>,
    /// Some of them got other names in place.
    pub renames: bool,
    /// Optional kinds that the revision answers for; of others nothing may change that was there.
    pub wanted: &'a [&'static str],
    pub direction: Direction,
    /// It goes on, or back, from where only a part of it had been run: nobody knows what else was there before that.
    pub begun: bool,
    /// Positions of what is in the trash, before and after: it comes and goes as the steps say.
    pub trash: (HashSet<usize>, HashSet<usize>),
}

/// Compares the target before and after with what was planned. Returns the definitions of the
/// expected facts as they were read back: fact id and JSON text.
///
/// Errors: 55000 with every difference in DETAIL.
pub fn prove(before: &Facts, after: &Facts, expected: &Expected) -> Result<Vec<(i64, String)>> {
    let server = Server { whatever_aliases: expected.renames };
    let after_names = ByName::new(after);
    let mut wrong: Vec<String> = Vec::new();
    let mut read_back = Vec::new();
    let mut accounted: HashSet<usize> = HashSet::new();
    for fact in &expected.there {
        match after_names.find(fact.kind, &fact.name) {
            // Somebody had dropped it when that was planned.
            None if fact.drifted && expected.direction == Direction::Up => {}
            None => wrong.push(format!("{} {} is missing.", fact.kind, fact.name)),
            Some(found) => {
                accounted.insert(found);
                let def = after.all[found].def.as_ref();
                if fact.drifted && expected.direction == Direction::Up {
                    continue;
                }
                let (plan, is) = (fact.def.json()?, def.json()?);
                if plan == is {
                    continue;
                }
                if equal(fact.def.as_ref(), def, &server)? {
                    read_back.push((fact.id, is));
                } else {
                    wrong.push(format!("{} {}: planned {plan}, found {is}.", fact.kind, fact.name));
                }
            }
        }
    }
    for fact in &expected.gone {
        let Some(found) = after_names.find(fact.kind, &fact.name) else { continue };
        // Another one of that name: made by the same steps, or there before ours replaced it.
        if accounted.insert(found)
            && equal(fact.def.as_ref(), after.all[found].def.as_ref(), &server)?
        {
            wrong.push(format!("{} {} is still there.", fact.kind, fact.name));
        }
    }
    if !expected.begun {
        wrong.extend(others(before, after, &after_names, expected, &accounted)?);
    }
    if wrong.is_empty() { Ok(read_back) } else { Err(unproven(&wrong)) }
}

/// Differences among the facts that the steps had no business with.
fn others(
    before: &Facts,
    after: &Facts,
    after_names: &ByName,
    expected: &Expected,
    accounted: &HashSet<usize>,
) -> Result<Vec<String>> {
    let before_names = ByName::new(before);
    let gone: HashSet<usize> =
        expected.gone.iter().filter_map(|f| before_names.find(f.kind, &f.name)).collect();
    let made: HashSet<Option<usize>> = expected
        .there
        .iter()
        .filter_map(|f| before_names.find(f.kind, &f.name))
        .map(Some)
        .collect();
    let mut wrong = Vec::new();
    let server = Server { whatever_aliases: expected.renames };
    let mut known: HashSet<usize> = accounted.clone();
    let moved = Moved::new(before, after, expected.renames);
    for (i, fact) in before.all.iter().enumerate() {
        let name = before.name(i);
        match after_names.find(fact.kind(), &name) {
            Some(found) => {
                known.insert(found);
                let def = after.all[found].def.as_ref();
                if !accounted.contains(&found) && !fact.def.same(def) {
                    let alike = (expected.renames && names_alone(fact.def.as_ref(), def)?)
                        // The server brings texts along with the types of what they are about.
                        || equal(fact.def.as_ref(), def, &server)?;
                    if !alike {
                        wrong.push(format!("{} {name} has changed.", fact.kind()));
                    }
                }
            }
            None if moved.find(fact).is_some_and(|found| known.insert(found)) => {}
            None if before.falls_with_any(i, &gone) || expected.trash.0.contains(&i) => {}
            // It was a part of something that was made anew.
            None if fact.entry().part && made.contains(&before.parent(i)) => {}
            None => wrong.push(format!("{} {name} has disappeared.", fact.kind())),
        }
    }
    let came = unplanned((&before_names, after), expected, &known, accounted);
    wrong.extend(came.map(|i| format!("{} was not planned.", after.label(i))));
    Ok(wrong)
}

/// Facts that no step had to bring, among those that nothing is known of.
fn unplanned<'a>(
    (before_names, after): (&ByName, &'a Facts),
    expected: &'a Expected,
    known: &'a HashSet<usize>,
    accounted: &HashSet<usize>,
) -> impl Iterator<Item = usize> + 'a {
    // What the target had of its own over something went with that, and the undo brings it back.
    let is_back = |i: &&usize| {
        expected.direction == Direction::Down
            && before_names.find(after.all[**i].kind(), &after.name(**i)).is_none()
    };
    let back: HashSet<usize> = accounted.iter().filter(is_back).copied().collect();
    (0..after.all.len()).filter(move |i| {
        let entry = after.all[*i].entry();
        let answered =
            !entry.bestowed && (!entry.optional || expected.wanted.contains(&entry.kind));
        let came = known.contains(i) || expected.trash.1.contains(i);
        answered && !came && !after.falls_with_any(*i, &back)
    })
}

/// What went along with a rename of its surroundings, found by its address.
struct Moved<'a>(HashMap<(&'static str, Address), (usize, &'a Fact)>);

impl<'a> Moved<'a> {
    fn new(before: &Facts, after: &'a Facts, renames: bool) -> Moved<'a> {
        if !renames {
            return Moved(HashMap::new());
        }
        let named: HashSet<String> = (0..before.all.len()).map(|i| before.label(i)).collect();
        let new = (0..after.all.len()).filter(|i| !named.contains(&after.label(*i)));
        let entry = |i: usize| ((after.all[i].kind(), after.all[i].at), (i, &after.all[i]));
        Moved(new.map(entry).collect())
    }

    /// The fact's new place, where it differs from the old one in names only.
    fn find(&self, fact: &Fact) -> Option<usize> {
        let (found, moved) = self.0.get(&(fact.kind(), fact.at))?;
        names_alone(fact.def.as_ref(), moved.def.as_ref()).ok()?.then_some(*found)
    }
}

fn unproven(wrong: &[String]) -> Error {
    const SHOWN: usize = 20;
    let mut detail = wrong.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    if wrong.len() > SHOWN {
        detail += &format!("\nAnd {} more differences.", wrong.len() - SHOWN);
    }
    Error::new(
        PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
        "the target is not as planned after the last step",
    )
    .detail(detail)
    .hint("Everything was rolled back. Look for event triggers and for changes made by hand, then plan again.")
}
