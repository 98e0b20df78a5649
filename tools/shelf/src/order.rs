//! The order in which products are numbered: those who are neighbours stand close, so that gaps are short and a page finds them in few files.
//! A greedy walk: next is whoever is most tied to those placed last.

use std::collections::BinaryHeap;

/// Ties to so many of the last placed count; about the products of a file.
const NEAR: usize = 96;

/// A tie between two products, by their numbers in the shop, and its strength.
pub type Tie = (u32, u32, u64);

/// The products in their new order; of equals, and where nothing ties, those of `first` come first.
pub fn order(products: usize, ties: &[Tie], first: &[u32]) -> Vec<u32> {
    let mut of: Vec<Vec<(u32, u64)>> = vec![Vec::new(); products];
    for (a, b, strength) in ties {
        for (from, to) in [(*a, *b), (*b, *a)] {
            if let Some(list) = of.get_mut(from as usize) {
                list.push((to, *strength));
            }
        }
    }
    let mut rank = vec![u32::MAX; products];
    for (at, product) in first.iter().enumerate() {
        if let Some(rank) = rank.get_mut(*product as usize) {
            *rank = at as u32;
        }
    }
    let mut starts: Vec<u32> = (0..products as u32).collect();
    starts.sort_by_key(|product| (rank[*product as usize], *product));
    let mut pull = vec![0_u64; products];
    let mut placed = vec![false; products];
    let mut order: Vec<u32> = Vec::with_capacity(products);
    // Entries that are no longer true are passed over.
    let mut heap: BinaryHeap<(u64, u32)> = BinaryHeap::new();
    let mut start = starts.into_iter();
    while order.len() < products {
        let mut next = None;
        while let Some((strength, turned)) = heap.pop() {
            let product = u32::MAX - turned;
            if !placed[product as usize] && pull[product as usize] == strength && strength > 0 {
                next = Some(product);
                break;
            }
        }
        let next = next.or_else(|| start.by_ref().find(|product| !placed[*product as usize]));
        let Some(next) = next else { break };
        placed[next as usize] = true;
        order.push(next);
        for (other, strength) in &of[next as usize] {
            if !placed[*other as usize] {
                pull[*other as usize] += strength;
                heap.push((pull[*other as usize], u32::MAX - other));
            }
        }
        if order.len() > NEAR {
            let far = order[order.len() - 1 - NEAR];
            for (other, strength) in &of[far as usize] {
                if !placed[*other as usize] {
                    pull[*other as usize] -= strength;
                    heap.push((pull[*other as usize], u32::MAX - other));
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_stand_together_and_everyone_stands_once() {
        let ties = [(0, 4, 5), (4, 2, 5), (1, 3, 9), (3, 5, 2)];
        assert_eq!(order(7, &ties, &[1]), [1, 3, 5, 0, 4, 2, 6]);
    }
}
