//! Some hundreds of dishonest logs. Every one must fail, and with a fault that says what was done to it.

use crate::fixture::{ED25519, Files, Log, ORIGIN, SM2, STRANGER, Signer, check, open};
use domain::record::entry_bundle;
use verifier::{Checkpoint, Fault};

const SIZE: usize = 600;
/// Size of the checkpoint that the auditor kept.
const KEPT: usize = 500;
const SIGNERS: [Signer; 2] = [ED25519, SM2];

struct Mutant {
    name: String,
    files: Files,
    /// Whether a fault is the one to expect.
    expects: fn(&Fault) -> bool,
}

/// Changes the leaf at a position.
type Edit = fn(&mut Vec<Vec<u8>>, usize);

#[derive(Default)]
struct Mutants(Vec<Mutant>);

impl Mutants {
    fn add(&mut self, name: impl Into<String>, files: Files, expects: fn(&Fault) -> bool) {
        self.0.push(Mutant { name: name.into(), files, expects });
    }

    fn check(self, least: usize, previous: &Checkpoint) {
        assert!(self.0.len() >= least, "only {} mutants", self.0.len());
        for Mutant { name, files, expects } in self.0 {
            let report = check(&files, &SIGNERS, Some(previous));
            assert!(!report.is_sound(), "{name}: passed");
            assert!(report.faults.iter().any(expects), "{name}: {:?}", report.faults);
        }
    }
}

fn kept(log: &Log) -> Checkpoint {
    open(&Log::of(log.leaves[..KEPT].iter().cloned()).note(ORIGIN, &SIGNERS), &SIGNERS)
}

fn with(files: &Files, path: &str, change: impl FnOnce(&mut Vec<u8>)) -> Files {
    let mut files = files.clone();
    change(files.get_mut(path).unwrap());
    files
}

#[test]
fn bytes_of_the_served_files() {
    let log = Log::honest(SIZE as u64);
    let honest = log.files(&SIGNERS);
    let mut mutants = Mutants::default();
    for at in 0..honest["checkpoint"].len() {
        let files = with(&honest, "checkpoint", |bytes| bytes[at] ^= 1);
        mutants.add(format!("checkpoint byte {at}"), files, |fault| {
            matches!(
                fault,
                Fault::Malformed { .. } | Fault::Unsigned { .. } | Fault::BadSignature { .. }
            )
        });
    }
    for (path, bytes) in honest.iter().filter(|(path, _)| *path != "checkpoint") {
        for step in 0..12 {
            let at = (bytes.len() * step / 12 + step * 7) % bytes.len();
            let files = with(&honest, path, |bytes| bytes[at] ^= 0x40);
            mutants.add(format!("{path} byte {at}"), files, |fault| {
                matches!(
                    fault,
                    Fault::LeafHash { .. } | Fault::TileHash { .. } | Fault::Malformed { .. }
                )
            });
        }
    }
    for (path, bytes) in &honest {
        let malformed = |fault: &Fault| matches!(fault, Fault::Malformed { .. });
        for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            let files = with(&honest, path, |bytes| bytes.truncate(length));
            mutants.add(format!("{path} cut to {length}"), files, malformed);
        }
        let files = with(&honest, path, |bytes| bytes.push(0));
        mutants.add(format!("{path} lengthened"), files, malformed);
        let mut files = honest.clone();
        files.remove(path);
        mutants.add(format!("{path} missing"), files, |fault| {
            matches!(fault, Fault::Unreadable { .. })
        });
    }
    mutants.check(400, &kept(&log));
}

