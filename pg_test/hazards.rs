//! Hazards are claimed where they are real, and only there: the statements of a plan are run in a transaction and watched.
//!
//! - `table_rewrite`: the table, which has rows, has another `relfilenode` then.
//! - `long_lock`: the table's rows were read (`pg_stat_xact_user_tables`) and a lock is held on it that writers wait for
//!   (`pg_locks`), and it was not written anew; or an index of it was moved to another tablespace under such a lock.
//! - `data_loss`: a column that had values, or a sequence that had counted, is gone.
//! - `rebuild`: something of the same kind and name has another oid, and no line of the plan drops it.

mod cases;
mod columns;
mod constraints;
mod others;
mod types;

use crate::follow::Pair;
use crate::{Outcome, trial};
use cases::Case;
use libtest_mimic::Trial;
use std::collections::BTreeSet;

const GROUPS: [(&str, &[Case]); 6] = [
    ("types", types::TYPES),
    ("columns", columns::COLUMNS),
    ("constraints", constraints::CONSTRAINTS),
    ("tables", others::TABLES),
    ("drops", others::DROPS),
    ("queries", others::QUERIES),
];

pub fn trials() -> Vec<Trial> {
    let groups = GROUPS
        .iter()
        .map(|(name, cases)| trial(format!("hazards::{name}"), move || must_be_true(name, cases)));
    groups.chain([trial("hazards::sizes", sizes)]).collect()
}

/// `schema|hazard|object`, without the schema in the object.
type Claims = BTreeSet<String>;

/// Each case has a schema of its own; all are followed at once.
fn must_be_true(group: &str, cases: &[Case]) -> Outcome {
    let all = |script: fn(&Case) -> &str| -> String {
        let one = |case: &Case| format!("SET search_path = {};\n{};\n", case.name, script(case));
        cases.iter().map(one).collect()
    };
    let schemas: String = cases.iter().map(|c| format!("CREATE SCHEMA {};\n", c.name)).collect();
    let pair = Pair::new(&format!("hazards_{group}"), &format!("{schemas}{}", all(|c| c.old)))?;
    pair.follow()?;
    pair.target.sql(&format!("{}ANALYZE;", all(|c| c.rows)))?;
    pair.source.sql(&all(|c| c.change))?;
    let plan = pair.plan()?;
    let mut claimed = claims(&pair, &plan)?;
    // Who writes a table anew reads it too.
    let rewritten = |c: &String| claimed.contains(&c.replace("|long_lock|", "|table_rewrite|"));
    let along: Vec<String> =
        claimed.iter().filter(|c| c.contains("|long_lock|") && rewritten(c)).cloned().collect();
    claimed.retain(|claim| !along.contains(claim));
    let seen = observed(&pair, &plan)?;
    let wanted: Claims = cases
        .iter()
        .flat_map(|c| {
            c.claims.iter().map(|claim| format!("{}|{}", c.name, claim.replacen(' ', "|", 1)))
        })
        .collect();
    let mut faults: Vec<String> = Vec::new();
    let mut differ = |one: &Claims, other: &Claims, what: &str| {
        faults.extend(one.difference(other).map(|claim| format!("{what}: {claim}")));
    };
    differ(&claimed, &seen, "claimed, and not so");
    differ(&seen, &claimed, "so, and not claimed");
    differ(&wanted, &seen, "the case expects, and it is not so");
    differ(&seen, &wanted, "so, and the case does not expect it");
    match faults.is_empty() {
        true => Ok(()),
        false => Err(format!("{}\n{plan}", faults.join("\n"))),
    }
}

/// What the steps claim, and what the plan says of data that is lost.
fn claims(pair: &Pair, plan: &str) -> Outcome<Claims> {
    let steps = pair.target.sql(
        "SELECT s.hazard, s.kind, s.object FROM (SELECT unnest(hazards) AS hazard, kind, object
           FROM schemig.step JOIN schemig.revision r ON r.id = revision AND r.state = 'pending') AS s",
    )?;
    let mut claims = Claims::new();
    for line in steps.lines() {
        let [hazard, kind, object] = line.split('|').collect::<Vec<_>>()[..] else {
            return Err(format!("a step with other columns: {line}"));
        };
        let (hazard, about) = match hazard.split_once(": ") {
            Some((hazard, about)) => (hazard, about.split(',').next().unwrap_or(about)),
            None => (hazard, object),
        };
        let prefix = if hazard == "rebuild" { format!("{kind} ") } else { String::new() };
        claims.extend(claim(hazard, &prefix, about));
    }
    for line in plan.lines().filter(|line| line.contains("[data_loss")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [_, kind, object, ..] = words[..] else { continue };
        let object = object.trim_end_matches(',');
        claims.extend(claim("data_loss", &format!("{kind} "), object));
    }
    Ok(claims)
}

