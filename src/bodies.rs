//! Bodies that the server does not check when they are made are checked once all is there.

use crate::diff::Left;
use crate::error::Result;
use crate::fact::{Facts, Scope};
use crate::line::line;
use crate::pg::quote::idents;
use crate::pg::{guard, settings, spi};
use crate::revision::Revision;
use hashbrown::{HashMap, HashSet};
use pgrx::warning;

/// Checks what a revision brought, in the target as it is now: a WARNING for each body that the
/// server finds fault with, since it may be as broken in the source.
pub fn check(revision: &Revision, brought: &[Left], target: &Facts) -> Result<()> {
    let names: HashSet<(&str, &str)> = brought.iter().map(|f| (f.kind, f.name.as_str())).collect();
    let extensions = extensions()?;
    let find = |name: &str| extensions.get(name).cloned();
    // Names without schema are found as in steps, and in what is followed.
    let paths = settings::added_search_path().into_iter().chain([idents(&revision.schemas)]);
    let path = paths.filter(|path| !path.is_empty()).collect::<Vec<_>>().join(", ");
    for fact in 0..target.all.len() {
        let name = target.name(fact);
        if !names.contains(&(target.all[fact].kind(), name.as_str())) {
            continue;
        }
        let scope = Scope::of(target, fact);
        let statements = scope.def().check(&scope, &find);
        if statements.is_empty() {
            continue;
        }
        let path = path.clone();
        let wrong = match guard::in_subtransaction(move || faults(&path, &statements)) {
            Ok(lines) => lines,
            Err(error) => vec![error.message],
        };
        if !wrong.is_empty() {
            let text =
                format!("the body of {} is not valid: {}", target.label(fact), wrong.join("; "));
            warning!("{}", line(&text));
        }
    }
    Ok(())
}

/// Runs a check; lines that the last statement returns.
fn faults(path: &str, statements: &[String]) -> Result<Vec<String>> {
    settings::set("search_path", path);
    settings::set("check_function_bodies", "on");
    let Some((last, first)) = statements.split_last() else { return Ok(Vec::new()) };
    first.iter().try_for_each(|sql| spi::execute(sql, &[]))?;
    let rows = spi::query(last, &[])?;
    Ok(rows.iter().map(|r| r.text(0).to_string()).filter(|line| !line.is_empty()).collect())
}

/// Installed extensions with their schemas.
fn extensions() -> Result<HashMap<String, String>> {
    let rows = spi::query(
        "SELECT e.extname::text, n.nspname::text FROM pg_catalog.pg_extension e
           JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace",
        &[],
    )?;
    Ok(rows.iter().map(|r| (r.text(0).into(), r.text(1).into())).collect())
}
