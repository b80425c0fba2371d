//! The source's side: one connection of dblink, closed however its user ends.

use crate::error::{Error, Result};
use crate::pg::quote::{ident, literal};
use crate::pg::settings::{self, PRINTING};
use crate::pg::{guard, memory, spi, timeout};
use pgrx::{PgSqlErrorCode, pg_sys};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ffi::{CStr, CString, c_long};
use std::time::{Duration, Instant};

/// A connection to the source, inside one `REPEATABLE READ READ ONLY` transaction.
pub struct Connection {
    name: String,
    schema: String,
    /// Bytes that have been read.
    read: Cell<u64>,
    /// `dblink_cancel_query` and `dblink_disconnect`, looked up while that is possible: a failed transaction cannot.
    ends: RefCell<[pg_sys::FmgrInfo; 2]>,
    /// `dblink_is_busy`.
    look: RefCell<pg_sys::FmgrInfo>,
    /// A query runs.
    busy: Cell<bool>,
    /// Queries that come next, in order.
    next: RefCell<VecDeque<String>>,
    /// The one of them that has been sent already.
    sent: RefCell<Option<String>>,
    /// What can be done while the source works.
    meanwhile: RefCell<Option<Meanwhile>>,
    /// How that has failed.
    failed: RefCell<Option<Error>>,
}

/// Work in parts: does the next one, if there is any left, and calls its argument often.
pub type Meanwhile = Box<dyn FnMut(&mut dyn FnMut()) -> Result<bool>>;

/// The shortest and the longest pause between two looks at a query that runs, in microseconds.
const PAUSES: (c_long, c_long) = (50, 1_000);

