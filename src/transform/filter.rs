//! Leaves out what the rules do not want: `include`, `exclude`, `kinds` and `external`.

use super::rules::{External, Rules};
use crate::catalog::{Reading, Side};
use crate::error::{Error, Result};
use globset::{Glob, GlobMatcher};
use hashbrown::HashMap;
use pgrx::PgSqlErrorCode;

/// A glob of a rule, and whether it has matched anything.
struct Pattern<'a> {
    rule: &'static str,
    glob: &'a Glob,
    matcher: GlobMatcher,
    used: bool,
}

fn patterns<'a>(rule: &'static str, globs: &'a [Glob]) -> Vec<Pattern<'a>> {
    let pattern =
        |glob: &'a Glob| Pattern { rule, glob, matcher: glob.compile_matcher(), used: false };
    globs.iter().map(pattern).collect()
}

/// Leaves facts out of a reading; returns warnings of patterns that match nothing.
pub fn filter(side: &Side, reading: &mut Reading, rules: &Rules) -> Result<Vec<String>> {
    let (mut include, mut exclude) =
        (patterns("include", &rules.include), patterns("exclude", &rules.exclude));
    let choosing = !include.is_empty() || !exclude.is_empty();
    let mut seeds: HashMap<usize, Option<String>> = HashMap::new();
    for (i, fact) in reading.facts.all.iter().enumerate() {
        if rules.kinds.exclude.iter().any(|k| k == fact.kind()) {
            seeds.insert(i, None);
        } else if choosing
            && fact.entry().chosen
            && let Some((_, name)) = reading.facts.own_name(i)?
        {
            let wanted = include.is_empty() | any(&mut include, &name.name);
            if any(&mut exclude, &name.name) || !wanted {
                seeds.insert(i, None);
            }
        }
    }
    reading.omit(seeds);
    reading.omitted.retain(|o| !rules.kinds.exclude.contains(&o.kind));
    if rules.external == External::Skip {
        let outside = side.outside(reading)?;
        reading.omit(outside.into_iter().map(|(fact, what)| (fact, Some(what))).collect());
    }
    let unused = include.iter().chain(&exclude).filter(|p| !p.used);
    Ok(unused
        .map(|p| format!("rule \"{}\": \"{}\" matches nothing", p.rule, p.glob.glob()))
        .collect())
}

/// Whether any pattern matches; each is tried, to know which ones match nothing at all.
fn any(patterns: &mut [Pattern], name: &str) -> bool {
    patterns.iter_mut().fold(false, |found, pattern| {
        let matches = pattern.matcher.is_match(name);
        pattern.used |= matches;
        found | matches
    })
}

/// Refuses references to objects of schemas that are not followed, unless a rule allows them.
///
/// Errors: 55000 with all of them in DETAIL.
pub fn refuse_external(side: &Side, reading: &Reading, rules: &Rules) -> Result<()> {
    if rules.external == External::Keep {
        return Ok(());
    }
    let mut wrong: Vec<String> = side
        .outside(reading)?
        .into_iter()
        .map(|(fact, at)| format!("{} refers to {at}", reading.facts.label(fact)))
        .collect();
    wrong.sort();
    wrong.dedup();
    let Some(first) = wrong.first() else { return Ok(()) };
    let message = format!("{first}, which is not followed");
    Err(Error::new(PgSqlErrorCode::ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, message)
        .detail(wrong.iter().map(|w| format!("{w}.")).collect::<Vec<_>>().join("\n"))
        .hint("Follow those schemas too, schemig.plan(server, ARRAY['one', 'other']) or as a source of their own that is \
               applied first, or set the rule \"external\"."))
}
