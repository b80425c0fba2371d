//! Who may use this extension.

use crate::error::{Error, Result};
use crate::pg::quote::ident;
use crate::pg::spi;
use pgrx::PgSqlErrorCode;

/// Lets a role use everything here but this; tells what else it needs.
///
/// Errors: 42704 no such role; 42501 the caller may not grant all of that.
pub fn grant_to(role: &str) -> Result<Vec<String>> {
    let asked = spi::first(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = $1)::text,
                pg_catalog.pg_has_role(e.extowner, 'USAGE')::text
           FROM pg_catalog.pg_extension e WHERE e.extname = 'schemig'",
        &[Some(role)],
    )?;
    let (exists, owns) = asked.map_or((false, false), |row| (row.is_true(0), row.is_true(1)));
    if !exists {
        let message = format!("role \"{role}\" does not exist");
        return Err(Error::new(PgSqlErrorCode::ERRCODE_UNDEFINED_OBJECT, message)
            .hint("Create it with CREATE ROLE."));
    }
    if !owns {
        return Err(denied("Only the owner of the extension or a superuser can do that."));
    }
    let (to, members) = (ident(role), members(role)?);
    for (what, privileges) in GIVEN {
        let of_it = members.iter().filter(|member| member.what == what);
        let names: Vec<&str> = of_it.map(|member| member.name.as_str()).collect();
        if !names.is_empty() {
            let names = names.join(", ");
            spi::execute(&format!("GRANT {privileges} ON {what} {names} TO {to}"), &[])?;
        }
    }
    // GRANT only warns where it falls short.
    if let Some(member) = self::members(role)?.into_iter().find(|member| !member.granted) {
        let hint = "A superuser can grant all of it.";
        let what = member.what.to_lowercase();
        return Err(denied(hint).detail(format!("It falls short of {what} {}.", member.name)));
    }
    let mut lines = vec![format!("Role {to} may use schemig.")];
    lines.extend(missing(role)?);
    Ok(lines)
}

/// What is granted on what.
const GIVEN: [(&str, &str); 3] =
    [("SCHEMA", "USAGE"), ("ROUTINE", "EXECUTE"), ("TABLE", "SELECT, INSERT, UPDATE, DELETE")];

/// A member of the extension, as GRANT names it, and whether the role may use it.
struct Member {
    what: String,
    name: String,
    granted: bool,
}

/// Members of this extension alone: what users have put into its schema is theirs.
fn members(role: &str) -> Result<Vec<Member>> {
    let rows = spi::query(
        "SELECT 'SCHEMA', n.nspname::text, pg_catalog.has_schema_privilege($1::name, n.oid, 'USAGE')::text
           FROM pg_catalog.pg_namespace n WHERE n.nspname = 'schemig'
         UNION ALL
         SELECT 'ROUTINE', p.oid::pg_catalog.regprocedure::text, pg_catalog.has_function_privilege($1::name, p.oid, 'EXECUTE')::text
           FROM pg_catalog.pg_extension e
           JOIN pg_catalog.pg_depend d ON d.refclassid = 3079 AND d.refobjid = e.oid AND d.deptype = 'e' AND d.classid = 1255
           JOIN pg_catalog.pg_proc p ON p.oid = d.objid AND p.proname <> 'grant_to'
          WHERE e.extname = 'schemig'
         UNION ALL
         SELECT 'TABLE', c.oid::pg_catalog.regclass::text,
                (pg_catalog.has_table_privilege($1::name, c.oid, 'SELECT') AND pg_catalog.has_table_privilege($1::name, c.oid, 'INSERT')
                 AND pg_catalog.has_table_privilege($1::name, c.oid, 'UPDATE') AND pg_catalog.has_table_privilege($1::name, c.oid, 'DELETE'))::text
           FROM pg_catalog.pg_extension e
           JOIN pg_catalog.pg_depend d ON d.refclassid = 3079 AND d.refobjid = e.oid AND d.deptype = 'e' AND d.classid = 1259
           JOIN pg_catalog.pg_class c ON c.oid = d.objid AND c.relkind IN ('r', 'v')
          WHERE e.extname = 'schemig'",
        &[Some(role)],
    )?;
    let member = |row: &spi::Row| Member {
        what: row.text(0).to_string(),
        name: row.text(1).to_string(),
        granted: row.is_true(2),
    };
    Ok(rows.iter().map(member).collect())
}

fn denied(hint: &str) -> Error {
    let message = "permission denied to grant the use of schemig";
    Error::new(PgSqlErrorCode::ERRCODE_INSUFFICIENT_PRIVILEGE, message).hint(hint)
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
