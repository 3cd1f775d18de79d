//! Honest logs pass at every awkward size, with their stored files; and each lawful liberty is allowed.

use crate::fixture::{ED25519, Log, SM2, Signer, check, open, source, stored};
use verifier::{Fault, Head, Part, TrustedKey, verify_files, verify_record};

#[test]
fn honest_logs_of_every_awkward_size_are_sound() {
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 513, 600] {
        let log = Log::honest(size);
        let report = check(&log.files(&[ED25519, SM2]), &[ED25519, SM2], None);
        assert!(report.is_sound(), "size {size}: {:?}", report.faults);
        assert_eq!(report.leaves, size);
        for earlier in [0, 1, size / 3, size.saturating_sub(1), size] {
            let old = Log::of(log.leaves[..earlier.min(size) as usize].iter().cloned());
            let previous = open(&old.note(crate::fixture::ORIGIN, &[ED25519]), &[ED25519]);
            let report = check(&log.files(&[ED25519]), &[ED25519], Some(&previous));
            assert!(report.is_sound(), "{earlier} to {size}: {:?}", report.faults);
        }
    }
}

/// 256² leaves and a few more: the second tile level is full and a third begins.
#[test]
fn a_log_with_three_tile_levels_is_sound() {
    let template = String::from_utf8(Log::honest(1).leaves[0].clone()).unwrap();
    let leaf = |i: u32| template.replace("case/c-0", &format!("case/c-{i}")).into_bytes();
    let log = Log::of((0..65_536 + 300).map(leaf));
    let mut files = log.files(&[ED25519]);
    assert!(files.contains_key("tile/1/000") && files.contains_key("tile/2/000.p/1"));
    assert!(check(&files, &[ED25519], None).is_sound());
    files.get_mut("tile/2/000.p/1").unwrap()[0] ^= 1;
    let faults = check(&files, &[ED25519], None).faults;
    assert!(matches!(faults[..], [Fault::TileHash { level: 2, index: 0, .. }]), "{faults:?}");
}

#[test]
fn a_partial_tile_may_have_given_way_to_the_full_one() {
    let (old, new) = (Log::honest(300), Log::honest(600));
    let mut files = new.files(&[ED25519]);
    files.insert("checkpoint".into(), old.note(crate::fixture::ORIGIN, &[ED25519]).into());
    let small = old.files(&[ED25519]);
    files.insert("tile/1/000.p/1".into(), small["tile/1/000.p/1"].clone());
    assert!(!files.contains_key("tile/0/001.p/44"));
    let report = check(&files, &[ED25519], None);
    assert!(report.is_sound(), "{:?}", report.faults);
    assert_eq!(report.leaves, 300);
}

#[test]
fn signatures_of_unknown_keys_are_ignored() {
    let log = Log::honest(3);
    let signers = [crate::fixture::STRANGER, ED25519, SM2];
    assert!(check(&log.files(&signers), &[ED25519], None).is_sound());
}

#[test]
fn every_stored_byte_is_held_against_its_leaf() {
    const SIZE: u64 = 120;
    let files = Log::honest(SIZE).files(&[ED25519]);
    let keys: Vec<TrustedKey> = [ED25519].iter().map(Signer::trusted).collect();
    let parts = |leaf: &verifier::Leaf, index| {
        let [actor, content, file, public] = stored(index);
        let file = leaf.file.is_some().then_some(file);
        let public = leaf.public.is_some().then_some(public);
        [Some(actor), Some(content), file, public].into_iter().flatten().collect::<Vec<_>>()
    };
    let honest = verify_files(&source(&files), &keys, None, &|index, leaf| parts(leaf, index));
    assert!(honest.is_sound(), "{:?}", honest.faults);
    assert!(honest.opened > 2 * SIZE && honest.unopened == 0);

    // Content erased: no fault, but counted.
    let erased = verify_files(&source(&files), &keys, None, &|index, leaf| {
        parts(leaf, index).split_off(1 + usize::from(index == 9))
    });
    assert!(erased.is_sound());
    assert_eq!(erased.unopened, SIZE + 1);

    // One bit of one stored file, of one salt, and bytes held for a part that the leaf does not have.
    for index in 0..SIZE {
        let tampered = verify_files(&source(&files), &keys, None, &|at, leaf| {
            let mut held = parts(leaf, at);
            if at == index {
                let last = held.last_mut().unwrap();
                match (index % 3, &mut last.part) {
                    (0, Part::Content(salt) | Part::File(salt)) => salt[31] ^= 1,
                    (1, part) if leaf.public.is_none() => *part = Part::Public,
                    _ => last.bytes[0] ^= 1,
                }
            }
            held
        });
        let [Fault::Digest { index: at, .. }] = tampered.faults[..] else {
            panic!("leaf {index}: {:?}", tampered.faults);
        };
        assert_eq!(at, index);
    }
}

