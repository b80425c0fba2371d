//! The source's side: one connection of dblink, closed however its user ends.

use crate::error::{Error, Result};
use crate::pg::quote::{ident, literal};
use crate::pg::settings::{self, PRINTING};
use crate::pg::spi;
use pgrx::{PgSqlErrorCode, pg_sys};
use std::cell::Cell;

/// A connection to the source, inside one `REPEATABLE READ READ ONLY` transaction.
pub struct Connection {
    name: String,
    schema: String,
    /// Bytes that have been read.
    read: Cell<u64>,
    /// `dblink_disconnect`, looked up while that is possible: a failed transaction cannot.
    disconnect: pg_sys::FmgrInfo,
}

impl Connection {
    /// Connects to a foreign server and opens the transaction.
    ///
    /// Errors: 42704 no such server or user mapping; 08001 cannot connect.
    pub fn open(server: &str) -> Result<Connection> {
        must_exist(server)?;
        must_be_mapped(server)?;
        let schema = dblink_schema()?;
        let disconnect = lookup_disconnect(&schema)?;
        let name = "schemig".to_string();
        drop_stale(&schema, &name)?;
        let sql = format!("SELECT {schema}.dblink_connect($1, $2)");
        spi::catch(|| spi::query(&sql, &[Some(&name), Some(server)])).map_err(|e| {
            Error::new(
                PgSqlErrorCode::ERRCODE_SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
                format!("could not connect to server \"{server}\""),
            )
            .detail(sentence(e.detail.as_deref().unwrap_or(&e.message)))
            .hint(e.hint.unwrap_or_else(|| {
                "Check the options of the server and of its user mapping.".to_string()
            }))
        })?;
        let connection = Connection { name, schema, read: Cell::new(0), disconnect };
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        for (setting, value) in PRINTING {
            connection.execute(&format!("SET LOCAL {setting} = {}", literal_list(value)))?;
        }
        Ok(connection)
    }

    /// Runs a command without result on the source.
    pub fn execute(&self, sql: &str) -> Result<()> {
        let call = format!("SELECT {}.dblink_exec($1, $2)", self.schema);
        spi::catch(|| spi::query(&call, &[Some(&self.name), Some(sql)])).map(drop).map_err(blame)
    }

    /// Runs a query on the source that returns `columns` columns of type `text`.
    pub fn each(
        &self,
        sql: &str,
        columns: usize,
        take: &mut dyn FnMut(spi::Row) -> Result<()>,
    ) -> Result<()> {
        let list: Vec<String> = (1..=columns).map(|c| format!("c{c} text")).collect();
        let call =
            format!("SELECT * FROM {}.dblink($1, $2) AS r({})", self.schema, list.join(", "));
        let limit = settings::source_limit();
        let mut count = |row: spi::Row| {
            // Rows without values take room too.
            self.read.set(self.read.get() + row.size() as u64 + 32);
            if self.read.get() > limit { Err(too_large()) } else { take(row) }
        };
        let read = || spi::each(&call, &[Some(&self.name), Some(sql)], &mut count);
        settings::with_temporary_files(limit, || spi::catch(read)).map_err(blame)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Runs also while an error unwinds: nothing here may need the catalogs, and a failure to
        // close must not hide that error.
        let Ok(name) = std::ffi::CString::new(self.name.as_str()) else { return };
        let _ = spi::catch(|| {
            unsafe {
                let argument = pg_sys::cstring_to_text(name.as_ptr());
                pg_sys::FunctionCall1Coll(
                    &mut self.disconnect,
                    pg_sys::InvalidOid,
                    pg_sys::Datum::from(argument),
                );
            }
            Ok(())
        });
    }
}

fn too_large() -> Error {
    let code = PgSqlErrorCode::ERRCODE_PROGRAM_LIMIT_EXCEEDED;
    Error::new(code, format!("the source tells more than {} MB", settings::source_limit() >> 20))
        .hint("If it is to be trusted and as large as that, increase \"schemig.source_limit\".")
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
            message: format!("cannot read what the source says: {}", error.message),
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

fn lookup_disconnect(schema: &str) -> Result<pg_sys::FmgrInfo> {
    let oid = spi::first(
        "SELECT $1::pg_catalog.regprocedure::pg_catalog.oid::text",
        &[Some(&format!("{schema}.dblink_disconnect(text)"))],
    )?
    .ok_or_else(|| Error::internal("dblink_disconnect not found"))?
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
