//! Single proofs: each honest one holds, each changed one does not.

use crate::fixture::{ED25519, Log, ORIGIN, SM2, STRANGER, open, stored};
use domain::record::ProofPlan;
use proptest::prelude::*;
use verifier::{Fault, verify_consistency, verify_proof};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_inclusion_proof_holds_and_a_changed_one_does_not(
        size in 1u64..600, at in any::<prop::sample::Index>(), other in 1u64..600, bit in any::<prop::sample::Index>()
    ) {
        let (log, keys) = (Log::honest(size), [ED25519.trusted()]);
        let index = at.index(size as usize) as u64;
        let proof = log.proof(index, &[ED25519]);
        let proven = verify_proof(proof.as_bytes(), &keys).unwrap();
        prop_assert_eq!((proven.index, proven.checkpoint.size()), (index, size));
        prop_assert_eq!(proven.leaf.check(index, &stored(index)[1]), Ok(()));

        // Another place in the tree, a hash more, a hash less, another leaf.
        let moved = proof.replace(&format!("\nindex {index}\n"), &format!("\nindex {}\n", index ^ other));
        prop_assert!(verify_proof(moved.as_bytes(), &keys).is_err());
        let hash = format!("\n{}\n", log.root().to_base64());
        let longer = proof.replacen("\n\n", &format!("{hash}\n"), 1);
        prop_assert!(verify_proof(longer.as_bytes(), &keys).is_err());
        if size > 1 {
            let line = bit.index(proof.lines().skip(3).take_while(|l| !l.is_empty()).count());
            let shorter: String =
                proof.split_inclusive('\n').enumerate().filter(|(n, _)| *n != 3 + line).map(|(_, l)| l).collect();
            prop_assert!(verify_proof(shorter.as_bytes(), &keys).is_err());
        }
    }

    #[test]
    fn a_consistency_proof_holds_and_a_changed_one_does_not(
        old in 1u64..600, new in 1u64..600, at in any::<prop::sample::Index>(), bit in 0u32..256
    ) {
        let (old, new) = (old.min(new), old.max(new));
        let log = Log::honest(new);
        let before = Log::of(log.leaves[..old as usize].iter().cloned());
        let [before, after] = [&before, &log].map(|log| open(&log.note(ORIGIN, &[ED25519]), &[ED25519]));
        let plan = ProofPlan::consistency(old, new).unwrap();
        let proof: Vec<verifier::Hash> = log.fill(&plan).into_iter().map(|hash| hash.0).collect();
        prop_assert_eq!(verify_consistency(&before, &after, &proof), Ok(()));

        let mut longer = proof.clone();
        longer.push(after.root());
        prop_assert!(verify_consistency(&before, &after, &longer).is_err());
        if !proof.is_empty() {
            let at = at.index(proof.len());
            let mut changed = proof.clone();
            changed[at][bit as usize / 8] ^= 1 << (bit % 8);
            prop_assert!(verify_consistency(&before, &after, &changed).is_err());
            let mut shorter = proof;
            shorter.remove(at);
            prop_assert!(verify_consistency(&before, &after, &shorter).is_err());
            let backwards = verify_consistency(&after, &before, &shorter);
            prop_assert_eq!(backwards, Err(Fault::RolledBack { expected: new, found: old }));
        }
    }
}

#[test]
fn no_single_byte_of_a_proof_can_be_changed_or_left_out() {
    let proof = Log::honest(300).proof(123, &[ED25519]).into_bytes();
    let keys = [ED25519.trusted()];
    verify_proof(&proof, &keys).unwrap();
    for at in 0..proof.len() {
        let mut flipped = proof.clone();
        flipped[at] ^= 1;
        assert!(verify_proof(&flipped, &keys).is_err(), "byte {at} flipped");
        let mut shorter = proof.clone();
        shorter.remove(at);
        assert!(verify_proof(&shorter, &keys).is_err(), "byte {at} left out");
        assert!(verify_proof(&proof[..at], &keys).is_err(), "cut at {at}");
    }
}

#[test]
fn a_proof_is_worth_no_more_than_its_keys() {
    let log = Log::honest(9);
    let proof = log.proof(4, &[ED25519, SM2]);
    assert!(verify_proof(proof.as_bytes(), &[ED25519.trusted(), SM2.trusted()]).is_ok());
    let verdict = |keys: &[_]| verify_proof(proof.as_bytes(), keys).unwrap_err();
    assert!(matches!(verdict(&[]), Fault::Unsigned { .. }));
    assert!(matches!(verdict(&[STRANGER.trusted()]), Fault::Unsigned { .. }));
    assert!(matches!(verdict(&[ED25519.trusted(), STRANGER.trusted()]), Fault::Unsigned { .. }));
    assert!(verifier::TrustedKey::parse("log+00000000+AQ==").is_err());
}
