//! One change of a source a case: `corpus/<kind>/<case>/` with `old.sql` and `new.sql`.
//!
//! - `old.sql` makes the source, which is followed. A line `-- since 15` at its head leaves the case out on older
//!   servers.
//! - `target.sql`, if there, then makes a user's own objects in the target. `target_new.sql` says how they would be made
//!   after the change, where names in them change along.
//! - `expected.sql`, if there, makes what the target must come to where rules give other names. The scripts for the
//!   target have those.
//! - `data.sql`, if there, then fills the target.
//! - `alter.sql`, if there, makes the new source of the old one; else it is emptied and `new.sql` is run.
//! - `plan.txt`, if there, is what the plan of the altered source prints from its second line on; `plan.17.txt` beside it
//!   from server version 17 on. SCHEMIG_WRITE_PLANS=1 writes those that are there anew, to be read before they are committed.
//! - `expect.txt`, if there, has one directive a line; `#` begins a comment. Behind `since 17: ` or `before 17: ` a
//!   directive is one for these server versions alone.
//!
//! Variants: `altered` keeps the source's database, so that what is altered keeps its identity. `rebuilt` follows
//! another database, made by `new.sql`. `sane` tests the case itself: `alter.sql` and `new.sql` come to the same, and
//! what must survive survives what is done to the source.
//!
//! The plan is checked, runs, and the target must then equal the source, with the user's objects, and the same
//! rows in tables and columns that are still there; none may be gone. It must be so again after a downgrade (with what
//! was there before in between) and another upgrade.
//!
//! Each case runs as one of the first two, by turns; with SCHEMIG_CHANGES set, as `make soak` does, as all of them.
//!
//! Directives:
//!
//! - `not yet`: it is known to fail, and is left out unless asked for; a comment says why.
//! - `altered only`: there is no variant `rebuilt`, since the case is about identity.
//! - `order differs`: the order of columns and attributes does not matter. `order differs on downgrade`: what comes back
//!   is the last one.
//! - `no changes`: the plan prints that there are none, and that is all.
//! - `data_loss`: the upgrade must be refused unless that is allowed. `may lose`: it may be refused.
//! - `loss on downgrade`: the same of the downgrade. `no loss on downgrade`: it must run without being allowed.
//! - `hazard TEXT`, `no hazard TEXT`: brackets with this are, or are not, at the end of a line of the plan.
//! - `plan has TEXT`, `plan lacks TEXT`: the plan has, or has not, this text.
//! - `signs > ~`: the plan's lines begin with none but these.
//! - `preflight WORDS`: the data does not fit; a row of `schemig.preflight()` has each of these words, the upgrade
//!   fails and leaves the target as it was. Else there must be no such row.
//! - `refused WORDS`: the plan, else the upgrade, fails with a message that has each of these words, and leaves the
//!   target as it was.
//! - `may refuse WORDS`: the same on servers of some minor releases; others run it, and all else holds.
//! - `same QUERY`: gives the same before the upgrade, after it, and after the downgrade. `same before QUERY` and
//!   `same after QUERY` are one where names change. Result columns must not be of the types that change.
//! - `keeps QUERY`: gives the same before the upgrade and after it.
//! - `gives QUERY => TEXT`: what it gives after the upgrade, lines joined by a blank; it is asked of a copy.
//! - `no rows`: rows are not compared, other than by `same`.
//! - `privileges`: owners and privileges are compared.
//! - `rules JSON`: under these.

mod alike;
mod expect;
mod kept;
mod sane;

use crate::corpus::{self, Case, since, trial_since};
use crate::dump::Dump;
use crate::follow::{ALLOW, Pair, is_unchanged};
use crate::psql::{Database, Said};
use crate::{Outcome, trial};
pub use alike::must_be_alike;
use expect::{Expect, Loss};
use kept::{Rows, answers, must_be_same};
use libtest_mimic::Trial;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variant {
    Altered,
    Rebuilt,
    Sane,
}

