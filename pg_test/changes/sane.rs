//! Tests of cases, without following anything.

use super::expect::{Expect, Loss};
use super::kept::{Rows, answers, must_be_same};
use super::{must_give, script};
use crate::Outcome;
use crate::corpus::Case;
use crate::psql::Database;

pub fn run(case: &Case) -> Outcome {
    let expect = Expect::of(case)?;
    let hint = format!("sane_{}_{}", case.kind, case.name);
    let (old, new) = (Database::new(&hint)?, Database::new(&hint)?);
    old.sql(&script(case, "old.sql")?)?;
    new.sql(&script(case, "new.sql")?)?;
    let (before, after) = (expect.dump(&old)?, expect.dump(&new)?);
    if (before == after) != (expect.no_changes && expect.rules.is_none()) {
        return Err("old.sql and new.sql come to the same, or should".to_owned());
    }
    if let Some(alter) = case.file("alter.sql")? {
        old.sql(&alter)?;
        after.must_equal(&expect.dump(&old)?, "old.sql with alter.sql")?;
    }
    let own = case.file("target.sql")?;
    if let Some(script) = case.file("target_new.sql")?.or(own).filter(|_| expect.refused.is_none())
    {
        new.sql(&script)?;
    }
    if let Some(script) = case.file("expected.sql")? {
        return Database::new(&hint)?.sql(&script).map(|_| ());
    }
    with_rows(case, &expect, &Database::new(&hint)?)
}

/// What is done to the source must do to rows what the case says, where the server can do it to them.
fn with_rows(case: &Case, expect: &Expect, database: &Database) -> Outcome {
    database.sql(&script(case, "old.sql")?)?;
    let own = case.file("target.sql")?;
    for script in [&own, &case.file("data.sql")?].into_iter().flatten() {
        database.sql(script)?;
    }
    let rows = Rows::of(database)?;
    let same = [expect.same.as_slice(), &expect.keeps].concat();
    let before = answers(database, &same, false)?;
    let Some(alter) = case.file("alter.sql")?.filter(|_| own.is_none()) else {
        return Ok(());
    };
    let said = database.said(&alter)?;
    match (said.succeeded, expect.preflight.is_some()) {
        (false, true) => return Ok(()),
        (true, true) => return Err("the rows fit".to_owned()),
        (false, false) => return Err(format!("alter.sql with rows: {}", said.notices)),
        (true, false) => (),
    }
    if !expect.no_rows && expect.loss != Loss::Maybe {
        let loses = rows.kept(&Rows::of(database)?, false, "alter.sql with rows");
        match (expect.loss, loses) {
            (Loss::Yes, Ok(_)) => return Err("alter.sql loses no rows".to_owned()),
            (Loss::No, Err(message)) => return Err(message),
            _ => (),
        }
    }
    let after = answers(database, &same, true)?;
    must_be_same(&before, &after, "alter.sql with rows")?;
    must_give(expect, database, "alter.sql with rows")
}
