//! One graph of everything that must happen, and its one deterministic order.

use crate::error::{Error, Result};
use pgrx::PgSqlErrorCode;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Sorts nodes so that each comes after those it needs; among the free ones the smallest key first.
///
/// Errors: 42P17 with the path, when nodes need each other in a circle.
pub fn sort<K: Ord + Clone>(
    keys: &[K],
    needs: &[Vec<usize>],
    label: &dyn Fn(usize) -> String,
) -> Result<Vec<usize>> {
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); keys.len()];
    for (node, list) in needs.iter().enumerate() {
        for &need in list {
            needed_by[need].push(node);
        }
    }
    let mut free: BinaryHeap<Reverse<(K, usize)>> = (0..keys.len())
        .filter(|n| waiting[*n] == 0)
        .map(|n| Reverse((keys[n].clone(), n)))
        .collect();
    let mut order = Vec::with_capacity(keys.len());
    while let Some(Reverse((_, node))) = free.pop() {
        order.push(node);
        for &next in &needed_by[node] {
            waiting[next] -= 1;
            if waiting[next] == 0 {
                free.push(Reverse((keys[next].clone(), next)));
            }
        }
    }
    if order.len() == keys.len() { Ok(order) } else { Err(circle(needs, &waiting, label)) }
}

/// Names the nodes of one circle: from any node that waits, always to one it waits for.
fn circle(needs: &[Vec<usize>], waiting: &[usize], label: &dyn Fn(usize) -> String) -> Error {
    let mut path: Vec<usize> = Vec::new();
    let mut node = waiting.iter().position(|w| *w > 0).unwrap_or(0);
    while !path.contains(&node) {
        path.push(node);
        let next = needs[node].iter().find(|n| waiting[**n] > 0);
        node = next.copied().unwrap_or(node);
    }
    let start = path.iter().position(|n| *n == node).unwrap_or(0);
    let names: Vec<String> = path[start..].iter().chain([&node]).map(|n| label(*n)).collect();
    let code = PgSqlErrorCode::ERRCODE_INVALID_OBJECT_DEFINITION;
    Error::new(code, "objects need each other in a circle")
        .detail(format!("The path is: {}.", names.join(" -> ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(keys: &[&str], needs: &[Vec<usize>]) -> Result<Vec<usize>> {
        sort(keys, needs, &|n| keys[n].to_string())
    }

    #[test]
    fn needs_come_first_then_keys_decide() {
        let keys = ["c", "b", "a"];
        assert_eq!(order(&keys, &[vec![], vec![], vec![0]]).ok(), Some(vec![1, 0, 2]));
    }

    #[test]
    fn order_does_not_depend_on_positions() {
        let one = order(&["x", "y", "z"], &[vec![], vec![0], vec![]]).ok();
        let other = order(&["z", "y", "x"], &[vec![], vec![2], vec![]]).ok();
        assert_eq!(one, Some(vec![0, 1, 2]));
        assert_eq!(other, Some(vec![2, 1, 0]));
    }

    #[test]
    fn a_circle_is_named() {
        let error = order(&["a", "b", "c"], &[vec![1], vec![0], vec![1]]);
        let detail = error.err().and_then(|e| e.detail).unwrap_or_default();
        assert_eq!(detail, "The path is: a -> b -> a.");
    }
}
