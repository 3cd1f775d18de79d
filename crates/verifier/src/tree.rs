//! RFC 6962 hashing, and checking proofs by the algorithms of RFC 9162 §2.1.

use sha2::{Digest as _, Sha256};

/// SHA-256.
pub type Hash = [u8; 32];

pub(crate) fn leaf_hash(leaf: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

pub(crate) fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// Sums leaves into a root as a binary counter sums ones: slot `i` holds the root of 2^i leaves.
#[derive(Default)]
pub(crate) struct Counter {
    slots: Vec<Option<Hash>>,
}

impl Counter {
    pub(crate) fn push(&mut self, leaf: Hash) {
        let mut carry = leaf;
        for slot in &mut self.slots {
            match slot.take() {
                Some(left) => carry = node_hash(&left, &carry),
                None => {
                    *slot = Some(carry);
                    return;
                }
            }
        }
        self.slots.push(Some(carry));
    }

    pub(crate) fn root(&self) -> Hash {
        let mut root = None;
        for left in self.slots.iter().flatten() {
            root = Some(root.map_or(*left, |right| node_hash(left, &right)));
        }
        root.unwrap_or_else(|| Sha256::digest([]).into())
    }
}

/// The root of a full subtree; the number of hashes is a power of two.
pub(crate) fn subtree_root(hashes: &[Hash]) -> Hash {
    let mut counter = Counter::default();
    hashes.iter().for_each(|hash| counter.push(*hash));
    counter.root()
}

/// The root that an inclusion path leads to (RFC 9162 §2.1.3.2); none when the path has the wrong length.
pub(crate) fn root_of_path(index: u64, size: u64, leaf: Hash, path: &[Hash]) -> Option<Hash> {
    let (mut number, mut last) = (index, size.checked_sub(1).filter(|last| index <= *last)?);
    let mut hash = leaf;
    for sibling in path {
        if last == 0 {
            return None;
        }
        if number % 2 == 1 || number == last {
            hash = node_hash(sibling, &hash);
            while number % 2 == 0 && number != 0 {
                (number, last) = (number >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (number, last) = (number >> 1, last >> 1);
    }
    (last == 0).then_some(hash)
}

/// The old and the new root that a consistency proof leads to, given the old root (RFC 9162 §2.1.4.2); none when the
/// proof has the wrong length. Sizes `0 < old < new`.
pub(crate) fn roots_of_consistency(
    (old, new): (u64, u64),
    old_root: Hash,
    proof: &[Hash],
) -> Option<(Hash, Hash)> {
    let mut path = proof.iter();
    let first = if old.is_power_of_two() { old_root } else { *path.next()? };
    let (mut number, mut last) = (old.checked_sub(1)?, new.checked_sub(1).filter(|_| old < new)?);
    while number % 2 == 1 {
        (number, last) = (number >> 1, last >> 1);
    }
    let (mut before, mut after) = (first, first);
    for hash in path {
        if last == 0 {
            return None;
        }
        if number % 2 == 1 || number == last {
            before = node_hash(hash, &before);
            after = node_hash(hash, &after);
            while number % 2 == 0 && number != 0 {
                (number, last) = (number >> 1, last >> 1);
            }
        } else {
            after = node_hash(&after, hash);
        }
        (number, last) = (number >> 1, last >> 1);
    }
    (last == 0).then_some((before, after))
}