impl Connection {
    /// Connects to a foreign server and opens the transaction.
    ///
    /// Errors: 42704 no such server or user mapping; 08001 cannot connect.
    pub fn open(server: &str) -> Result<Connection> {
        must_exist(server)?;
        must_be_mapped(server)?;
        let schema = dblink_schema()?;
        let ends = [lookup(&schema, "dblink_cancel_query")?, lookup(&schema, "dblink_disconnect")?];
        let look = RefCell::new(lookup(&schema, "dblink_is_busy")?);
        let name = "schemig".to_string();
        drop_stale(&schema, &name)?;
        let sql = format!("SELECT {schema}.dblink_connect($1, $2)");
        let (read, ends, busy) = (Cell::new(0), RefCell::new(ends), Cell::new(false));
        // It is closed also if this call is cancelled when it is there already.
        let (next, sent, meanwhile, failed) = Default::default();
        let connection =
            Connection { name, schema, read, ends, look, busy, next, sent, meanwhile, failed };
        let name = Some(connection.name.as_str());
        let connected = spi::catch(|| spi::query(&sql, &[name, Some(server)]));
        if let Err(error) = connected {
            // libpq goes on waiting when a call is cancelled, and dblink tells of the end of that alone.
            pgrx::check_for_interrupts!();
            return Err(unreachable(server, error));
        }
        let set =
            |(name, value): &(&str, &str)| format!("SET LOCAL {name} = {}; ", literal_list(value));
        let settings: String = PRINTING.iter().map(set).collect();
        connection.execute(&format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {settings}SET LOCAL lock_timeout = {}; {KEEP}",
            timeout::Wait::begin(timeout::patience()).turn()
        ))?;
        Ok(connection)
    }

    /// Sets a parameter on the source.
    pub fn set(&self, setting: &str, value: &str) -> Result<()> {
        self.execute(&format!("SET LOCAL {setting} = {}; {KEEP}", literal(value)))
    }

    /// Lets the source begin with the query that comes next.
    pub fn begin(&self, sql: String) -> Result<()> {
        self.send(&sql)?;
        self.sent.replace(Some(sql));
        Ok(())
    }

    /// Tells which queries come next, in order. Each is sent when the answer to the one before is here: the source works
    /// on it while those rows are taken.
    pub fn foresee(&self, queries: impl Iterator<Item = String>) {
        self.next.replace(queries.collect());
    }

    /// Gives the session something to do while the source works. Its error, if any, is that of the query.
    pub fn meanwhile(&self, work: Option<Meanwhile>) {
        self.meanwhile.replace(work);
    }

    fn execute(&self, sql: &str) -> Result<()> {
        let call = format!("SELECT {}.dblink_exec($1, $2)", self.schema);
        spi::catch(|| spi::query(&call, &[Some(&self.name), Some(sql)])).map(drop).map_err(blame)
    }

    /// Runs a query on the source that returns `columns` columns of type `text`.
    ///
    /// Errors: 55P03 it has waited for locks as long as `schemig.lock_timeout` allows.
    pub fn each(
        &self,
        sql: &str,
        columns: usize,
        take: &mut dyn FnMut(spi::Row) -> Result<()>,
    ) -> Result<()> {
        let wait = timeout::Wait::begin(timeout::patience());
        loop {
            // No row has been taken when that fails.
            let answer = guard::in_savepoint(|| self.ask(sql, columns, take));
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            match answer {
                Err(error) if wait.goes_on(&error) => {}
                result => return result,
            }
            self.end_of_results(columns)?;
            self.execute(LET_GO)?;
            unsafe { pg_sys::pg_usleep(PAUSES.1) };
            pgrx::check_for_interrupts!();
        }
    }

    fn ask(
        &self,
        sql: &str,
        columns: usize,
        take: &mut dyn FnMut(spi::Row) -> Result<()>,
    ) -> Result<()> {
        match self.sent.take() {
            Some(sent) if sent == sql => {}
            Some(sent) => return Err(Error::internal(format!("not asked next: {sent}"))),
            None => self.send(sql)?,
        }
        self.next.borrow_mut().pop_front_if(|next| *next == sql);
        self.wait().map_err(blame)?;
        self.busy.set(false);
        let get = self.get_result(columns);
        let limit = settings::source_limit();
        let mut waits = true;
        let mut count = |row: spi::Row| {
            if std::mem::take(&mut waits) {
                self.go_on(columns)?;
            }
            // Rows without values take room too.
            self.read.set(self.read.get() + row.size() as u64 + 32);
            if self.read.get() > limit { Err(too_large()) } else { take(row) }
        };
        let read = || spi::each(&get, &[Some(&self.name)], &mut count);
        settings::with_temporary_files(limit, || spi::catch(read)).map_err(blame)?;
        if waits { self.go_on(columns) } else { Ok(()) }
    }

    fn send(&self, sql: &str) -> Result<()> {
        let send = format!("SELECT {}.dblink_send_query($1, $2)::text", self.schema);
        spi::catch(|| spi::query(&send, &[Some(&self.name), Some(sql)])).map_err(blame)?;
        self.busy.set(true);
        Ok(())
    }

    /// Ends a query all of whose rows are here, and begins with the next one, if that is known.
    fn go_on(&self, columns: usize) -> Result<()> {
        self.end_of_results(columns)?;
        self.execute(LET_GO)?;
        let next = self.next.borrow_mut().pop_front();
        next.map_or(Ok(()), |sql| self.begin(sql))
    }

    fn get_result(&self, columns: usize) -> String {
        let list: Vec<String> = (1..=columns).map(|c| format!("c{c} text")).collect();
        format!("SELECT * FROM {}.dblink_get_result($1) AS r({})", self.schema, list.join(", "))
    }

    /// Takes the nothing that comes after a result, or after an error: only then can another query be sent.
    fn end_of_results(&self, columns: usize) -> Result<()> {
        let get = self.get_result(columns);
        spi::catch(|| spi::query(&get, &[Some(&self.name)])).map_err(blame).map(drop)
    }

    /// Waits for a query's result, which libpq gathers in memory. It can be cancelled: before PostgreSQL 17, what dblink
    /// itself waits for cannot.
    fn wait(&self) -> Result<()> {
        let mut most = memory::peak().saturating_add(settings::source_limit());
        let name = CString::new(self.name.as_str()).map_err(|e| Error::internal(e.to_string()))?;
        let (mut shortest, mut pause, begun) = (Duration::MAX, PAUSES.0, Instant::now());
        loop {
            match self.look(&name, &mut shortest)? {
                Look::Ready => return Ok(()),
                Look::More => pause = PAUSES.0,
                Look::Nothing => {
                    let before = memory::peak();
                    if begun.elapsed() > LONG && self.work(&name, most)? {
                        pause = PAUSES.0;
                        // That is not the source's.
                        most = most.saturating_add(memory::peak() - before);
                    } else {
                        unsafe { pg_sys::pg_usleep(pause) };
                        pause = (pause * 2).min(PAUSES.1);
                    }
                }
            }
            pgrx::check_for_interrupts!();
            if memory::peak() > most {
                return Err(too_large());
            }
        }
    }

    /// Takes in what has come, 16 kB at most. A look that takes many times as long as the shortest has found
    /// something, and there may be more.
    fn look(&self, name: &CStr, shortest: &mut Duration) -> Result<Look> {
        let begun = Instant::now();
        let is_busy = call(&mut self.look.borrow_mut(), name)?.value() as u32 == 1;
        let took = begun.elapsed();
        if !is_busy {
            return Ok(Look::Ready);
        }
        *shortest = took.min(*shortest);
        Ok(if took > *shortest * 4 { Look::More } else { Look::Nothing })
    }

    /// Does a part of what can be done meanwhile. What comes from the source is taken in all the same, since that
    /// stops where nobody does.
    fn work(&self, name: &CStr, most: u64) -> Result<bool> {
        let Some(mut work) = self.meanwhile.take() else { return Ok(false) };
        let (mut shortest, mut count) = (Duration::MAX, 0);
        let mut take_in = || {
            count += 1;
            while count % OFTEN == 0
                && memory::peak() <= most
                && matches!(self.look(name, &mut shortest), Ok(Look::More))
            {}
        };
        match work(&mut take_in) {
            Ok(true) => {
                self.meanwhile.replace(Some(work));
                Ok(true)
            }
            Ok(false) => Ok(false),
            Err(error) => {
                let told = Error::internal(error.message.clone());
                self.failed.replace(Some(error));
                Err(told)
            }
        }
    }
}

