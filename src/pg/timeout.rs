//! How long a step may take and wait for locks, and who was in its way.
//!
//! <https://www.postgresql.org/docs/current/runtime-config-client.html>; `utils/timeout.h` of the server.

use crate::error::{Error, Result};
use crate::pg::{guard, settings, spi};
use pgrx::{PgSqlErrorCode, pg_sys};
use std::ffi::c_int;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

// Not in the bindings.
unsafe extern "C-unwind" {
    #[link_name = "RegisterTimeout"]
    fn register_timeout(id: c_int, handler: unsafe extern "C-unwind" fn()) -> c_int;
    fn enable_timeout_after(id: c_int, milliseconds: c_int);
    fn enable_timeout_at(id: c_int, time: pg_sys::TimestampTz);
    fn enable_timeout_every(id: c_int, first: pg_sys::TimestampTz, milliseconds: c_int);
    fn disable_timeout(id: c_int, keep_indicator: bool);
    fn get_timeout_active(id: c_int) -> bool;
    fn get_timeout_finish_time(id: c_int) -> pg_sys::TimestampTz;
}

/// `STATEMENT_TIMEOUT`, the same in all versions.
const STATEMENT: c_int = 3;

/// Above the first of those for extensions in all versions: the server gives the next free one.
const OWN: c_int = 15;

/// The timeout at which the lock is noted that this session waits for.
static WATCH: AtomicI32 = AtomicI32::new(-1);

/// The lock that was waited for last, as `LOCKTAG` in two words, and the mode.
static TAG: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];
static MODE: AtomicI32 = AtomicI32::new(0);

/// To be called once when the library is loaded.
pub fn register() {
    WATCH.store(unsafe { register_timeout(OWN, note) }, Ordering::Relaxed);
}

/// Notes what this session waits for. It runs in a signal handler: nothing is allocated and nothing is locked; the
/// process itself does not change what it waits for while it waits.
unsafe extern "C-unwind" fn note() {
    unsafe {
        let process = pg_sys::MyProc;
        if process.is_null() || (*process).waitLock.is_null() {
            return;
        }
        let tag = (*(*process).waitLock).tag;
        let words: [u64; 2] = std::mem::transmute::<pg_sys::LOCKTAG, [u64; 2]>(tag);
        TAG[0].store(words[0], Ordering::Relaxed);
        TAG[1].store(words[1], Ordering::Relaxed);
        MODE.store((*process).waitLockMode, Ordering::Relaxed);
    }
}

/// How long a step waits for a lock, in milliseconds; 0 for as long as it takes.
pub(super) fn patience() -> i32 {
    match settings::lock_timeout() {
        0 => unsafe { pg_sys::LockTimeout },
        own => own,
    }
}

/// Whether a wait for a lock can end in time.
pub fn waits_end() -> bool {
    patience() > 0
}

/// How long a query that reads a catalog waits for a lock before it lets go of those that it has and begins anew, in
/// milliseconds. Well under the default of `deadlock_timeout`: else the server ends this session's query or somebody's DDL,
/// whichever has waited longer.
const TURN: i32 = 300;

/// The wait for a lock that is none, in milliseconds: others hold most for less.
const AT_ONCE: &str = "20";

/// How many turns there are at most: after a minute only the server can tell whether one waits for the other.
const TURNS: u32 = 200;

/// A wait for locks that has begun, and how long it may take, in milliseconds; 0 for as long as it takes.
pub(super) struct Wait {
    begun: Instant,
    limit: i32,
}

impl Wait {
    pub(super) fn begin(limit: i32) -> Wait {
        Wait { begun: Instant::now(), limit }
    }

    /// How long one turn of it takes, in milliseconds.
    pub(super) fn turn(&self) -> i32 {
        if self.limit > 0 { self.limit.min(TURN) } else { TURN }
    }

    /// Whether an error is that of a turn, and there is time for another one.
    pub(super) fn goes_on(&self, error: &Error) -> bool {
        let limit = Duration::from_millis(self.limit.unsigned_abs().into());
        error.code == PgSqlErrorCode::ERRCODE_LOCK_NOT_AVAILABLE
            && (self.limit <= 0 || self.begun.elapsed() < limit)
    }
}