pub fn trials() -> Vec<Trial> {
    let cases = corpus::cases().expect("the folder of the corpus");
    let all = std::env::var_os("SCHEMIG_CHANGES").is_some();
    let changes = cases.iter().filter(|case| case.is_of_change()).enumerate();
    changes.flat_map(|(i, case)| trials_of(case, all, i % 2 == 0)).collect()
}

/// Every variant of a case, or one: the first or the second, where there are two.
fn trials_of(case: &Case, all: bool, first: bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    let expect = Expect::of(case).unwrap_or_default();
    let reviewed = case.directory.join("plan.txt").exists();
    let needed = since(&script(case, "old.sql").unwrap_or_default());
    for (name, variant) in
        [("altered", Variant::Altered), ("rebuilt", Variant::Rebuilt), ("sane", Variant::Sane)]
    {
        let left_out = match variant {
            Variant::Altered => !all && !first && !expect.altered_only && !reviewed,
            Variant::Rebuilt => expect.altered_only || (!all && first),
            Variant::Sane => !all,
        };
        if left_out {
            continue;
        }
        let case = Case {
            kind: case.kind.clone(),
            name: case.name.clone(),
            directory: case.directory.clone(),
        };
        let name = format!("changes::{}::{}::{name}", case.kind, case.name);
        let ignored = expect.not_yet && variant != Variant::Sane;
        let run = move || run(&case, variant);
        trials.push(match ignored {
            true => trial(name, run).with_kind("not yet").with_ignored_flag(true),
            false => trial_since(needed, name, run),
        });
    }
    trials
}

fn run(case: &Case, variant: Variant) -> Outcome {
    match variant {
        Variant::Sane => sane::run(case),
        _ => Change::begin(case, variant)?.run(),
    }
}

fn script(case: &Case, name: &str) -> Outcome<String> {
    case.file(name)?.ok_or_else(|| format!("{}: no {name}", case.directory.display()))
}

impl Expect {
    fn of(case: &Case) -> Outcome<Expect> {
        Expect::parse(&case.file("expect.txt")?.unwrap_or_default())
    }

    fn dump(&self, database: &Database) -> Outcome<Dump> {
        let dump = match self.privileges {
            true => Dump::with_privileges(database)?,
            false => Dump::of(database)?,
        };
        Ok(if self.order_differs { dump.columns_sorted() } else { dump })
    }
}

/// A target that follows the old source and has rows, and what it has.
struct Change<'a> {
    case: &'a Case,
    expect: Expect,
    variant: Variant,
    pair: Pair,
    /// What the target had before it followed anything.
    empty: Dump,
    before: Dump,
    rows: Rows,
    answers: String,
}

impl<'a> Change<'a> {
    fn begin(case: &'a Case, variant: Variant) -> Outcome<Self> {
        let expect = Expect::of(case)?;
        let hint = format!("{variant:?}_{}_{}", case.kind, case.name).to_lowercase();
        let pair = Pair::new(&hint, &script(case, "old.sql")?)?;
        let empty = expect.dump(&pair.target)?;
        if let Some(rules) = &expect.rules {
            let rules = rules.replace('\'', "''");
            pair.target
                .sql(&format!("SELECT schemig.configure('src_server', NULL::name, '{rules}')"))?;
        }
        pair.follow()?;
        for name in ["target.sql", "data.sql"] {
            if let Some(script) = case.file(name)? {
                pair.target.sql(&script)?;
            }
        }
        // What there is now is what the next plan starts from.
        pair.plan()?;
        let before = expect.dump(&pair.target)?;
        let rows = Rows::of(&pair.target)?;
        let answers = answers(&pair.target, &expect.same, false)?;
        Ok(Self { case, expect, variant, pair, empty, before, rows, answers })
    }

