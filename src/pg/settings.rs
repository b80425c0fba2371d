//! Settings that hold while schemig works and not longer.

use crate::error::Result;
use crate::pg::spi;
use pgrx::{GucContext, GucFlags, GucRegistry, GucSetting, pg_sys};
use std::ffi::CString;

/// Settings under which both sides print their definitions, so that the same thing prints alike:
/// the ones that pg_dump sets, and the time zone for constants of type `timestamptz`.
pub const PRINTING: &[(&str, &str)] = &[
    ("search_path", "pg_catalog, pg_temp"),
    ("datestyle", "ISO, MDY"),
    ("intervalstyle", "postgres"),
    ("timezone", "UTC"),
    ("extra_float_digits", "3"),
    ("bytea_output", "hex"),
    ("lc_monetary", "C"),
    ("quote_all_identifiers", "off"),
    ("standard_conforming_strings", "on"),
    // Catalogs are read sooner than workers are there.
    ("max_parallel_workers_per_gather", "0"),
];

/// Settings under which steps run, besides those for printing.
const RUNNING: &[(&str, &str)] = &[
    ("check_function_bodies", "off"),
    ("default_tablespace", ""),
    ("default_table_access_method", "heap"),
    ("row_security", "off"),
];

static LOCK_TIMEOUT: GucSetting<i32> = GucSetting::<i32>::new(0);
static SEARCH_PATH: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(None);
static OBJECTS: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(None);
static SCHEMAS: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(None);
static SOURCE_LIMIT: GucSetting<i32> = GucSetting::<i32>::new(512);
static STATEMENT_TIMEOUT: GucSetting<i32> = GucSetting::<i32>::new(0);

/// Defines the settings of this extension, which anybody may set; others whose names begin so are refused from then on.
/// To be called once when the library is loaded.
pub fn define() {
    define_own();
    GucRegistry::define_int_guc(
        c"schemig.lock_timeout",
        c"Sets how long a step of an upgrade or downgrade, or a query of the source, waits for a lock.",
        c"A value of 0 leaves it to lock_timeout.",
        &LOCK_TIMEOUT,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    GucRegistry::define_string_guc(
        c"schemig.search_path",
        c"Sets the schemas in which functions that a step calls find what they name.",
        c"They stand between pg_catalog and pg_temp, and only while steps run and bodies are checked.",
        &SEARCH_PATH,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"schemig.source_limit",
        c"Sets how much may be read of a source's catalog.",
        c"Whoever answers in a source's place cannot fill memory or disk.",
        &SOURCE_LIMIT,
        1,
        1 << 20,
        GucContext::Userset,
        GucFlags::UNIT_MB,
    );
    GucRegistry::define_int_guc(
        c"schemig.statement_timeout",
        c"Sets how long a step of an upgrade or downgrade may take.",
        c"A value of 0 turns this off. It never extends the caller's statement_timeout.",
        &STATEMENT_TIMEOUT,
        0,
        i32::MAX,
        GucContext::Userset,
        GucFlags::UNIT_MS,
    );
    #[cfg(any(feature = "pg13", feature = "pg14"))]
    unsafe {
        pg_sys::EmitWarningsOnPlaceholders(c"schemig".as_ptr())
    };
    #[cfg(not(any(feature = "pg13", feature = "pg14")))]
    unsafe {
        pg_sys::MarkGUCPrefixReserved(c"schemig".as_ptr())
    };
}

/// Defines what functions set for themselves.
fn define_own() {
    GucRegistry::define_string_guc(
        c"schemig.schemas",
        c"Tells catalog queries which schemas to read.",
        c"Set by functions for themselves.",
        &SCHEMAS,
        GucContext::Userset,
        GucFlags::NO_SHOW_ALL | GucFlags::DISALLOW_IN_FILE,
    );
    GucRegistry::define_string_guc(
        c"schemig.objects",
        c"Tells catalog queries which objects to read.",
        c"Set by functions for themselves.",
        &OBJECTS,
        GucContext::Userset,
        GucFlags::NO_SHOW_ALL | GucFlags::DISALLOW_IN_FILE,
    );
}

/// How much may be read of a source, in bytes: `schemig.source_limit`.
pub fn source_limit() -> u64 {
    u64::from(SOURCE_LIMIT.get().unsigned_abs()) << 20
}

/// Runs something during which temporary files may not grow beyond so many bytes.
pub fn with_temporary_files<T>(bytes: u64, run: impl FnOnce() -> Result<T>) -> Result<T> {
    let (limit, is) =
        (i32::try_from(bytes >> 10).unwrap_or(i32::MAX), unsafe { pg_sys::temp_file_limit });
    if (0..=limit).contains(&is) {
        return run();
    }
    let level = unsafe { pg_sys::NewGUCNestLevel() };
    // Only a superuser could set it, and nobody can that runs longer than this.
    set_as("temp_file_limit", &limit.to_string(), pg_sys::GucContext::PGC_SUSET);
    let result = run();
    unsafe { pg_sys::AtEOXact_GUC(true, level) };
    result
}

/// `schemig.search_path`, where it is set.
pub fn added_search_path() -> Option<String> {
    SEARCH_PATH.get()?.into_string().ok().filter(|own| !own.trim().is_empty())
}

/// The `search_path` of steps, where `schemig.search_path` adds to it.
pub fn own_search_path() -> Option<String> {
    Some(format!("pg_catalog, {}, pg_temp", added_search_path()?))
}

/// Runs steps under that path; the definitions that are read afterwards are printed as ever.
pub fn with_own_search_path<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    let Some(path) = own_search_path() else { return run() };
    set("search_path", &path);
    let result = run();
    let pinned = PRINTING.iter().filter(|(name, _)| *name == "search_path");
    pinned.for_each(|(name, value)| set(name, value));
    result
}

/// `schemig.lock_timeout` in milliseconds; 0 leaves it to the session's own.
pub fn lock_timeout() -> i32 {
    LOCK_TIMEOUT.get()
}

/// `schemig.statement_timeout` in milliseconds; 0 for none.
pub fn statement_timeout() -> i32 {
    STATEMENT_TIMEOUT.get()
}

/// Major version of the server that this is built for: the target's.
pub const MAJOR: u32 = pg_sys::PG_MAJORVERSION_NUM;

/// Runs something under schemig's settings; the caller's are back afterwards.
///
/// The server's errors come back as `Err` too: raised by way of Rust, they would carry a backtrace.
pub fn pinned<T>(run: impl FnOnce() -> Result<T>) -> Result<T> {
    let level = unsafe { pg_sys::NewGUCNestLevel() };
    for (name, value) in PRINTING.iter().chain(RUNNING) {
        set(name, value);
    }
    let result = spi::catch(run);
    unsafe { pg_sys::AtEOXact_GUC(true, level) };
    result
}

/// Sets a parameter until the end of the enclosing [`pinned`].
pub fn set(name: &str, value: &str) {
    set_as(name, value, pg_sys::GucContext::PGC_USERSET);
}

fn set_as(name: &str, value: &str, by: pg_sys::GucContext::Type) {
    // Names are constants and values come from `text`: neither holds a zero byte.
    let (Ok(name), Ok(value)) = (CString::new(name), CString::new(value)) else { return };
    unsafe {
        pg_sys::set_config_option(
            name.as_ptr(),
            value.as_ptr(),
            by,
            pg_sys::GucSource::PGC_S_SESSION,
            pg_sys::GucAction::GUC_ACTION_SAVE,
            true,
            0,
            false,
        );
    }
}