/// Someone with the database but without the key.
#[test]
fn rows_dropped_moved_or_changed_without_the_key() {
    let log = Log::honest(SIZE as u64);
    let honest = log.files(&SIGNERS);
    let mut mutants = Mutants::default();
    for at in (0..SIZE).step_by(25) {
        let tile = at / 256;
        let path =
            honest.keys().find(|p| p.starts_with(&format!("tile/entries/{tile:03}"))).unwrap();
        let range = tile * 256..SIZE.min(tile * 256 + 256);
        let edits: [(&str, Edit); 4] = [
            ("dropped", |leaves, at| drop(leaves.remove(at))),
            ("swapped with the next", |leaves, at| {
                leaves.swap(at, at + 1);
            }),
            ("repeated", |leaves, at| {
                leaves.insert(at, leaves[at].clone());
            }),
            ("given another hand", |leaves, at| {
                let text = String::from_utf8(leaves[at].clone()).unwrap();
                leaves[at] = text.replacen(r#""rev":"#, r#""rev":1"#, 1).into_bytes();
            }),
        ];
        for (what, edit) in edits {
            // In the entries alone: the tiles tell.
            let mut run = log.leaves[range.clone()].to_vec();
            edit(&mut run, at - range.start);
            let bundle = entry_bundle(run.iter().map(Vec::as_slice)).unwrap();
            let files = with(&honest, path, |bytes| *bytes = bundle);
            mutants.add(format!("entry {at} {what}"), files, |fault| {
                matches!(fault, Fault::LeafHash { .. } | Fault::Malformed { .. })
            });
            // In the entries and all the tiles above: the signed root tells.
            let mut leaves = log.leaves.clone();
            edit(&mut leaves, at);
            leaves.resize(SIZE, log.leaves[0].clone());
            let forged = Log::of(leaves);
            let mut files = forged.files(&SIGNERS);
            files.insert("checkpoint".into(), honest["checkpoint"].clone());
            mutants.add(format!("leaf {at} {what}, tiles redone"), files, |fault| {
                matches!(fault, Fault::Root { size: 600, .. })
            });
            // And in the text of the checkpoint: the signature tells.
            let note = String::from_utf8(honest["checkpoint"].clone()).unwrap();
            let note = note.replace(&log.root().to_base64(), &forged.root().to_base64());
            let mut files = forged.files(&SIGNERS);
            files.insert("checkpoint".into(), note.into_bytes());
            mutants.add(format!("leaf {at} {what}, text redone"), files, |fault| {
                matches!(fault, Fault::BadSignature { .. })
            });
        }
    }
    mutants.check(200, &kept(&log));
}

/// Someone with the key: only what an auditor kept, and the rules of the content, can tell.
#[test]
fn histories_rewritten_with_the_key() {
    let log = Log::honest(SIZE as u64);
    let mut mutants = Mutants::default();
    let signed = |leaves: Vec<Vec<u8>>| Log::of(leaves).files(&SIGNERS);
    let rewritten = |fault: &Fault| matches!(fault, Fault::Rewritten { size: 500, .. });
    for at in (0..KEPT).step_by(20) {
        let mut leaves = log.leaves.clone();
        leaves.remove(at);
        mutants.add(format!("leaf {at} dropped"), signed(leaves), rewritten);
        let mut leaves = log.leaves.clone();
        leaves.swap(at, at + 1);
        mutants.add(format!("leaf {at} moved"), signed(leaves), rewritten);
        // A split view of the same size: every rule of the content is kept.
        let mut leaves = log.leaves.clone();
        let text = String::from_utf8(leaves[at].clone()).unwrap();
        leaves[at] = text.replacen(r#""at":178"#, r#""at":179"#, 1).into_bytes();
        mutants.add(format!("leaf {at} at another time"), signed(leaves), rewritten);
    }
    for size in (0..KEPT).step_by(50) {
        let files = signed(log.leaves[..size].to_vec());
        mutants.add(format!("old backup of {size}"), files, |fault| {
            matches!(fault, Fault::RolledBack { expected: 500, .. })
        });
    }
    for (at, leaf) in log.leaves.iter().enumerate().skip(KEPT).step_by(20) {
        let text = String::from_utf8(leaf.clone()).unwrap();
        for revision in ["0", "01", "99", "-1", "1e1", "4294967296"] {
            let mut leaves = log.leaves.clone();
            let (head, tail) = text.split_once(r#","rev":"#).unwrap();
            let tail = tail.split_once(',').unwrap().1;
            leaves[at] = format!(r#"{head},"rev":{revision},{tail}"#).into_bytes();
            mutants.add(format!("leaf {at} revision {revision}"), signed(leaves), |fault| {
                matches!(fault, Fault::Revision { .. } | Fault::LeafForm { .. })
            });
        }
    }
    mutants.check(100, &kept(&log));
}

#[test]
fn leaves_not_in_the_grammar_though_signed() {
    let log = Log::honest(SIZE as u64);
    let mut mutants = Mutants::default();
    for (from, to) in [
        (r#""v":1"#, r#""v":2"#),
        (r#"{"v""#, r#"{ "v""#),
        (r#""at":1"#, r#""at":+1"#),
        (r#""at":1"#, r#""at":01"#),
        (r#""at":1"#, r#""at":1.5e3,"#),
        (r#","kind""#, r#","Kind""#),
        ("case.", "case"),
        ("case.", "Case."),
        ("case.", "case.filed."),
        ("case/", "lead/"),
        ("case/c", "case/"),
        ("case/c-", "case/张三-"),
        ("case/c-", "case/c "),
        (r#""actor":"#, r#""name":"张三","actor":"#),
        (r#""actor""#, r#""file""#),
        (r#""sm3":""#, r#""sm3":"F"#),
        (r#""sm3":""#, r#""sm3":"0"#),
        (r#""sm3""#, r#""md5""#),
        ("}}", "}} "),
        ("}}", "}}\n"),
        ("}}", r#"},"public":null}"#),
        ("}}", r#"},"extra":1}"#),
        ("}}", "}"),
    ] {
        let at = (KEPT..SIZE).find(|at| at % 7 != 3 && at % 11 != 5).unwrap();
        let text = String::from_utf8(log.leaves[at].clone()).unwrap();
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let mut leaves = log.leaves.clone();
        leaves[at] = changed.into_bytes();
        mutants.add(format!("{from} → {to}"), Log::of(leaves).files(&SIGNERS), |fault| {
            matches!(fault, Fault::LeafForm { index: 500.., .. })
        });
    }
    mutants.check(20, &kept(&log));
}

#[test]
fn checkpoints_of_others() {
    let log = Log::honest(SIZE as u64);
    let honest = log.files(&SIGNERS);
    let mut mutants = Mutants::default();
    let mut note = |name: &str, note: String, expects: fn(&Fault) -> bool| {
        let files = with(&honest, "checkpoint", |bytes| *bytes = note.into_bytes());
        mutants.add(name, files, expects);
    };
    let unsigned = |fault: &Fault| matches!(fault, Fault::Unsigned { .. });
    note("no SM2 line", log.note(ORIGIN, &[ED25519]), unsigned);
    note("no Ed25519 line", log.note(ORIGIN, &[SM2]), unsigned);
    note("a stranger's", log.note(ORIGIN, &[STRANGER]), unsigned);
    note("another log's", log.note("hbj.baoding.example/log", &SIGNERS), unsigned);
    let other = Log::honest(601).note(ORIGIN, &SIGNERS);
    note("a longer log's", other, |fault| {
        matches!(fault, Fault::Unreadable { .. } | Fault::Root { .. })
    });
    let line = log.note(ORIGIN, &SIGNERS).replace("/log\n600\n", "/log\n600\nextension\n");
    note("an extension line", line, |fault| matches!(fault, Fault::BadSignature { .. }));
    mutants.check(6, &kept(&log));
}

/// The key's owner signs texts that are no checkpoint of this log: known key, wrong text.
#[test]
fn texts_signed_by_the_key_that_are_no_checkpoint() {
    let key = ED25519.key(&ORIGIN.parse().unwrap());
    let root = Log::honest(3).root().to_base64();
    for (body, other_log) in [
        (format!("{ORIGIN}\n3\n{root}\nextension\n"), false),
        (format!("{ORIGIN}\n03\n{root}\n"), false),
        (format!("{ORIGIN}\n3\n{}\n", &root[..40]), false),
        (format!("{ORIGIN}\n3\n"), false),
        (format!("hbj.baoding.example/log\n3\n{root}\n"), true),
    ] {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let signed = STANDARD.encode([key.id().as_slice(), &ED25519.sign(&body)].concat());
        let note = format!("{body}\n— {ORIGIN} {signed}\n");
        let fault = Checkpoint::open(note.as_bytes(), &[ED25519.trusted()]).unwrap_err();
        assert_eq!(matches!(fault, Fault::OtherLog { .. }), other_log, "{body}: {fault}");
        assert_eq!(matches!(fault, Fault::Malformed { .. }), !other_log, "{body}: {fault}");
    }
}
