//! Inclusion and consistency proofs: first which nodes they need, then their hashes.

use super::{Hash, NodeAt, tree::fold};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::ops::Range;

/// A proof as a plan: for each of its hashes, the run of leaves that the hash covers.
///
/// A plan is made before anything is read, so that an asynchronous store can fetch [`ProofPlan::nodes`] in one query
/// and fill the plan from the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofPlan(Vec<Range<u64>>);

impl ProofPlan {
    /// Proves that leaf `index` is in the tree of `size` leaves (RFC 6962 §2.1.1); none when it is not.
    pub fn inclusion(index: u64, size: u64) -> Option<Self> {
        let mut siblings = Vec::new();
        let mut tree = 0..size;
        while tree.contains(&index) && tree.end - tree.start > 1 {
            let middle = split(&tree);
            let (inside, sibling) = match index < middle {
                true => (tree.start..middle, middle..tree.end),
                false => (middle..tree.end, tree.start..middle),
            };
            siblings.push(sibling);
            tree = inside;
        }
        siblings.reverse();
        (index < size).then_some(Self(siblings))
    }

    /// Proves that the tree of `new` leaves begins with the tree of `old` leaves (RFC 6962 §2.1.2); none unless
    /// `1 ≤ old ≤ new`: nothing needs no proof.
    pub fn consistency(old: u64, new: u64) -> Option<Self> {
        let mut parts = Vec::new();
        let mut tree = 0..new;
        while tree.end > old && tree.end - tree.start > 1 {
            let middle = split(&tree);
            let (inside, sibling) = match old <= middle {
                true => (tree.start..middle, middle..tree.end),
                false => (middle..tree.end, tree.start..middle),
            };
            parts.push(sibling);
            tree = inside;
        }
        // The verifier has the old root; only an old root that is not itself a node of the tree is built from parts.
        if tree.start > 0 {
            parts.push(tree);
        }
        parts.reverse();
        (1..=new).contains(&old).then_some(Self(parts))
    }

    /// Every node the proof is made of. At most a few hundred.
    pub fn nodes(&self) -> impl Iterator<Item = NodeAt> + '_ {
        self.0.iter().cloned().flat_map(complete_nodes)
    }

    /// The hashes of the proof, in the order it is written, from the hashes of its nodes.
    pub fn hashes<E>(
        &self,
        mut source: impl FnMut(NodeAt) -> Result<Hash, E>,
    ) -> Result<Vec<Hash>, E> {
        let mut root = |run: &Range<u64>| {
            let peaks =
                complete_nodes(run.clone()).map(&mut source).collect::<Result<Vec<_>, E>>()?;
            Ok(fold(peaks.into_iter()))
        };
        self.0.iter().map(&mut root).collect()
    }
}

/// A self-contained proof of one leaf, in the text format C2SP tlog-proof v1. The leaf's bytes ride in `extra`: they
/// need no trust, since the proof is of their hash. `note` is the signed checkpoint, verbatim.
pub fn tlog_proof(leaf: &[u8], index: u64, path: &[Hash], note: &str) -> String {
    let path: String = path.iter().map(|hash| hash.to_base64() + "\n").collect();
    let leaf = STANDARD.encode(leaf);
    format!("c2sp.org/tlog-proof@v1\nextra {leaf}\nindex {index}\n{path}\n{note}")
}

/// Where RFC 6962 splits a run: after its largest power of two smaller than its length. The run has two leaves or more.
fn split(run: &Range<u64>) -> u64 {
    run.start + (1 << (run.end - run.start - 1).ilog2())
}

