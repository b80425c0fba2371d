//! The regression database of an older server, followed on a newer one.

use super::{HOST, PLAN, Source, must_be_unchanged, port, version};
use crate::dump::Dump;
use crate::psql::{self, Database};
use crate::regression::{NAME, Place, RULES, VERSION, must_differ_as_listed};
use crate::{Outcome, server, trial};
use libtest_mimic::Trial;

pub fn trials() -> Option<Trial> {
    let is_newer = version() == VERSION && server::version() > VERSION;
    is_newer.then(|| trial("versions::regression_database", database))
}

/// What cannot be on the newer server: what `pg_dump` writes of it fails there too.
const NOT_CARRIED: [&str; 2] = [
    "table public.gtest_normal_child is not carried, since it needs a generated column where its parent's column is none",
    "table public.gtest_normal_child2 is not carried, since it needs a generated column where its parent's column is none",
];

fn place() -> Place {
    let of = |name: &str| std::env::var(name).expect("set by mixed.sh");
    Place { host: of(HOST), port: port(), bin: of("SCHEMIG_SOURCE_BIN").into() }
}

fn database() -> Outcome {
    place().installcheck()?;
    place().turn_libraries(server::version())?;
    make_roles()?;
    let source = Source { name: NAME.into() };
    let target = source.target()?;
    target.sql(&format!("SELECT schemig.configure('src_server', NULL::name, '{RULES}')"))?;
    let before = Dump::with_privileges(&target)?;
    let said = target.said(PLAN)?;
    if !said.succeeded || NOT_CARRIED.iter().any(|warning| !said.notices.contains(warning)) {
        return Err(format!("the plan should warn of {NOT_CARRIED:?}:\n{}", said.notices));
    }
    target.sql("SELECT schemig.upgrade(allow => '{data_loss}');")?;
    must_be_unchanged(&target, "after the upgrade")?;
    let expected = source.restored_as_far_as_it_goes()?.and(&before).columns_sorted();
    must_differ_as_listed(&expected, &Dump::with_privileges(&target)?.columns_sorted())?;
    target.sql("SELECT schemig.downgrade('base', allow => '{data_loss}');")?;
    before.must_equal(&Dump::with_privileges(&target)?, "after downgrade('base')")
}

/// The roles of the source's server that the target's has not.
fn make_roles() -> Outcome {
    let names = "SELECT pg_catalog.format('CREATE ROLE %I;', rolname) FROM pg_catalog.pg_roles
                  WHERE NOT pg_catalog.starts_with(rolname, 'pg_')";
    let script = psql::at_port(&port(), "postgres", names)?;
    Database::new("roles")?.said(&format!("\\set ON_ERROR_STOP 0\n{script}")).map(|_| ())
}