#[test]
fn what_came_after_the_last_signature_is_checked_as_well_and_told_apart() {
    let (old, new) = (Log::honest(300), Log::honest(420));
    let files = new.files(&[ED25519]);
    let signed = |log: &Log| open(&log.note(crate::fixture::ORIGIN, &[ED25519]), &[ED25519]);
    let head = open(&new.note(crate::fixture::ORIGIN, &[ED25519]), &[ED25519]);
    let head = Head { size: head.size(), root: head.root() };
    let none = |_: u64, _: &verifier::Leaf| Vec::new();

    let honest = verify_record(&source(&files), head, Ok(signed(&old)), &none);
    assert!(honest.is_sound(), "{:?}", honest.faults);
    assert_eq!((honest.leaves, honest.checkpoint.unwrap().size()), (420, 300));

    // A head that the lines do not give, a record that was rewritten below the signature, one that lost signed lines.
    let other = Head { root: [7; 32], ..head };
    let faults = verify_record(&source(&files), other, Ok(signed(&old)), &none).faults;
    assert!(matches!(faults[..], [Fault::Root { .. }]), "{faults:?}");
    let rewritten = Log::of(old.leaves.iter().rev().cloned());
    let faults = verify_record(&source(&files), head, Ok(signed(&rewritten)), &none).faults;
    assert!(matches!(faults[..], [Fault::Rewritten { size: 300, .. }]), "{faults:?}");
    let shorter = Log::honest(200);
    let cut = Head { size: 200, root: signed(&shorter).root() };
    let short = shorter.files(&[ED25519]);
    let faults = verify_record(&source(&short), cut, Ok(signed(&old)), &none).faults;
    assert!(matches!(faults[..], [Fault::RolledBack { expected: 300, found: 200 }]), "{faults:?}");

    let unsigned = Fault::Unreadable { path: "checkpoint".into(), reason: "none".into() };
    let report = verify_record(&source(&files), head, Err(unsigned.clone()), &none);
    assert!(!report.is_sound() && report.faults == [unsigned] && report.leaves == 420);
}

#[test]
fn entries_may_be_withheld_and_the_tree_is_checked_all_the_same() {
    let log = Log::honest(300);
    let mut files = log.files(&[ED25519]);
    let path = "tile/entries/001.p/44";
    let shown =
        |at: usize| if at.is_multiple_of(2) { log.leaves[256 + at].as_slice() } else { &[] };
    let bundle = domain::record::entry_bundle((0..44).map(shown)).unwrap();
    files.insert(path.to_owned(), bundle);
    let report = check(&files, &[ED25519], None);
    assert!(report.is_sound(), "{:?}", report.faults);
    assert_eq!((report.leaves, report.withheld), (300, 22));

    // A hash of what is withheld is part of the tree like any other.
    let mut forged = files.clone();
    forged.get_mut("tile/0/001.p/44").unwrap()[32] ^= 1;
    assert!(!check(&forged, &[ED25519], None).is_sound());
    // Before its owner nothing of a record may be withheld.
    let head = Head { size: 300, root: log.root().0 };
    let signed = Ok(open(&log.note(crate::fixture::ORIGIN, &[ED25519]), &[ED25519]));
    let report = verify_record(&source(&files), head, signed, &|_, _| Vec::new());
    assert!(report.faults.iter().any(|fault| matches!(fault, Fault::LeafForm { .. })));
}