/// From when on it is worth while to begin with something else: else the source would wait for the end of that.
const LONG: Duration = Duration::from_millis(4);

/// Rows of the target between two looks at what comes from the source.
const OFTEN: usize = 100;

/// What a look at a query that runs finds.
enum Look {
    /// Its result is here.
    Ready,
    /// Some of it has come.
    More,
    Nothing,
}

/// Calls a function over the name of a connection.
fn call(function: &mut pg_sys::FmgrInfo, name: &CStr) -> Result<pg_sys::Datum> {
    spi::catch(|| unsafe {
        let argument = pg_sys::Datum::from(pg_sys::cstring_to_text(name.as_ptr()));
        Ok(pg_sys::FunctionCall1Coll(function, pg_sys::InvalidOid, argument))
    })
}

/// Functions that print definitions lock relations until the end of the transaction, in no order: together with somebody's
/// DDL that is a deadlock. These two let go of the locks after each query, and keep the transaction's snapshot.
const KEEP: &str = "SAVEPOINT schemig";
const LET_GO: &str = "ROLLBACK TO SAVEPOINT schemig";

impl Drop for Connection {
    fn drop(&mut self) {
        // Runs also while an error unwinds: nothing here may need the catalogs, and a failure to
        // close must not hide that error.
        let Ok(name) = CString::new(self.name.as_str()) else { return };
        let Ok(mut ends) = self.ends.try_borrow_mut() else { return };
        // A query that nobody waits for any more would go on, and wait for locks of the source.
        let todo = if self.busy.get() { &mut ends[..] } else { &mut ends[1..] };
        for function in todo {
            let _ = call(function, &name);
        }
    }
}

/// What has kept the connection from being made; a call that was cancelled meanwhile says that.
fn unreachable(server: &str, error: Error) -> Error {
    use PgSqlErrorCode as Code;
    if matches!(error.code, Code::ERRCODE_QUERY_CANCELED | Code::ERRCODE_ADMIN_SHUTDOWN) {
        return error;
    }
    Error::new(
        Code::ERRCODE_SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
        format!("could not connect to server \"{server}\""),
    )
    .detail(sentence(error.detail.as_deref().unwrap_or(&error.message)))
    .hint(
        error.hint.unwrap_or_else(|| {
            "Check the options of the server and of its user mapping.".to_string()
        }),
    )
}

fn too_large() -> Error {
    let code = PgSqlErrorCode::ERRCODE_PROGRAM_LIMIT_EXCEEDED;
    Error::new(code, format!("the source tells more than {} MB", settings::source_limit() >> 20))
        .hint("If it is to be trusted and as large as that, increase \"schemig.source_limit\".")
}

const UNREADABLE: &str = "cannot read what the source says: ";

/// Whether an error of a query may be gone the next time: a definition that has changed while it was printed, or a
/// deadlock.
pub fn may_pass(error: &Error) -> bool {
    use PgSqlErrorCode as Code;
    match error.code {
        Code::ERRCODE_INTERNAL_ERROR | Code::ERRCODE_T_R_DEADLOCK_DETECTED => true,
        Code::ERRCODE_PROTOCOL_VIOLATION => error.message.starts_with(UNREADABLE),
        _ => false,
    }
}

