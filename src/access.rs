//! Who may use this extension.

use crate::error::{Error, Result};
use crate::pg::quote::ident;
use crate::pg::spi;
use pgrx::PgSqlErrorCode;

/// Lets a role use everything here; tells what else it needs.
///
/// Errors: 42704 no such role; 42501 the caller does not own the extension's schema.
pub fn grant_to(role: &str) -> Result<Vec<String>> {
    let asked = spi::first(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = $1)::text,
                pg_catalog.pg_has_role(n.nspowner, 'USAGE')::text
           FROM pg_catalog.pg_namespace n WHERE n.nspname = 'schemig'",
        &[Some(role)],
    )?;
    let (exists, owns) = asked.map_or((false, false), |row| (row.is_true(0), row.is_true(1)));
    if !exists {
        let message = format!("role \"{role}\" does not exist");
        return Err(Error::new(PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT, message)
            .hint("Create it with CREATE ROLE."));
    }
    if !owns {
        let message = "permission denied to grant the use of schemig";
        return Err(Error::new(PgSqlErrorCode::ERRCODE_INSUFFICIENT_PRIVILEGE, message)
            .hint("Only the owner of the extension or a superuser can do that."));
    }
    let to = ident(role);
    for statement in [
        format!("GRANT USAGE ON SCHEMA schemig TO {to}"),
        format!("GRANT EXECUTE ON ALL ROUTINES IN SCHEMA schemig TO {to}"),
        format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA schemig TO {to}"),
    ] {
        spi::execute(&statement, &[])?;
    }
    let mut lines = vec![format!("Role {to} may use schemig.")];
    lines.extend(missing(role)?);
    Ok(lines)
}

/// Statements that give the role what it still needs for the sources that are followed.
fn missing(role: &str) -> Result<Vec<String>> {
    let rows = spi::query(
        "SELECT pg_catalog.format('For source %s: GRANT USAGE ON FOREIGN SERVER %I TO %I;', s.name, s.server, $1::name)
           FROM schemig.source s
           JOIN pg_catalog.pg_foreign_server f ON f.srvname = s.server
          WHERE NOT pg_catalog.has_server_privilege($1::name, f.oid, 'USAGE')
         UNION ALL
         SELECT pg_catalog.format('For source %s: CREATE USER MAPPING FOR %I SERVER %I OPTIONS (user ''...'', password ''...'');', s.name, $1::name, s.server)
           FROM schemig.source s
           JOIN pg_catalog.pg_foreign_server f ON f.srvname = s.server
          WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_user_mappings m
                             WHERE m.srvid = f.oid AND (m.umuser = 0 OR m.usename = $1::name))
         UNION ALL
         SELECT pg_catalog.format('For new schemas: GRANT CREATE ON DATABASE %I TO %I;', pg_catalog.current_database(), $1::name)
          WHERE NOT pg_catalog.has_database_privilege($1::name, pg_catalog.current_database(), 'CREATE')",
        &[Some(role)],
    )?;
    Ok(rows.iter().map(|row| row.text(0).replace(['\n', '\r'], " ")).collect())
}
