//! Changes of a source on another version: what `alter.sql` of a case makes of it arrives, and can be taken back.
//!
//! Cases with objects of a user's own, with rules, and those that are refused are for one version: see `changes.rs`.

use super::{PLAN, Source, must_be_unchanged, version};
use crate::corpus::{Case, since};
use crate::dump::Dump;
use crate::follow::is_unchanged;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

const APART: [&str; 6] = ["refused", "may refuse", "not yet", "rules", "preflight", "no changes"];

pub fn trials(cases: Vec<Case>) -> impl Iterator<Item = Trial> {
    cases.into_iter().filter_map(|case| {
        let old = case.file("old.sql").ok()??;
        let alter = case.file("alter.sql").ok()??;
        let is_plain = case.file("target.sql").ok()?.is_none() && !is_apart(&case);
        let name = format!("versions::changes::{}::{}", case.kind, case.name);
        (is_plain && since(&old) <= version())
            .then(|| trial(name, move || followed(&case, &old, &alter)))
    })
}

fn is_apart(case: &Case) -> bool {
    let expected = case.file("expect.txt").ok().flatten().unwrap_or_default();
    // Some are directives for certain versions: `since 17: not yet`.
    let words = expected.lines().map(|line| match line.split_once(": ") {
        Some((when, word)) if when.starts_with("since ") || when.starts_with("before ") => word,
        _ => line,
    });
    words.into_iter().any(|word| APART.iter().any(|apart| word.starts_with(apart)))
}

fn followed(case: &Case, old: &str, alter: &str) -> Outcome {
    let source = Source::new(&case.name, old)?;
    let target = source.target()?;
    let upgrade = format!("{PLAN} SELECT schemig.upgrade(allow => '{{data_loss}}');");
    target.sql(&upgrade)?;
    must_be_unchanged(&target, "after the first upgrade")?;
    let before = Dump::of(&target)?.columns_sorted();
    source.sql(alter)?;
    let plan = target.sql(PLAN)?;
    if is_unchanged(&plan) {
        return Err(format!("nothing has changed:\n{plan}"));
    }
    target.sql(&upgrade)?;
    must_be_unchanged(&target, "after the change")?;
    let after = Dump::of(&target)?;
    target.sql("SELECT schemig.downgrade('-1', allow => '{data_loss}');")?;
    before.must_equal(&Dump::of(&target)?.columns_sorted(), "after downgrade('-1')")?;
    target.sql("SELECT schemig.upgrade(allow => '{data_loss}');")?;
    after.columns_sorted().must_equal(&Dump::of(&target)?.columns_sorted(), "after it, again")?;
    must_be_unchanged(&target, "after the change, again")
}
