//! Makes a walk that fails shorter, as long as it fails in the same way.

use super::Group;
use super::replay::{Fault, Manner, follow};
use std::time::{Duration, Instant};

/// How long it is tried.
const PATIENCE: Duration = Duration::from_secs(60);

/// Two groups at most, before and after an upgrade, with the fewest statements that fail, and what is
/// wrong; nothing when they do not fail alone.
pub fn fewest(groups: &[Group], fault: &Fault) -> Option<(Vec<Group>, String)> {
    let manner = Manner { strict: false, down: fault.group >= groups.len() };
    let search = Search { way: way(&fault.what), end: Instant::now() + PATIENCE, manner };
    let mut found = Group::joined(&groups[..fault.group.min(groups.len())]);
    found.extend(groups.get(fault.group).cloned());
    let mut what = search.fails(&found)?;
    for group in (0..found.len()).rev() {
        let mut size = found[group].statements.len().div_ceil(2);
        while size > 0 {
            let mut from = 0;
            while from < found[group].statements.len() {
                let mut shorter = found.clone();
                let to = (from + size).min(shorter[group].statements.len());
                shorter[group].statements.drain(from..to);
                match search.fails(&shorter) {
                    Some(fault) => (found, what) = (shorter, fault),
                    None => from += size,
                }
            }
            size /= 2;
        }
    }
    Some((found, what))
}

struct Search {
    way: String,
    end: Instant,
    manner: Manner,
}

impl Search {
    /// What is wrong, if it is the same as before and there is still time.
    fn fails(&self, groups: &[Group]) -> Option<String> {
        if Instant::now() > self.end {
            return None;
        }
        let fault = follow("walk_fewest", groups, self.manner).err()?;
        (way(&fault.what) == self.way).then_some(fault.what)
    }
}

/// In which way something fails: what it says first, without names and numbers.
fn way(what: &str) -> String {
    let first = what.lines().find(|line| line.contains("ERROR:  "));
    let first = first.or_else(|| what.lines().next()).unwrap_or_default();
    let mut state = first.split_once("ERROR:  ").map_or(first, |(_, rest)| rest).split(": ");
    state.next().unwrap_or_default().to_owned()
}