    fn run(mut self) -> Outcome {
        self.change_source()?;
        self.must_be_alike()?;
        if let Some(words) = &self.expect.refused {
            return self.must_be_refused(words);
        }
        if let Some(words) = &self.expect.may_refuse {
            if !self.upgrade_of_plan()?.succeeded {
                return self.must_be_refused(words);
            }
            self.pair.downgrade("-1")?;
        }
        let plan = self.pair.plan()?;
        if is_unchanged(&plan) || self.expect.no_changes {
            return match is_unchanged(&plan) && self.expect.no_changes {
                true => self.must_be_as_before("without changes"),
                false => Err(format!("whether there are changes:\n{plan}")),
            };
        }
        self.expect.check(&plan)?;
        if self.variant == Variant::Altered {
            self.case.must_be_as_reviewed(&plan)?;
        }
        if self.is_refused_by_preflight()? {
            return self.must_be_as_before("after an upgrade that failed");
        }
        self.there_and_back()
    }

    fn change_source(&mut self) -> Outcome {
        if self.variant == Variant::Rebuilt {
            let source = Database::new(&format!("{}_new", self.pair.source.name))?;
            let name = source.name.clone();
            source.sql(&script(self.case, "new.sql")?)?;
            self.pair.source = source;
            let sql = format!("ALTER SERVER src_server OPTIONS (SET dbname '{name}')");
            return self.pair.target.sql(&sql).map(|_| ());
        }
        let alter = match self.case.file("alter.sql")? {
            Some(alter) => alter,
            None => format!("{EMPTY}\n{}", script(self.case, "new.sql")?),
        };
        self.pair.source.sql(&alter).map(|_| ())
    }

    /// Whether the data does not fit, as the case says.
    fn is_refused_by_preflight(&self) -> Outcome<bool> {
        let doubts = self
            .pair
            .target
            .sql("SELECT object, problem, rows, example FROM schemig.preflight()")?;
        let Some(words) = &self.expect.preflight else {
            return match doubts.is_empty() {
                true => Ok(false),
                false => Err(format!("preflight says\n{doubts}")),
            };
        };
        let fits = |line: &str| words.split(' ').all(|word| line.to_lowercase().contains(word));
        if !doubts.lines().any(fits) {
            return Err(format!("preflight should say {words}, not\n{doubts}"));
        }
        let said = self.pair.target.said(&format!("SELECT schemig.upgrade({ALLOW});"))?;
        match said.succeeded {
            true => Err(format!("preflight says\n{doubts}but the upgrade runs")),
            false => Ok(true),
        }
    }

    fn must_be_refused(&self, words: &str) -> Outcome {
        let said = self.upgrade_of_plan()?;
        if said.succeeded || !words.split(' ').all(|word| said.notices.contains(word)) {
            return Err(format!("it should say {words}:\n{}{}", said.rows, said.notices));
        }
        self.must_be_as_before("after what was refused")
    }

    fn upgrade_of_plan(&self) -> Outcome<Said> {
        let upgrade = format!("{}\nSELECT schemig.upgrade({ALLOW});", self.pair.plan_sql());
        self.pair.target.said(&upgrade)
    }

    fn there_and_back(&self) -> Outcome {
        let keeps = |after| answers(&self.pair.target, &self.expect.keeps, after);
        let before = keeps(false)?;
        self.must_lose("upgrade", self.expect.loss, &self.before)?;
        must_be_same(&before, &keeps(true)?, "after the upgrade")?;
        let expected = self.expected()?;
        let (kept, new) = self.must_be_new(&expected, "after the upgrade")?;
        self.pair.must_be_unchanged("after the upgrade")?;
        self.must_lose("downgrade", self.expect.loss_on_downgrade, &new)?;
        self.must_be_old()?;
        kept.kept(&Rows::of(&self.pair.target)?, false, OLD)?;
        self.must_answer(&self.answers, OLD, false)?;
        self.pair.upgrade_with_loss()?;
        let again = "after the downgrade and the upgrade";
        self.must_be_new(&expected, again)?;
        self.pair.must_plan_nothing(again)
    }

    fn must_be_old(&self) -> Outcome {
        let found = self.expect.dump(&self.pair.target)?;
        match self.expect.order_differs_on_downgrade {
            true => self.before.columns_sorted().must_equal(&found.columns_sorted(), OLD),
            false => self.before.must_equal(&found, OLD),
        }
    }

