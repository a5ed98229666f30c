//! An order in which everything can be worked out, or what goes round in circles. Nothing here recurses.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Circles told at once.
const MOST_TOLD: usize = 10;

/// Items in an order where each comes after those it needs.
///
/// # Errors
/// Circles, each from its first item round to it.
pub fn sort(needs: &[BTreeSet<usize>]) -> Result<Vec<usize>, Vec<Vec<usize>>> {
    let mut missing: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut wanted_by: Vec<Vec<usize>> = vec![Vec::new(); needs.len()];
    for (node, needed) in needs.iter().enumerate() {
        needed.iter().for_each(|need| wanted_by[*need].push(node));
    }
    let ready = (0..needs.len()).filter(|node| missing[*node] == 0);
    let mut ready: BinaryHeap<Reverse<usize>> = ready.map(Reverse).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(Reverse(node)) = ready.pop() {
        order.push(node);
        for other in &wanted_by[node] {
            missing[*other] -= 1;
            if missing[*other] == 0 {
                ready.push(Reverse(*other));
            }
        }
    }
    if order.len() == needs.len() { Ok(order) } else { Err(circles(needs, &missing)) }
}

fn circles(needs: &[BTreeSet<usize>], missing: &[usize]) -> Vec<Vec<usize>> {
    let mut is_stuck: Vec<bool> = missing.iter().map(|count| *count > 0).collect();
    let mut found = Vec::new();
    for start in 0..needs.len() {
        if !is_stuck[start] || found.len() >= MOST_TOLD {
            continue;
        }
        // What is stuck needs something stuck: following it comes back on itself.
        let mut path = vec![start];
        let mut place = vec![usize::MAX; needs.len()];
        place[start] = 0;
        while let Some(next) = path.last().and_then(|node| needs[*node].iter().find(|need| is_stuck[**need])) {
            if place[*next] != usize::MAX {
                let mut circle = path[place[*next]..].to_vec();
                let first = circle.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(at, _)| at);
                circle.rotate_left(first);
                found.push(circle);
                break;
            }
            place[*next] = path.len();
            path.push(*next);
        }
        path.iter().for_each(|node| is_stuck[*node] = false);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(lists: &[&[usize]]) -> Vec<BTreeSet<usize>> {
        lists.iter().map(|list| list.iter().copied().collect()).collect()
    }

    #[test]
    fn an_order_or_a_circle() {
        assert_eq!(sort(&needs(&[&[1], &[2], &[]])), Ok(vec![2, 1, 0]));
        assert_eq!(sort(&needs(&[&[2], &[0], &[1], &[]])), Err(vec![vec![0, 2, 1]]));
        assert_eq!(sort(&needs(&[&[0]])), Err(vec![vec![0]]));
        // 0 waits for a circle it is not part of.
        assert_eq!(sort(&needs(&[&[1], &[2], &[1]])), Err(vec![vec![1, 2]]));
        let long: Vec<BTreeSet<usize>> = (0..50_000).map(|node| [(node + 1) % 50_000].into_iter().collect()).collect();
        assert_eq!(sort(&long).map_err(|circles| circles[0].len()), Err(50_000));
    }
}
