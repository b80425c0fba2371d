//! Which statements steps are done by that have none, or whose own comes too late: as far as those have been run, they are
//! to be taken back.

use super::Step;
use super::order::Node;
use hashbrown::HashMap;

/// Steps that are done along with others, and those others.
#[derive(Debug, Default)]
pub(super) struct Ties {
    /// Positions of steps without a statement, with the nodes by whose statements they are done.
    along: Vec<(usize, Node)>,
    /// The same of steps that have one.
    before: Vec<(usize, Node)>,
    /// The last statement of each node.
    done: HashMap<Node, usize>,
}

impl Ties {
    /// Takes note of the steps of a node, which are those from `first` on; `host` is the node by whose statements it is
    /// done.
    pub(super) fn tie(&mut self, node: Node, host: Node, (first, steps): (usize, &[Step])) {
        for (at, step) in steps.iter().enumerate().skip(first) {
            match step.statement {
                Some(_) => {
                    self.done.insert(node, at);
                    self.before.extend((host != node).then_some((at, host)));
                }
                None => self.along.push((at, host)),
            }
        }
    }

    /// Writes it down on the steps.
    pub(super) fn settle(&self, steps: &mut [Step]) {
        for (at, host) in self.before.iter().chain(&self.along) {
            let host = self.done.get(host).copied();
            let along = host.map(|host| steps[host].along.unwrap_or(host));
            steps[*at].along = along.filter(|along| along != at);
        }
    }
}
