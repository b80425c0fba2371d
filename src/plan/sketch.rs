//! Where objects need each other in a circle, some stand there as sketches until all is there.

use super::order::Node;
use super::steps::{Both, MAKING};
use super::{Planner, Verb};
use crate::fact::{Scope, Sketch};

impl Planner<'_> {
    /// What can stand for the fact of a node meanwhile.
    pub(super) fn sketch_of(&self, node: Node) -> Option<Sketch> {
        node.verb.sketched()?;
        let scope = Scope::of(self.facts(node.verb), node.fact);
        let sketch = scope.def().sketch(&scope)?;
        match node.verb {
            Verb::Alter => self.sketch_before(node.fact).map(|_| sketch),
            _ => Some(sketch),
        }
    }

    /// The same for what an alteration makes another of, where one statement does that in place, and one takes it back.
    fn sketch_before(&self, fact: usize) -> Option<Sketch> {
        let it =
            self.alter.get(&fact).filter(|it| it.along.is_none() && it.statements.len() == 1)?;
        it.undo.as_ref().filter(|undo| undo.len() == 1)?;
        let scope = Scope::of(self.given.ahead, it.actual);
        scope.def().sketch(&scope)
    }

    /// What is made as a sketch is made whole where it would be made, and the other way round where it is dropped.
    pub(super) fn sketch(&self, node: Node, both: &mut Both) {
        let scope = Scope::of(self.facts(node.verb), node.fact);
        let Some(sketch) = scope.def().sketch(&scope) else { return };
        if node.verb == Verb::SketchAlter {
            return self.sketch_alteration(node, sketch, both);
        }
        let verb = MAKING.into_iter().find(|verb| verb.sketched() == Some(node.verb));
        let Some(verb) = verb else { return };
        let whole = Node { verb, ..node };
        let (mut done, mut undone) = (Both::of(&both.done, whole), Both::of(&both.undone, whole));
        let (first, back) = match node.verb {
            Verb::Hollow => {
                if let Some(made) = undone.first_mut() {
                    *made = sketch.made;
                }
                (vec![sketch.hollow], vec![sketch.whole])
            }
            _ => {
                if let Some(made) = done.first_mut() {
                    *made = sketch.whole;
                }
                let dropped = std::mem::replace(&mut undone, vec![sketch.hollow]);
                (vec![sketch.made], dropped)
            }
        };
        both.put(whole, done, undone);
        both.put(node, first, back);
    }

    /// What is altered is a sketch of what it becomes in between, and on the way back one of what it was.
    fn sketch_alteration(&self, node: Node, new: Sketch, both: &mut Both) {
        let Some(old) = self.sketch_before(node.fact) else { return };
        both.put(Node { verb: Verb::Alter, ..node }, vec![new.whole], vec![old.hollow]);
        both.put(node, vec![new.hollow], vec![old.whole]);
    }
}