/// What comes again along with what it belongs to is not looked at.
fn claim(hazard: &str, prefix: &str, object: &str) -> Option<String> {
    const WATCHED: [&str; 3] = ["view ", "materialized view ", "routine "];
    if hazard == "rebuild" && !WATCHED.contains(&prefix) {
        return None;
    }
    let (schema, name) = object.split_once('.')?;
    Some(format!("{schema}|{hazard}|{prefix}{name}"))
}

/// What the server does.
fn observed(pair: &Pair, plan: &str) -> Outcome<Claims> {
    let script = pair.target.sql("SELECT schemig.script()")?;
    let inner: Vec<&str> =
        script.lines().filter(|line| !["BEGIN;", "COMMIT;"].contains(line)).collect();
    let said =
        pair.target.sql(&format!("BEGIN;\n{BEFORE}\n{}\n{AFTER}\nROLLBACK;", inner.join("\n")))?;
    let dropped = |object: &str| plan.contains(&format!("- {object}"));
    let claims = said.lines().filter_map(|line| {
        let [schema, hazard, kind, name] = line.split('|').collect::<Vec<_>>()[..] else {
            return Some(format!("unexpected line {line}"));
        };
        let object = format!("{kind}{schema}.{name}");
        let is_rebuilt = hazard != "rebuild" || !dropped(&object);
        is_rebuilt.then(|| format!("{schema}|{hazard}|{kind}{name}"))
    });
    Ok(claims.collect())
}

/// Everything that may be lost or made again, before the statements.
const BEFORE: &str = "
  CREATE TEMP TABLE rel ON COMMIT DROP AS
    SELECT c.oid, c.relnamespace::regnamespace::text AS schema, c.relname AS name, c.relkind AS kind, c.relfilenode AS file,
           false AS filled
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm', 'v', 'S') AND n.nspname NOT LIKE 'pg\\_%'
       AND n.nspname NOT IN ('information_schema', 'schemig');
  CREATE TEMP TABLE routine ON COMMIT DROP AS
    SELECT p.oid, p.pronamespace::regnamespace::text AS schema, p.proname AS name,
           oidvectortypes(p.proargtypes) AS arguments
      FROM pg_proc p WHERE p.pronamespace IN (SELECT schema::regnamespace FROM rel);
  CREATE TEMP TABLE filled (oid oid, number smallint, name name, own boolean) ON COMMIT DROP;
  CREATE TEMP TABLE counted (oid oid) ON COMMIT DROP;
  DO $$
  DECLARE it record; found boolean;
  BEGIN
    FOR it IN SELECT r.oid, a.attnum, a.attname, a.attinhcount = 0 AS own FROM rel r JOIN pg_attribute a ON a.attrelid = r.oid
               WHERE r.kind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                 -- What is generated comes back.
                 AND a.attgenerated = '' LOOP
      EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %I IS DISTINCT FROM NULL)', it.oid::regclass, it.attname) INTO found;
      IF found THEN INSERT INTO filled VALUES (it.oid, it.attnum, it.attname, it.own); END IF;
    END LOOP;
    FOR it IN SELECT r.oid FROM rel r WHERE r.kind IN ('r', 'm') LOOP
      EXECUTE format('SELECT EXISTS (SELECT FROM ONLY %s)', it.oid::regclass) INTO found;
      UPDATE rel SET filled = found WHERE oid = it.oid;
    END LOOP;
    FOR it IN SELECT r.oid FROM rel r WHERE r.kind = 'S' LOOP
      EXECUTE format('SELECT is_called FROM %s', it.oid::regclass) INTO found;
      IF found THEN INSERT INTO counted VALUES (it.oid); END IF;
    END LOOP;
  END $$;
  CREATE TEMP TABLE place ON COMMIT DROP AS
    SELECT i.indexrelid, i.indrelid, c.reltablespace FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid IN (SELECT r.oid FROM rel r);
  CREATE TEMP TABLE reads ON COMMIT DROP AS
    SELECT relid, seq_tup_read + coalesce(idx_tup_fetch, 0) AS rows FROM pg_stat_xact_user_tables;
