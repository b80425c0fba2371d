//! Statements in the caller's own transaction.

use super::parser;
use crate::error::{Error, Result};
use hashbrown::HashMap;
use pgrx::pg_sys::panic::CaughtError;
use pgrx::spi::Spi;
use pgrx::{FromDatum, IntoDatum, PgSqlErrorCode, PgTryBuilder, pg_sys};
use std::cell::RefCell;
use std::ffi::{c_char, c_int, c_long};
use std::panic::AssertUnwindSafe;
use std::rc::Rc;

/// One row of a query whose columns are all of type `text`.
#[derive(Debug)]
pub struct Row(Vec<Option<String>>);

impl Row {
    /// A column's value; null reads as an empty string.
    pub fn text(&self, column: usize) -> &str {
        self.0.get(column).and_then(|v| v.as_deref()).unwrap_or("")
    }

    pub fn opt(&self, column: usize) -> Option<String> {
        self.0.get(column).cloned().flatten()
    }

    /// A column's value as a number or other type that is read from text.
    pub fn parse<T: std::str::FromStr>(&self, column: usize) -> Result<T> {
        let text = self.text(column);
        text.parse().map_err(|_| {
            Error::internal(format!("unexpected value \"{text}\" in a query's result"))
        })
    }

    /// How many bytes the values have.
    pub fn size(&self) -> usize {
        self.0.iter().flatten().map(String::len).sum()
    }

    pub fn is_true(&self, column: usize) -> bool {
        matches!(self.text(column), "t" | "true")
    }
}

/// Runs a query whose parameters and result columns are all of type `text`.
pub fn query(sql: &str, args: &[Option<&str>]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    run(sql, args, &mut |table, count| {
        all_rows(table, count, &mut |row| {
            rows.push(row);
            Ok(())
        })
    })?;
    Ok(rows)
}

/// How many rows are held at a time.
const ROWS: c_long = 1000;

/// Runs a query and hands over its rows one by one. They are not all held at once.
pub fn each(
    sql: &str,
    args: &[Option<&str>],
    take: &mut dyn FnMut(Row) -> Result<()>,
) -> Result<()> {
    let open = |text: *const c_char, all: &mut Arguments| unsafe {
        let (count, types, values, nulls) = all.raw();
        let (name, options) = (std::ptr::null(), 0);
        pg_sys::SPI_cursor_open_with_args(name, text, count, types, values, nulls, false, options)
    };
    parser::must_be_one(sql)?;
    let text = super::guard::c_string(sql)?;
    Spi::connect(|_| {
        let portal = open(text.as_ptr(), &mut Arguments::new(texts(args).collect())?);
        loop {
            unsafe { pg_sys::SPI_cursor_fetch(portal, true, ROWS) };
            let (table, count) = unsafe { (pg_sys::SPI_tuptable, pg_sys::SPI_processed) };
            if count == 0 || table.is_null() {
                break;
            }
            let result = all_rows(table, count as usize, take);
            unsafe { pg_sys::SPI_freetuptable(table) };
            result?;
        }
        unsafe { pg_sys::SPI_cursor_close(portal) };
        Ok(())
    })
}

fn all_rows(
    table: *mut pg_sys::SPITupleTable,
    count: usize,
    take: &mut dyn FnMut(Row) -> Result<()>,
) -> Result<()> {
    let columns = unsafe { (*(*table).tupdesc).natts };
    for i in 0..count {
        let row = (1..=columns).map(|column| unsafe { value(table, i, column) });
        take(Row(row.collect::<Result<_>>()?))?;
    }
    Ok(())
}

/// Parameters as SPI takes them.
struct Arguments {
    nulls: Vec<c_char>,
    values: Vec<pg_sys::Datum>,
    types: Vec<pg_sys::Oid>,
}

impl Arguments {
    fn new(all: Vec<Argument>) -> Result<Arguments> {
        let null = pg_sys::Datum::null();
        i32::try_from(all.len()).map_err(|e| Error::internal(e.to_string()))?;
        Ok(Arguments {
            nulls: all
                .iter()
                .map(|(it, _)| if it.is_some() { b' ' } else { b'n' } as c_char)
                .collect(),
            values: all.iter().map(|(it, _)| it.unwrap_or(null)).collect(),
            types: all.iter().map(|(_, of)| *of).collect(),
        })
    }

    /// Their number, types, values, and which are null.
    fn raw(&mut self) -> (c_int, *mut pg_sys::Oid, *mut pg_sys::Datum, *const c_char) {
        let (types, values) = (self.types.as_mut_ptr(), self.values.as_mut_ptr());
        (self.types.len() as c_int, types, values, self.nulls.as_ptr())
    }
}

/// Runs one statement whose further parameters are arrays of text.
pub fn execute_over(
    sql: &str,
    args: &[Option<&str>],
    arrays: Vec<Vec<Option<String>>>,
) -> Result<()> {
    let arrays = arrays.into_iter().map(|it| (it.into_datum(), pg_sys::TEXTARRAYOID));
    run_with(sql, || texts(args).chain(arrays).collect(), &mut |_, _| Ok(()))
}

fn texts(args: &[Option<&str>]) -> impl Iterator<Item = Argument> {
    args.iter().map(|arg| (arg.and_then(|text| text.into_datum()), pg_sys::TEXTOID))
}

/// A value and its type.
type Argument = (Option<pg_sys::Datum>, pg_sys::Oid);

