//! The committed sample: what outsiders, and the browser check, test their reader with. Written anew with
//! `UPDATE=1 cargo test -p verifier`; otherwise it must already be what the writer writes.

use crate::fixture::{ED25519, Files, Log, ORIGIN, SM2, source, stored};
use std::{fs, path::Path};
use verifier::{TrustedKey, verify_log, verify_proof};

/// A notice (leaf 16 ≡ 5 mod 11) in a log with two tile levels.
const NOTICE: u64 = 335;

fn sample() -> Files {
    let (log, signers) = (Log::honest(600), [ED25519, SM2]);
    let keys = signers.map(|s| s.key(&ORIGIN.parse().unwrap()).verifier_key() + "\n").concat();
    let small = Log::honest(12).files(&signers);
    let mut sample: Files = small.into_iter().map(|(path, b)| (format!("log/{path}"), b)).collect();
    sample.extend([
        ("trusted-keys.txt".into(), keys.into_bytes()),
        ("notice.tlog-proof".into(), log.proof(NOTICE, &signers).into_bytes()),
        ("notice.pdf".into(), stored(NOTICE)[3].bytes.clone()),
    ]);
    sample
}

#[test]
fn the_committed_sample_is_current_and_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (path, bytes) in sample() {
        let path = folder.join(path);
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &bytes).unwrap();
        }
        assert!(fs::read(&path).unwrap_or_default() == bytes, "{} is stale", path.display());
    }
    let read = |path: &str| fs::read(folder.join(path)).map_err(|fault| fault.to_string());
    let keys = String::from_utf8(read("trusted-keys.txt").unwrap()).unwrap();
    let keys: Vec<_> = keys.lines().map(|line| TrustedKey::parse(line).unwrap()).collect();
    assert!(verify_log(&|path| read(&format!("log/{path}")), &keys, None).is_sound());
    let proven = verify_proof(&read("notice.tlog-proof").unwrap(), &keys).unwrap();
    assert_eq!(proven.leaf.kind, "notice.published");
    assert_eq!(proven.leaf.check(NOTICE, &stored(NOTICE)[3]), Ok(()));
    assert!(source(&sample())("log/tile/0/000.p/12").is_ok());
}
