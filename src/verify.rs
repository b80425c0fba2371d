//! Live source against target, object by object. Names no kind.

use crate::diff::{ByName, Judge, Recorded, contrast, equal};
use crate::error::Result;
use crate::fact::Facts;
use crate::transform::names::CODE_REWRITTEN;
use hashbrown::{HashMap, HashSet};

/// How an object of the source and its counterpart compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Same,
    Different,
    /// The target has no such object.
    Missing,
    /// Only the target has it.
    Extra,
}

impl State {
    /// As `schemig.verify` shows it.
    pub fn word(self) -> &'static str {
        match self {
            State::Same => "same",
            State::Different => "different",
            State::Missing => "missing",
            State::Extra => "extra",
        }
    }
}

/// One row of `schemig.verify`.
#[derive(Debug)]
pub struct Verdict {
    pub kind: &'static str,
    pub source_object: Option<String>,
    pub target_object: Option<String>,
    pub state: State,
    pub detail: Option<String>,
}

/// What is compared.
pub struct Compared<'a> {
    pub source: &'a Facts,
    /// The source's facts under the rules; same positions as in `source`.
    pub desired: &'a Facts,
    pub actual: &'a Facts,
    pub recorded: &'a [Recorded],
    /// Labels of what other sources have recorded.
    pub others: &'a HashSet<String>,
}

/// A row for each object of either side; what belongs to something extra is not told by itself.
pub fn verify(it: &Compared, judge: &dyn Judge) -> Result<Vec<Verdict>> {
    let names = ByName::new(it.actual);
    let recorded: HashMap<String, &Recorded> = it.recorded.iter().map(|r| (r.label(), r)).collect();
    let mut found: HashSet<usize> = HashSet::new();
    let mut verdicts = Vec::with_capacity(it.desired.all.len());
    for (i, fact) in it.desired.all.iter().enumerate() {
        let name = it.desired.name(i);
        let there = names.find(fact.kind(), &name);
        found.extend(there);
        let record = recorded.get(&it.desired.label(i)).copied();
        let (state, detail) = match there {
            None => (State::Missing, None),
            Some(there) if is_same(it, i, there, record, judge)? => (State::Same, None),
            Some(there) => {
                let (is, shall) = (it.actual.all[there].def.json()?, fact.def.json()?);
                (State::Different, Some(contrast(&is, &shall, ("is", "should be"))))
            }
        };
        verdicts.push(Verdict {
            kind: fact.kind(),
            source_object: Some(it.source.name(i)),
            target_object: Some(name).filter(|_| there.is_some()),
            state,
            detail,
        });
    }
    verdicts.extend(extra(it, &found));
    Ok(verdicts)
}

/// Whether the target has what the source asks for: by what was proven when it was made, or by the judge.
fn is_same(
    it: &Compared,
    fact: usize,
    there: usize,
    record: Option<&Recorded>,
    judge: &dyn Judge,
) -> Result<bool> {
    let (desired, actual) = (&it.desired.all[fact], &it.actual.all[there]);
    // What is shared is used as it is. A body that is a string may come out otherwise where the source has it as it was.
    let proven = record.filter(|_| !desired.hazards.contains(&CODE_REWRITTEN)).is_some_and(|r| {
        actual.def.same(r.def.as_ref())
            && (desired.entry().shared || it.source.all[fact].def.same(r.source.as_ref()))
    });
    Ok(proven || equal(desired.def.as_ref(), actual.def.as_ref(), judge)?)
}

fn extra(it: &Compared, found: &HashSet<usize>) -> Vec<Verdict> {
    let is_extra = |i: usize| {
        !found.contains(&i)
            && !it.actual.all[i].entry().shared
            && !it.actual.all[i].entry().bestowed
            && !it.others.contains(&it.actual.label(i))
    };
    // What is shared and not followed is no business of ours, and what is said of it neither.
    let said = |i: usize, of: usize| it.actual.all[i].entry().facet && !found.contains(&of);
    let belongs = |i: usize| it.actual.parent(i).is_some_and(|of| is_extra(of) || said(i, of));
    (0..it.actual.all.len())
        .filter(|i| is_extra(*i) && !belongs(*i))
        .map(|i| Verdict {
            kind: it.actual.all[i].kind(),
            source_object: None,
            target_object: Some(it.actual.name(i)),
            state: State::Extra,
            detail: None,
        })
        .collect()
}
