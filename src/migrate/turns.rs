//! The order in which revisions of several sources run.

use crate::apply::Direction;
use crate::revision::Revision;
use crate::select::Target;
use std::collections::VecDeque;

/// The revisions that shall run, each with what it is of.
///
/// A plan refers to what other sources had in effect by then: what was planned first goes up first, and down last. Within a
/// source their order stays, whatever the clock was like.
pub fn turns(targets: &[Target], direction: Direction) -> Vec<(&Target, &Revision)> {
    let mut queues: Vec<(&Target, VecDeque<&Revision>)> =
        targets.iter().map(|it| (it, todo(it, direction))).collect();
    let rank = |it: &Revision| match direction {
        Direction::Up => it.planned_at,
        Direction::Down => -it.planned_at,
    };
    let mut all = Vec::new();
    loop {
        let begun = queues.iter_mut().filter(|(_, queue)| !queue.is_empty());
        let next = begun.min_by_key(|(_, queue)| queue.front().map(|it| rank(it)));
        let Some((target, queue)) = next else { return all };
        all.extend(queue.pop_front().map(|it| (*target, it)));
    }
}

/// Those of one source, in the order in which they run.
fn todo(Target { line, at, to, .. }: &Target, direction: Direction) -> VecDeque<&Revision> {
    match direction {
        Direction::Up => line.get(*at..*to).unwrap_or_default().iter().collect(),
        Direction::Down => line.get(*to..*at).unwrap_or_default().iter().rev().collect(),
    }
}