";

/// What has become of it.
const AFTER: &str = "
  RESET search_path;
  SELECT r.schema, 'table_rewrite', '', r.name
    FROM rel r JOIN pg_class c ON c.oid = r.oid
   WHERE r.filled AND c.relfilenode <> r.file;
  SELECT r.schema, 'long_lock', '', r.name
    FROM rel r
    JOIN pg_class c ON c.oid = r.oid AND c.relfilenode = r.file
    JOIN pg_stat_xact_user_tables s ON s.relid = r.oid
    LEFT JOIN reads b ON b.relid = r.oid
   WHERE r.filled AND s.seq_tup_read + coalesce(s.idx_tup_fetch, 0) > coalesce(b.rows, 0)
     AND EXISTS (SELECT FROM pg_locks l
                  WHERE l.locktype = 'relation' AND l.relation = r.oid AND l.pid = pg_backend_pid()
                    AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'));
  SELECT DISTINCT r.schema, 'long_lock', '', r.name
    FROM place p
    JOIN rel r ON r.oid = p.indrelid
    JOIN pg_class c ON c.oid = r.oid AND c.relfilenode = r.file
    JOIN pg_class i ON i.oid = p.indexrelid AND i.reltablespace <> p.reltablespace
   WHERE r.filled
     AND EXISTS (SELECT FROM pg_locks l
                  WHERE l.locktype = 'relation' AND l.relation = i.oid AND l.pid = pg_backend_pid()
                    AND l.mode = 'AccessExclusiveLock');
  SELECT DISTINCT r.schema, 'data_loss', CASE WHEN c.oid IS NULL THEN 'table ' ELSE 'column ' END,
         CASE WHEN c.oid IS NULL THEN r.name ELSE r.name || '.' || f.name END
    FROM filled f
    JOIN rel r ON r.oid = f.oid
    LEFT JOIN pg_class c ON c.oid = r.oid
   WHERE (c.oid IS NULL OR f.own) AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = f.oid AND a.attnum = f.number AND NOT a.attisdropped);
  SELECT r.schema, 'data_loss', 'sequence ', r.name
    FROM counted k JOIN rel r ON r.oid = k.oid WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = k.oid);
  SELECT r.schema, 'rebuild', CASE r.kind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END, r.name
    FROM rel r JOIN pg_class c ON c.relname = r.name AND c.relnamespace = r.schema::regnamespace
   WHERE r.kind IN ('v', 'm') AND c.relkind = r.kind AND c.oid <> r.oid;
  SELECT r.schema, 'rebuild', 'routine ', r.name || '(' || r.arguments || ')'
    FROM routine r JOIN pg_proc p ON p.proname = r.name AND p.pronamespace = r.schema::regnamespace
                              AND oidvectortypes(p.proargtypes) = r.arguments
   WHERE p.oid <> r.oid;
";

/// A hazard comes with the size of its table and the row estimate, of a partitioned one with those of its partitions.
fn sizes() -> Outcome {
    let script = "CREATE SCHEMA s; CREATE TABLE s.t (a integer); CREATE TABLE s.u (a integer); CREATE TABLE s.e (a integer);";
    let pair = Pair::new("hazards_sizes", script)?;
    pair.follow()?;
    pair.target.sql(
        "INSERT INTO s.t SELECT generate_series(1, 1000); ANALYZE s.t; INSERT INTO s.u VALUES (1);
         INSERT INTO s.e VALUES (1); DELETE FROM s.e",
    )?;
    let change = |t: &str| format!("ALTER TABLE s.{t} ALTER COLUMN a TYPE bigint;");
    pair.source.sql(&["t", "u", "e"].map(change).concat())?;
    let plan = pair.plan()?;
    let size = pair.target.sql("SELECT pg_size_pretty(pg_relation_size('s.t'))")?;
    let wanted = [
        format!("[table_rewrite: s.t, about 1000 rows, {}]", size.trim()),
        "[table_rewrite: s.u, 8192 bytes]".to_owned(),
    ];
    let there = wanted.iter().all(|text| plan.contains(text.as_str()));
    match there && !plan.contains("table_rewrite: s.e") {
        true => Ok(()),
        false => Err(format!("the plan should have {wanted:?}, and nothing for s.e:\n{plan}")),
    }
}
