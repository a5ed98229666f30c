//! The fingerprint of a frozen pool, and the path by which anybody checks that she is in it with nothing but SHA-256.

use sha2::{Digest as _, Sha256};

use crate::chance::{from_hexadecimal, hexadecimal};

/// A hash.
pub type Hash = [u8; 32];

/// The leaf of somebody: a secret of hers, then what is recorded.
pub fn leaf(salt: &Hash, recorded: &str) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"parvis:recu:1\n");
    hash.update(salt);
    hash.update(recorded.as_bytes());
    hash.finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"parvis:noeud:1\n");
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

fn above(level: &[Hash]) -> Vec<Hash> {
    let pair = |pair: &[Hash]| match pair {
        [left, right] => node(left, right),
        // The last one alone goes up as it is.
        [only] => *only,
        _ => [0; 32],
    };
    level.chunks(2).map(pair).collect()
}

/// The fingerprint of all leaves; nothing for an empty pool.
pub fn root(leaves: &[Hash]) -> Option<Hash> {
    let mut level = leaves.to_vec();
    while level.len() > 1 {
        level = above(&level);
    }
    level.pop()
}

/// Leaves as they are published, one a line in hexadecimal; nothing when a line is none.
pub fn leaves(text: &[u8]) -> Option<Vec<Hash>> {
    let lines = std::str::from_utf8(text).ok()?.lines();
    lines.map(|line| from_hexadecimal(line)?.try_into().ok()).collect()
}

/// The fingerprint of leaves as they are published, in hexadecimal; empty when they lead to none.
pub fn published(text: &[u8]) -> String {
    let root = leaves(text).and_then(|leaves| root(&leaves));
    root.map(|root| hexadecimal(&root)).unwrap_or_default()
}

/// The neighbours met on the way up from a leaf: on which side, and their hash.
pub fn path(leaves: &[Hash], mut at: usize) -> Vec<(Side, Hash)> {
    let mut level = leaves.to_vec();
    let mut path = Vec::new();
    while level.len() > 1 {
        if let Some(neighbour) = level.get(at ^ 1) {
            path.push((if at.is_multiple_of(2) { Side::Right } else { Side::Left }, *neighbour));
        }
        level = above(&level);
        at /= 2;
    }
    path
}

/// Where a neighbour stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Before.
    Left,
    /// After.
    Right,
}

/// The fingerprint a leaf and its path lead to.
pub fn climbed(leaf: Hash, path: &[(Side, Hash)]) -> Hash {
    path.iter().fold(leaf, |own, (side, other)| match side {
        Side::Left => node(other, &own),
        Side::Right => node(&own, other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leaf_leads_to_the_root_and_none_other_does() {
        for many in 1..40_u8 {
            let leaves: Vec<Hash> = (0..many).map(|rank| leaf(&[rank; 32], "numéro : 1")).collect();
            let root = root(&leaves).expect("a root");
            for at in 0..leaves.len() {
                let path = path(&leaves, at);
                assert_eq!(climbed(leaves[at], &path), root, "{at} of {many}");
                assert_ne!(climbed(leaf(&[99; 32], "numéro : 1"), &path), root);
            }
        }
        assert_eq!(root(&[]), None);
        let text = format!("{}\n{}\n", hexadecimal(&[1; 32]), hexadecimal(&[2; 32]));
        assert_eq!(published(text.as_bytes()), hexadecimal(&root(&[[1; 32], [2; 32]]).expect("a root")));
        assert!(published(b"").is_empty() && published(b"zz\n").is_empty());
    }
}