    /// Runs a verb, if it may lose data with the permission to do so; it must ask for that if it does.
    fn must_lose(&self, verb: &str, loss: Loss, before: &Dump) -> Outcome {
        let revision = if verb == "upgrade" { "head" } else { "-1" };
        let target = &self.pair.target;
        let said = target.said(&format!("SELECT schemig.{verb}('{revision}');"))?;
        match (loss, said.succeeded) {
            (Loss::No | Loss::Maybe, true) => return Ok(()),
            (Loss::Yes, true) => return Err(format!("the {verb} does not ask for data_loss")),
            (Loss::No, false) => return Err(format!("the {verb} fails:\n{}", said.notices)),
            (Loss::Yes | Loss::Maybe, false) => (),
        }
        if !said.notices.contains("data_loss") {
            return Err(format!("the {verb} fails without data_loss:\n{}", said.notices));
        }
        before.must_equal(&self.expect.dump(target)?, "after what was refused")?;
        target.sql(&format!("SELECT schemig.{verb}('{revision}', {ALLOW});")).map(|_| ())
    }

    /// The target must be as the source, with its rows; returns those that must survive from here, and what
    /// the target has.
    fn must_be_new(&self, expected: &Dump, when: &str) -> Outcome<(Rows, Dump)> {
        let new = self.expect.dump(&self.pair.target)?;
        expected.must_equal(&new, when)?;
        let may_lose = self.expect.no_rows || self.expect.loss != Loss::No;
        let kept = match self.expect.no_rows {
            true => Rows::none(),
            false => self.rows.kept(&Rows::of(&self.pair.target)?, may_lose, when)?,
        };
        self.must_answer(&self.answers, when, true)?;
        must_give(&self.expect, &self.pair.target, when)?;
        Ok((kept, new))
    }

    /// The source, what the target had from the start, and what a user made in it.
    fn expected(&self) -> Outcome<Dump> {
        let source = &self.pair.source;
        if let Some(script) = self.case.file("expected.sql")? {
            let expected = Database::new(&format!("{}_expected", source.name))?;
            expected.sql(&script)?;
            return Ok(self.expect.dump(&expected)?.and(&self.empty));
        }
        let own = match self.case.file("target_new.sql")? {
            Some(script) => Some(script),
            None => self.case.file("target.sql")?,
        };
        let Some(own) = own else {
            return Ok(self.expect.dump(source)?.and(&self.empty));
        };
        let both = Database::copy_of(&format!("{}_both", source.name), &source.name)?;
        both.sql(&own)?;
        Ok(self.expect.dump(&both)?.and(&self.empty))
    }

    fn must_answer(&self, expected: &str, when: &str, new: bool) -> Outcome {
        must_be_same(expected, &answers(&self.pair.target, &self.expect.same, new)?, when)
    }

    fn must_be_as_before(&self, when: &str) -> Outcome {
        self.before.must_equal(&self.expect.dump(&self.pair.target)?, when)?;
        self.rows.kept(&Rows::of(&self.pair.target)?, false, when)?;
        self.must_answer(&self.answers, when, false)
    }
}

/// Asks a copy, since what a query takes from a sequence does not come back.
fn must_give(expect: &Expect, database: &Database, when: &str) -> Outcome {
    for (query, text) in &expect.gives {
        let copy = Database::copy_of(&format!("{}_asked", database.name), &database.name)?;
        let found = copy.sql(query)?.trim_end().replace('\n', " ");
        if found != *text {
            return Err(format!("{when}: {query}\nshould give {text}, not {found}"));
        }
    }
    Ok(())
}

const OLD: &str = "after the downgrade";

/// Drops all that a user has made in a database; the schema `public` stays as it was.
const EMPTY: &str = "
  DO $$
  DECLARE
    name name;
    owner name;
  BEGIN
    FOR name, owner IN SELECT nspname, pg_get_userbyid(nspowner) FROM pg_namespace
                        WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', name);
      IF name = 'public' THEN
        EXECUTE format('CREATE SCHEMA public AUTHORIZATION %I', owner);
        COMMENT ON SCHEMA public IS 'standard public schema';
        GRANT USAGE ON SCHEMA public TO PUBLIC;
      END IF;
    END LOOP;
  END $$;";
