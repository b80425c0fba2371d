//! Which statements steps are done by that are for the undo alone: as far as those have been run, they are to be taken back.

use super::Step;
use super::order::Node;
use hashbrown::HashMap;

/// Steps without a statement, and steps with one, by their nodes.
#[derive(Debug, Default)]
pub(super) struct Ties {
    /// Positions of steps, with the nodes by whose statements they are done.
    along: Vec<(usize, Node)>,
    /// The last statement of each node.
    done: HashMap<Node, usize>,
}

impl Ties {
    /// Takes note of the steps of a node, which are those from `first` on; `host` is the node by whose statements it is
    /// done.
    pub(super) fn tie(&mut self, node: Node, host: Node, (first, steps): (usize, &[Step])) {
        for (at, step) in steps.iter().enumerate().skip(first) {
            match step.statement {
                Some(_) => drop(self.done.insert(node, at)),
                None => self.along.push((at, host)),
            }
        }
    }

    /// Writes it down on the steps.
    pub(super) fn settle(&self, steps: &mut [Step]) {
        for (at, host) in &self.along {
            if let Some(step) = steps.get_mut(*at) {
                step.along = self.done.get(host).copied();
            }
        }
    }
}