/// Runs a query that locks relations in no order, and lets go of them afterwards. While it waits for a lock it lets go of
/// the others in turns, so that somebody's DDL can go on. A transaction that has written has locks that it cannot let go
/// of, and waits as all do.
///
/// Errors: 55P03 it has waited as long as `lock_timeout` allows.
pub fn in_turns(mut read: impl FnMut() -> Result<()>) -> Result<()> {
    let has_written = unsafe { pg_sys::GetTopTransactionIdIfAny() } != pg_sys::InvalidTransactionId;
    let wait = Wait::begin(unsafe { pg_sys::LockTimeout });
    for _ in 0..if has_written { 0 } else { TURNS } {
        let level = unsafe { pg_sys::NewGUCNestLevel() };
        settings::set("lock_timeout", &wait.turn().to_string());
        let result = guard::in_subtransaction(|| spi::catch(&mut read));
        unsafe { pg_sys::AtEOXact_GUC(true, level) };
        match result {
            Err(error) if wait.goes_on(&error) => {}
            result => return result,
        }
        pgrx::check_for_interrupts!();
    }
    guard::in_subtransaction(|| spi::catch(read))
}

/// Runs something that hardly waits for locks.
///
/// Errors: 55P03 it would have to.
pub fn at_once<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    let level = unsafe { pg_sys::NewGUCNestLevel() };
    settings::set("lock_timeout", AT_ONCE);
    let result = run();
    unsafe { pg_sys::AtEOXact_GUC(true, level) };
    result
}

/// Notes, while `run` runs, which locks are waited for.
pub fn watched<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    let limit = patience();
    if limit <= 0 {
        return run();
    }
    settings::set("lock_timeout", &limit.to_string());
    let (watch, often) = (WATCH.load(Ordering::Relaxed), (limit / 4).clamp(1, 100));
    MODE.store(0, Ordering::Relaxed);
    unsafe {
        let first = pg_sys::GetCurrentTimestamp() + i64::from(often) * 1000;
        enable_timeout_every(watch, first, often);
    }
    let result = spi::catch(run);
    unsafe { disable_timeout(watch, false) };
    result
}

/// Runs one step, not longer than the setting says or the caller's own timeout.
pub fn limited<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    let limit = settings::statement_timeout();
    if limit <= 0 {
        return spi::catch(run);
    }
    unsafe {
        let outer = get_timeout_active(STATEMENT).then(|| get_timeout_finish_time(STATEMENT));
        let end = pg_sys::GetCurrentTimestamp() + i64::from(limit) * 1000;
        if outer.is_none_or(|outer| outer > end) {
            enable_timeout_after(STATEMENT, limit);
        }
        let result = spi::catch(run);
        disable_timeout(STATEMENT, false);
        if let Some(outer) = outer {
            enable_timeout_at(STATEMENT, outer);
        }
        result
    }
}

/// Sessions that hold the lock that was waited for last in a mode that is in the way, a line each.
pub fn blockers() -> Result<Vec<String>> {
    let wanted = MODE.load(Ordering::Relaxed);
    if wanted == 0 {
        return Ok(Vec::new());
    }
    let words = [0, 1].map(|i| TAG[i].load(Ordering::Relaxed));
    let tag: pg_sys::LOCKTAG = unsafe { std::mem::transmute::<[u64; 2], pg_sys::LOCKTAG>(words) };
    let fields = [tag.locktag_field1, tag.locktag_field2].map(|f| f.to_string());
    let kind = match u32::from(tag.locktag_type) {
        pg_sys::LockTagType::LOCKTAG_RELATION => "relation",
        pg_sys::LockTagType::LOCKTAG_TRANSACTION => "transactionid",
        _ => return Ok(Vec::new()),
    };
    let rows = spi::query(BLOCKERS, &[Some(kind), Some(&fields[0]), Some(&fields[1])])?;
    let blocks = |mode: &str| {
        let held = MODES.iter().position(|m| *m == mode).map_or(0, |i| i as c_int + 1);
        unsafe { pg_sys::DoLockModesConflict(wanted, held) }
    };
    Ok(rows.iter().filter(|r| blocks(r.text(0))).map(|r| r.text(1).to_string()).collect())
}

/// As `pg_locks.mode` names them, from 1 on.
const MODES: [&str; 8] = [
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
];

/// Holders of a lock by the first two fields of its tag: database and relation, or the transaction.
const BLOCKERS: &str = "
    SELECT l.mode, pg_catalog.format('Process %s%s holds %s on %s%s', l.pid, ' of role ' || a.usename, l.mode,
               CASE l.locktype WHEN 'relation' THEN pg_catalog.pg_describe_object(1259, l.relation, 0)
                               ELSE 'transaction ' || l.transactionid::text END,
               coalesce(', ' || a.state || ': ' || a.query, '') || '.')
      FROM pg_catalog.pg_locks l
      LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     WHERE l.granted AND l.pid <> pg_catalog.pg_backend_pid()
       AND l.locktype = $1
       AND CASE $1 WHEN 'relation' THEN l.database = $2::oid AND l.relation = $3::oid
                   ELSE l.transactionid::text = $2 AND $3 IS NOT NULL END
     ORDER BY l.pid, l.mode";
