//! The growing edge of the tree: one hash a set bit of the size, and what each append completes.

use super::{Hash, Malformed, hash::empty_root, node_hash};

/// Where a complete inner node stands: `level` 0 is the leaves; node `index` of level `l` covers the leaves
/// `index·2^l .. (index+1)·2^l`. Such a node never changes once it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeAt {
    /// Height above the leaves, 0–63.
    pub level: u8,
    /// Position within the level.
    pub index: u64,
}

/// A complete node and its hash: one row to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Where it stands.
    pub at: NodeAt,
    /// Its RFC 6962 hash.
    pub hash: Hash,
}

/// All that is needed to append: the size, and the roots of the complete subtrees that the size splits into, largest
/// first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The edge of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds one leaf and returns every node it completes, the leaf itself first. Keep them all: tiles and proofs are
    /// made of them. The leaf's index is the first node's index.
    pub fn append(&mut self, leaf: Hash) -> Vec<Node> {
        let mut node = Node { at: NodeAt { level: 0, index: self.size }, hash: leaf };
        let mut completed = vec![node];
        while node.at.index % 2 == 1
            && let Some(left) = self.peaks.pop()
        {
            let at = NodeAt { level: node.at.level + 1, index: node.at.index / 2 };
            node = Node { at, hash: node_hash(left, node.hash) };
            completed.push(node);
        }
        self.peaks.push(node.hash);
        self.size += 1;
        completed
    }

    /// The root over all leaves; SHA-256 of nothing for the empty tree.
    pub fn root(&self) -> Hash {
        fold(self.peaks.iter().copied())
    }

    /// For one database row: the size as 8 bytes big-endian, then the hashes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.peaks.iter().flat_map(|peak| peak.0));
        bytes
    }

    /// Reads the row back.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let (size, hashes) = bytes.split_first_chunk::<8>().ok_or(Malformed("frontier"))?;
        let size = u64::from_be_bytes(*size);
        let (hashes, rest) = hashes.as_chunks::<32>();
        let whole = rest.is_empty() && hashes.len() == size.count_ones() as usize;
        let peaks = hashes.iter().copied().map(Hash).collect();
        if whole { Ok(Self { size, peaks }) } else { Err(Malformed("frontier")) }
    }
}

/// The root over neighbouring subtrees, largest first: the smaller ones are joined before the larger.
pub(super) fn fold(peaks: impl DoubleEndedIterator<Item = Hash>) -> Hash {
    peaks.rev().reduce(|right, left| node_hash(left, right)).unwrap_or_else(empty_root)
}

/// RFC 6962 §2.1 written out, the yardstick of the tests.
#[cfg(test)]
pub(super) fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            node_hash(naive_root(left), naive_root(right))
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::record::leaf_hash;
    use proptest::prelude::*;

    /// The eight leaves of the reference vectors of Certificate Transparency (RFC 6962).
    pub(in crate::record) fn reference_leaves() -> Vec<Hash> {
        let leaves: [&[u8]; 8] = [
            &[],
            &[0x00],
            &[0x10],
            &[0x20, 0x21],
            &[0x30, 0x31],
            &[0x40, 0x41, 0x42, 0x43],
            &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
            &[96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111],
        ];
        leaves.into_iter().map(leaf_hash).collect()
    }

    const REFERENCE_ROOTS: [&str; 9] = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn roots_match_the_reference_vectors() {
        let mut frontier = Frontier::new();
        assert_eq!(frontier.root().to_string(), REFERENCE_ROOTS[0]);
        for (leaf, root) in reference_leaves().into_iter().zip(&REFERENCE_ROOTS[1..]) {
            frontier.append(leaf);
            assert_eq!(frontier.root().to_string(), *root);
        }
    }

    #[test]
    fn root_equals_the_naive_root_at_every_size_to_600() {
        let leaves: Vec<Hash> = (0..600u32).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        let mut frontier = Frontier::new();
        for n in 0..=leaves.len() {
            assert_eq!(frontier.root(), naive_root(&leaves[..n]), "size {n}");
            assert_eq!(Frontier::parse(&frontier.to_bytes()).as_ref(), Ok(&frontier));
            if n < leaves.len() {
                frontier.append(leaves[n]);
            }
        }
    }

    proptest! {
        #[test]
        fn every_completed_node_is_the_naive_root_of_what_it_covers(
            bytes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 1..200)
        ) {
            let leaves: Vec<Hash> = bytes.iter().map(|leaf| leaf_hash(leaf)).collect();
            let mut frontier = Frontier::new();
            let nodes: Vec<Node> = leaves.iter().flat_map(|leaf| frontier.append(*leaf)).collect();
            let expected: usize = (0..64).map(|level| leaves.len() >> level).sum();
            prop_assert_eq!(nodes.len(), expected);
            for Node { at, hash } in nodes {
                let (start, width) = ((at.index as usize) << at.level, 1usize << at.level);
                prop_assert_eq!(hash, naive_root(&leaves[start..start + width]));
            }
        }

        #[test]
        fn a_row_cut_or_lengthened_is_refused(size in 1u32..600, cut in 1usize..32) {
            let mut frontier = Frontier::new();
            (0..size).for_each(|i| { frontier.append(leaf_hash(&i.to_be_bytes())); });
            let row = frontier.to_bytes();
            prop_assert!(Frontier::parse(&row[..row.len() - cut]).is_err());
            prop_assert!(Frontier::parse(&[row, vec![0; 32]].concat()).is_err());
        }
    }
}
