//! Statements in the caller's own transaction.

use super::parser;
use crate::error::{Error, Result};
use pgrx::datum::DatumWithOid;
use pgrx::pg_sys::panic::CaughtError;
use pgrx::spi::{Spi, SpiError};
use pgrx::{FromDatum, IntoDatum, PgSqlErrorCode, PgTryBuilder, pg_sys};
use std::cell::RefCell;
use std::collections::HashMap;
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
    each(sql, args, &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok(rows)
}

/// Runs a query and hands over its rows one by one.
pub fn each(
    sql: &str,
    args: &[Option<&str>],
    take: &mut dyn FnMut(Row) -> Result<()>,
) -> Result<()> {
    parser::must_be_one(sql)?;
    let args: Vec<DatumWithOid> = args.iter().map(|a| text_datum(*a)).collect();
    Spi::connect_mut(|client| {
        let table = client.update(sql, None, &args).map_err(spi_error)?;
        let columns = table.columns().map_err(spi_error)?;
        for tuple in table {
            let mut row = Vec::with_capacity(columns);
            for column in 1..=columns {
                row.push(tuple.get::<Bytes>(column).map_err(spi_error)?.map(text).transpose()?);
            }
            take(Row(row))?;
        }
        Ok(())
    })
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
        let row = if table.is_null() { None } else { (*table).vals.as_ref() };
        row.map(|row| super::guard::copy(pg_sys::SPI_getvalue(*row, (*table).tupdesc, 1)))
    });
    value.ok_or_else(|| Error::internal("a query has given nothing"))
}

/// Runs one statement.
pub fn execute(sql: &str, args: &[Option<&str>]) -> Result<()> {
    parser::must_be_one(sql)?;
    let args: Vec<DatumWithOid> = args.iter().map(|a| text_datum(*a)).collect();
    Spi::connect_mut(|client| client.update(sql, None, &args).map(|_| ()).map_err(spi_error))
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

/// The bytes of a text: the server takes what another server sends for text without a look at it.
struct Bytes(Vec<u8>);

impl FromDatum for Bytes {
    unsafe fn from_polymorphic_datum(
        datum: pg_sys::Datum,
        is_null: bool,
        of: pg_sys::Oid,
    ) -> Option<Bytes> {
        unsafe { Vec::from_polymorphic_datum(datum, is_null, of) }.map(Bytes)
    }
}

impl IntoDatum for Bytes {
    fn into_datum(self) -> Option<pg_sys::Datum> {
        self.0.into_datum()
    }

    fn type_oid() -> pg_sys::Oid {
        pg_sys::TEXTOID
    }

    fn is_compatible_with(other: pg_sys::Oid) -> bool {
        other == pg_sys::TEXTOID || other == pg_sys::VARCHAROID
    }
}

fn text(bytes: Bytes) -> Result<String> {
    String::from_utf8(bytes.0).map_err(|_| {
        let code = PgSqlErrorCode::ERRCODE_CHARACTER_NOT_IN_REPERTOIRE;
        Error::new(code, "a text is not in the encoding UTF8")
    })
}

fn text_datum<'a>(value: Option<&str>) -> DatumWithOid<'a> {
    let text = value.map(str::to_string);
    // The datum is a copy in the current memory context, which outlives the SPI call.
    unsafe { DatumWithOid::new(text.into_datum(), pg_sys::TEXTOID) }
}

fn spi_error(error: SpiError) -> Error {
    Error::internal(format!("cannot run an internal query: {error}"))
}
