//! One self-contained proof (C2SP tlog-proof v1), and consistency between two checkpoints.

use crate::{Checkpoint, Fault, Hash, Leaf, TrustedKey, note::decode_hash, tree};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Longest proof read: the longest leaf in base64, 64 hashes and the longest checkpoint fit.
const MAX_PROOF: usize = 256 * 1024;

/// What a proof has proven: this leaf is in this log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// What the leaf says. Hold the file against it with [`Leaf::check`].
    pub leaf: Leaf,
    /// Its index.
    pub index: u64,
    /// The signed head it was proven under.
    pub checkpoint: Checkpoint,
}

/// Checks a `.tlog-proof` whose `extra` line carries the leaf, offline.
pub fn verify_proof(proof: &[u8], keys: &[TrustedKey]) -> Result<Proven, Fault> {
    let wrong = |expected: &str, found: &str| Fault::malformed("proof", expected, found);
    let text = std::str::from_utf8(proof)
        .ok()
        .filter(|text| text.len() <= MAX_PROOF)
        .ok_or_else(|| wrong("text of at most 256 KiB", "other bytes"))?;
    let (head, note) = text
        .split_once("\n\n")
        .ok_or_else(|| wrong("an empty line before the checkpoint", text))?;
    let mut lines = head.split('\n');
    let mut line = |prefix: &str| {
        let line = lines.next().unwrap_or_default();
        line.strip_prefix(prefix).ok_or_else(|| wrong(prefix, line))
    };
    match line("c2sp.org/tlog-proof@v1")? {
        "" => {}
        more => return Err(wrong("the end of the first line", more)),
    }
    let extra = line("extra ")?;
    let bytes = STANDARD.decode(extra).map_err(|_| wrong("the leaf in base64", extra))?;
    let number = line("index ")?;
    let index = number
        .parse()
        .ok()
        .filter(|n: &u64| n.to_string() == number)
        .ok_or_else(|| wrong("an index in decimal", number))?;
    let hash = |line| decode_hash(line).ok_or_else(|| wrong("a hash of 32 bytes in base64", line));
    let path = lines.map(hash).collect::<Result<Vec<_>, _>>()?;

    let checkpoint = Checkpoint::open(note.as_bytes(), keys)?;
    let root = tree::root_of_path(index, checkpoint.size(), tree::leaf_hash(&bytes), &path);
    match root {
        Some(root) if root == checkpoint.root() => {
            Ok(Proven { leaf: Leaf::read(index, &bytes)?, index, checkpoint })
        }
        Some(root) => Err(Fault::root(checkpoint.size(), checkpoint.root(), root)),
        None => Err(wrong(
            &format!("the path of leaf {index} of {}", checkpoint.size()),
            &format!("{} hashes", path.len()),
        )),
    }
}

/// Checks that the log under `new` begins with the log under `old`, by a consistency proof (RFC 9162 §2.1.4.2).
pub fn verify_consistency(old: &Checkpoint, new: &Checkpoint, proof: &[Hash]) -> Result<(), Fault> {
    let (before, after) = (old.size(), new.size());
    let rewritten = |found: Hash| Fault::Rewritten {
        size: before,
        expected: hex::encode(old.root()),
        found: hex::encode(found),
    };
    let length = || {
        let found = format!("{} hashes", proof.len());
        Fault::malformed("consistency proof", format!("the proof from {before} to {after}"), found)
    };
    if old.origin() != new.origin() {
        let (expected, found) = (old.origin().to_owned(), new.origin().to_owned());
        return Err(Fault::OtherLog { expected, found });
    }
    if before > after {
        return Err(Fault::RolledBack { expected: before, found: after });
    }
    if before == 0 || before == after {
        let same = before == 0 && old.root() == tree::Counter::default().root()
            || old.root() == new.root();
        return match (same, proof.is_empty()) {
            (true, true) => Ok(()),
            (true, false) => Err(length()),
            (false, _) => Err(rewritten(new.root())),
        };
    }
    match tree::roots_of_consistency((before, after), old.root(), proof) {
        None => Err(length()),
        Some((root, _)) if root != old.root() => Err(rewritten(root)),
        Some((_, root)) if root != new.root() => Err(Fault::root(after, new.root(), root)),
        Some(_) => Ok(()),
    }
}
