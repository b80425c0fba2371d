//! Objects that need each other in a circle.

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

/// An object that others can already refer to, though it does nothing yet: statements that make it, that make it of
/// the whole object, and that make the whole object of it.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub made: String,
    pub hollow: String,
    pub whole: String,
    /// Facts of its scope that it needs as the whole object does.
    pub keeps: Vec<usize>,
}

/// What breaks circles, and what nothing breaks.
#[derive(Debug, Default, PartialEq)]
pub struct Circles {
    /// Nodes that are made as a sketch first, each with all of its circle: those need the sketch alone.
    pub sketched: Vec<(usize, Vec<usize>)>,
    pub left: Vec<Vec<usize>>,
}

/// Looks for circles among nodes that need others. `sketched` tells what the sketch of a node still needs, where there is
/// one; of those that need nothing of their circle then, the one with the smallest key is made so.
pub fn circles<K: Ord>(
    needs: &[Vec<usize>],
    sketched: &dyn Fn(usize) -> Option<Vec<usize>>,
    key: &dyn Fn(usize) -> K,
) -> Circles {
    let (mut needs, mut found) = (needs.to_vec(), Circles::default());
    loop {
        let rings = rings(&needs).into_iter().filter(|ring| !found.left.contains(ring));
        let before = found.sketched.len();
        let mut left = Vec::new();
        for ring in rings {
            let frees = |keeps: Vec<usize>| !keeps.iter().any(|need| ring.contains(need));
            let can = |node: &usize| sketched(*node).is_some_and(frees);
            match ring.iter().copied().filter(can).min_by_key(|n| key(*n)) {
                Some(node) => {
                    for &other in &ring {
                        needs[other].retain(|need| *need != node);
                    }
                    found.sketched.push((node, ring));
                }
                None => left.push(ring),
            }
        }
        found.left.extend(left);
        if found.sketched.len() == before {
            return found;
        }
    }
}

/// Nodes that all need each other, sorted.
fn rings(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut graph: DiGraph<(), (), usize> = DiGraph::default();
    let nodes: Vec<_> = needs.iter().map(|_| graph.add_node(())).collect();
    for (node, list) in needs.iter().enumerate() {
        for &need in list {
            graph.add_edge(nodes[node], nodes[need], ());
        }
    }
    let mut rings: Vec<Vec<usize>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|ring| ring.len() > 1)
        .map(|ring| ring.into_iter().map(|n| n.index()).collect())
        .collect();
    rings.iter_mut().for_each(|ring| ring.sort_unstable());
    rings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(needs: &[Vec<usize>], can: &[usize]) -> Circles {
        circles(needs, &|n| can.contains(&n).then(Vec::new), &|n| n)
    }

    #[test]
    fn one_sketch_is_enough_for_a_ring() {
        let found = of(&[vec![1], vec![2], vec![0], vec![0]], &[1, 2]);
        assert_eq!(found.sketched, [(1, vec![0, 1, 2])]);
        assert_eq!(found.left, Vec::<Vec<usize>>::new());
    }

    #[test]
    fn rings_that_meet_take_more() {
        // Both 1 and 2 need 0, and 0 needs both.
        let found = of(&[vec![1, 2], vec![0], vec![0]], &[1, 2]);
        assert_eq!(found.sketched, [(1, vec![0, 1, 2]), (2, vec![0, 2])]);
    }

    #[test]
    fn a_sketch_that_needs_its_circle_breaks_nothing() {
        let needs = [vec![1], vec![0]];
        let found = circles(&needs, &|n| Some(if n == 0 { vec![1] } else { vec![] }), &|n| n);
        assert_eq!(found.sketched, [(1, vec![0, 1])]);
    }

    #[test]
    fn what_cannot_be_sketched_is_left() {
        let found = of(&[vec![1], vec![0], vec![3], vec![2]], &[3]);
        assert_eq!(found.sketched, [(3, vec![2, 3])]);
        assert_eq!(found.left, [vec![0, 1]]);
    }
}