/// What has failed on the way to the source or there, or cannot be read. Another server may call its errors what it
/// likes: none is ours, and none is a success.
pub fn blame(error: Error) -> Error {
    use PgSqlErrorCode as Code;
    // The first two of five letters, six bits each.
    let class = |code: Code| code as i32 & 0xFFF;
    let mild = [Code::ERRCODE_SUCCESSFUL_COMPLETION, Code::ERRCODE_WARNING, Code::ERRCODE_NO_DATA];
    let is_mild = mild.iter().any(|it| class(*it) == class(error.code));
    match error.code {
        Code::ERRCODE_CONFIGURATION_LIMIT_EXCEEDED => too_large(),
        code if is_mild || code == Code::ERRCODE_INTERNAL_ERROR => Error {
            code: Code::ERRCODE_PROTOCOL_VIOLATION,
            message: format!("{UNREADABLE}{}", error.message),
            ..error
        },
        _ => error,
    }
}

fn literal_list(value: &str) -> String {
    value.split(", ").map(literal).collect::<Vec<_>>().join(", ")
}

/// Facts in DETAIL are sentences; libpq's messages end with a newline and no period.
fn sentence(text: &str) -> String {
    let text = text.trim().replace('\n', " ");
    if text.ends_with('.') { text } else { format!("{text}.") }
}

/// Errors: 42704 no such foreign server.
pub fn must_exist(server: &str) -> Result<()> {
    let found = spi::first(
        "SELECT 't' FROM pg_catalog.pg_foreign_server WHERE srvname = $1",
        &[Some(server)],
    )?;
    if found.is_none() {
        return Err(undefined(format!("server \"{server}\" does not exist")).hint(
            "Create it with CREATE SERVER ... FOREIGN DATA WRAPPER dblink_fdw (or postgres_fdw).",
        ));
    }
    Ok(())
}

/// Errors: 42704 the current user has no mapping.
fn must_be_mapped(server: &str) -> Result<()> {
    let mapped = spi::first(
        "SELECT current_user::text FROM pg_catalog.pg_user_mappings
          WHERE srvname = $1 AND (umuser = 0 OR usename = current_user)",
        &[Some(server)],
    )?;
    let user = spi::first("SELECT current_user::text", &[])?;
    match (mapped, user) {
        (None, Some(user)) => Err(undefined(format!(
            "user mapping for \"{}\" on server \"{server}\" does not exist",
            user.text(0)
        ))
        .hint("Create it with CREATE USER MAPPING FOR ... SERVER ... OPTIONS (user ..., password ...).")),
        _ => Ok(()),
    }
}

fn undefined(message: String) -> Error {
    Error::new(PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT, message)
}

/// Schema of the extension dblink, quoted.
fn dblink_schema() -> Result<String> {
    let row = spi::first(
        "SELECT n.nspname::text FROM pg_catalog.pg_extension e
           JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'dblink'",
        &[],
    )?;
    row.map(|r| ident(r.text(0))).ok_or_else(|| {
        Error::new(
            PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT,
            "extension \"dblink\" is not installed",
        )
        .hint("Run CREATE EXTENSION dblink.")
    })
}

/// A function of dblink over the name of a connection.
fn lookup(schema: &str, function: &str) -> Result<pg_sys::FmgrInfo> {
    let oid = spi::first(
        "SELECT $1::pg_catalog.regprocedure::pg_catalog.oid::text",
        &[Some(&format!("{schema}.{function}(text)"))],
    )?
    .ok_or_else(|| Error::internal(format!("{function} not found")))?
    .parse::<u32>(0)?;
    let mut info = pg_sys::FmgrInfo::default();
    unsafe {
        pg_sys::fmgr_info_cxt(pg_sys::Oid::from(oid), &mut info, pg_sys::TopTransactionContext)
    };
    Ok(info)
}

/// Closes a connection of that name which an earlier, interrupted call may have left.
fn drop_stale(schema: &str, name: &str) -> Result<()> {
    let sql = format!(
        "SELECT {schema}.dblink_disconnect(c) FROM pg_catalog.unnest({schema}.dblink_get_connections()) AS c
          WHERE c OPERATOR(pg_catalog.=) $1"
    );
    spi::query(&sql, &[Some(name)]).map(|_| ())
}