/// The complete subtrees a run falls into, largest first. The run starts where a tree of its length may start.
fn complete_nodes(run: Range<u64>) -> impl Iterator<Item = NodeAt> {
    let mut start = run.start;
    std::iter::from_fn(move || {
        let level = (run.end - start).checked_ilog2()?;
        let at = NodeAt { level: level as u8, index: start >> level };
        start += 1 << level;
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{
        Frontier, leaf_hash,
        tree::{naive_root, tests::reference_leaves},
    };
    use std::{collections::HashMap, convert::Infallible};

    fn nodes(leaves: &[Hash]) -> HashMap<NodeAt, Hash> {
        let mut frontier = Frontier::new();
        leaves.iter().flat_map(|leaf| frontier.append(*leaf)).map(|n| (n.at, n.hash)).collect()
    }

    fn prove(plan: Option<ProofPlan>, nodes: &HashMap<NodeAt, Hash>) -> Vec<Hash> {
        let plan = plan.unwrap();
        assert!(plan.nodes().all(|at| nodes.contains_key(&at)));
        plan.hashes(|at| Ok::<_, Infallible>(nodes[&at])).unwrap()
    }

    /// PATH(m, D[n]) of RFC 6962 §2.1.1, written out.
    fn naive_path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
        if leaves.len() < 2 {
            return Vec::new();
        }
        let k = leaves.len().next_power_of_two() / 2;
        let (left, right) = leaves.split_at(k);
        let (mut path, sibling) = match m < k {
            true => (naive_path(m, left), naive_root(right)),
            false => (naive_path(m - k, right), naive_root(left)),
        };
        path.push(sibling);
        path
    }

    /// SUBPROOF(m, D[n], b) of RFC 6962 §2.1.2, written out.
    fn naive_subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
        if m == leaves.len() {
            return if whole { Vec::new() } else { vec![naive_root(leaves)] };
        }
        let k = leaves.len().next_power_of_two() / 2;
        let (left, right) = leaves.split_at(k);
        let (mut proof, sibling) = match m <= k {
            true => (naive_subproof(m, left, whole), naive_root(right)),
            false => (naive_subproof(m - k, right, false), naive_root(left)),
        };
        proof.push(sibling);
        proof
    }

    #[test]
    fn proofs_match_the_reference_vectors() {
        let leaves = reference_leaves();
        let nodes = nodes(&leaves);
        let hex = |proof: Vec<Hash>| proof.iter().map(Hash::to_string).collect::<Vec<_>>();
        let left_four = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
        let last_two = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
        assert_eq!(
            hex(prove(ProofPlan::inclusion(0, 8), &nodes)),
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ]
        );
        assert_eq!(
            hex(prove(ProofPlan::inclusion(5, 8), &nodes)),
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                last_two,
                left_four
            ]
        );
        assert_eq!(
            hex(prove(ProofPlan::consistency(6, 8), &nodes)),
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                last_two,
                left_four
            ]
        );
        assert_eq!(
            hex(prove(ProofPlan::consistency(2, 5), &nodes)),
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ]
        );
        assert!(prove(ProofPlan::consistency(1, 1), &nodes).is_empty());
    }

    #[test]
    fn every_proof_to_70_leaves_is_the_one_the_rfc_defines() {
        let leaves: Vec<Hash> = (0..70u8).map(|i| leaf_hash(&[i])).collect();
        let nodes = nodes(&leaves);
        for n in 1..=leaves.len() {
            for m in 0..n {
                let path = prove(ProofPlan::inclusion(m as u64, n as u64), &nodes);
                assert_eq!(path, naive_path(m, &leaves[..n]), "inclusion {m} of {n}");
                let proof = prove(ProofPlan::consistency(m as u64 + 1, n as u64), &nodes);
                assert_eq!(proof, naive_subproof(m + 1, &leaves[..n], true), "{} to {n}", m + 1);
            }
        }
    }

    #[test]
    fn there_is_no_plan_for_what_is_not_there() {
        assert_eq!(ProofPlan::inclusion(8, 8), None);
        assert_eq!(ProofPlan::inclusion(0, 0), None);
        assert_eq!(ProofPlan::consistency(0, 8), None);
        assert_eq!(ProofPlan::consistency(9, 8), None);
        assert!(ProofPlan::inclusion(u64::MAX - 1, u64::MAX).unwrap().nodes().count() <= 64);
    }
}