/// Runs one statement, with the table of the rows that it gives and their number. pgrx's own ways of doing so give the
/// transaction an identifier first, which no standby can, or see nothing of what has been committed since.
fn run(
    sql: &str,
    args: &[Option<&str>],
    take: &mut dyn FnMut(*mut pg_sys::SPITupleTable, usize) -> Result<()>,
) -> Result<()> {
    run_with(sql, || texts(args).collect(), take)
}

/// What `args` makes is gone when the statement has run.
fn run_with(
    sql: &str,
    args: impl FnOnce() -> Vec<Argument>,
    take: &mut dyn FnMut(*mut pg_sys::SPITupleTable, usize) -> Result<()>,
) -> Result<()> {
    parser::must_be_one(sql)?;
    let text = super::guard::c_string(sql)?;
    Spi::connect(|_| {
        let mut args = Arguments::new(args())?;
        let (status, table, rows) = unsafe {
            let (count, types, values, nulls) = args.raw();
            let text = text.as_ptr();
            let status = pg_sys::SPI_execute_with_args(text, count, types, values, nulls, false, 0);
            (status, pg_sys::SPI_tuptable, pg_sys::SPI_processed)
        };
        match status {
            ..0 => Err(Error::internal(format!("cannot run an internal query: {status}"))),
            _ if table.is_null() => Ok(()),
            _ => take(table, usize::try_from(rows).unwrap_or(usize::MAX)),
        }
    })
}

/// The value of a column, counted from 1, of a row.
///
/// # Safety
/// The table has them.
unsafe fn value(
    table: *mut pg_sys::SPITupleTable,
    row: usize,
    column: c_int,
) -> Result<Option<String>> {
    let mut null = false;
    let bytes = unsafe {
        let row = *(*table).vals.add(row);
        let datum = pg_sys::SPI_getbinval(row, (*table).tupdesc, column, &mut null);
        Vec::<u8>::from_polymorphic_datum(datum, null, pg_sys::BYTEAOID)
    };
    bytes.map(text).transpose()
}

/// The first row of a query, when there is one.
pub fn first(sql: &str, args: &[Option<&str>]) -> Result<Option<Row>> {
    Ok(query(sql, args)?.into_iter().next())
}

/// Rows, and when they were read.
type Kept = (Moment, Rc<Vec<Row>>);

thread_local! {
    static KEPT: RefCell<HashMap<&'static str, Kept>> = RefCell::default();
}

/// When a transaction began, and how many of its commands have changed something.
type Moment = (i64, u32);

/// The rows of a query that is asked many times, as long as nothing can have changed them: until the transaction has
/// written or read something else, they are asked for once.
pub fn kept(sql: &'static str) -> Result<Rc<Vec<Row>>> {
    let now = unsafe {
        (pg_sys::GetCurrentTransactionStartTimestamp(), pg_sys::GetCurrentCommandId(false))
    };
    let known =
        KEPT.with_borrow(|all| all.get(sql).filter(|(at, _)| *at == now).map(|k| k.1.clone()));
    if let Some(rows) = known {
        return Ok(rows);
    }
    let rows = Rc::new(query(sql, &[])?);
    KEPT.with_borrow_mut(|all| all.insert(sql, (now, rows.clone())));
    Ok(rows)
}

/// What a query of one value gives now; a transaction of a higher isolation level may see less.
pub fn latest(sql: &str) -> Result<String> {
    let sql = super::guard::c_string(sql)?;
    let value = Spi::connect(|_| unsafe {
        let plan = pg_sys::SPI_prepare(sql.as_ptr(), 0, std::ptr::null_mut());
        let now = pg_sys::GetLatestSnapshot();
        let (none, nulls, crosscheck) =
            (std::ptr::null_mut(), std::ptr::null(), std::ptr::null_mut());
        pg_sys::SPI_execute_snapshot(plan, none, nulls, now, crosscheck, true, false, 1);
        let table = pg_sys::SPI_tuptable;
        if table.is_null() || pg_sys::SPI_processed == 0 { Ok(None) } else { value(table, 0, 1) }
    })?;
    value.ok_or_else(|| Error::internal("a query has given nothing"))
}

/// Runs one statement.
pub fn execute(sql: &str, args: &[Option<&str>]) -> Result<()> {
    run(sql, args, &mut |_, _| Ok(()))
}

/// Inserts a row that no other session can have inserted, unless this transaction's snapshot is older.
///
/// Errors: 40001 that is so.
pub fn insert_new(sql: &str, args: &[Option<&str>]) -> Result<()> {
    catch(|| execute(sql, args)).map_err(|error| match error.code {
        PgSqlErrorCode::ERRCODE_UNIQUE_VIOLATION => Error::new(
            PgSqlErrorCode::ERRCODE_T_R_SERIALIZATION_FAILURE,
            "could not serialize access due to concurrent insert",
        ),
        _ => error,
    })
}

/// Runs something that may raise an error in the server and turns that into an [`Error`].
///
/// No subtransaction is involved: the caller must pass the error on.
pub fn catch<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    PgTryBuilder::new(AssertUnwindSafe(run))
        .catch_others(|caught| match caught {
            CaughtError::PostgresError(report) | CaughtError::ErrorReport(report) => Err(Error {
                code: report.sql_error_code(),
                message: report.message().to_string(),
                detail: report.detail().map(str::to_string),
                hint: report.hint().map(str::to_string),
            }),
            other => other.rethrow(),
        })
        .execute()
}

/// The server takes what another server sends for text without a look at it.
fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| {
        let code = PgSqlErrorCode::ERRCODE_CHARACTER_NOT_IN_REPERTOIRE;
        Error::new(code, "a text is not in the encoding UTF8")
    })
}
