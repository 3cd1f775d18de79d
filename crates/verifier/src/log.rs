//! The whole log: every entry, every tile, every root, recomputed from the published files in one pass.

use crate::{
    Checkpoint, Fault, Hash, Held, Leaf, TrustedKey,
    tree::{Counter, leaf_hash, subtree_root},
};
use std::collections::HashMap;

/// Reads a file by its path below the log's prefix, for instance `checkpoint` or `tile/0/000.p/17`; the error is words.
pub type Source<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>, String>;

/// Faults listed in a report; further ones are only counted.
pub const MAX_FAULTS: usize = 100;

const WIDTH: u64 = 256;

/// What a log says of itself: how many lines, and the root over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Lines.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// What a check of a log found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The signed head that was held against the log; none when it could not be opened.
    pub checkpoint: Option<Checkpoint>,
    /// Leaves read.
    pub leaves: u64,
    /// Parts of leaves (actor, content, file, public) whose stored bytes were found to be those committed to.
    pub opened: u64,
    /// Parts of leaves for which no bytes were shown, for instance because they were lawfully erased.
    pub unopened: u64,
    /// Leaves that were withheld: only their hash was shown, so that the tree could be checked and they could not.
    pub withheld: u64,
    /// The first [`MAX_FAULTS`] faults.
    pub faults: Vec<Fault>,
    /// How many more there were.
    pub more_faults: u64,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.checkpoint.is_some() && self.faults.is_empty()
    }

    fn compare_heads(&mut self, previous: &Checkpoint, now: &Checkpoint) {
        if previous.origin() != now.origin() {
            let (expected, found) = (previous.origin().to_owned(), now.origin().to_owned());
            self.fault(Fault::OtherLog { expected, found });
        }
        if previous.size() > now.size() {
            self.fault(Fault::RolledBack { expected: previous.size(), found: now.size() });
        }
    }

    fn fault(&mut self, fault: Fault) {
        match self.faults.len() < MAX_FAULTS {
            true => self.faults.push(fault),
            false => self.more_faults += 1,
        }
    }

    /// The value, or none and the fault noted.
    fn note<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.fault(fault)).ok()
    }
}

/// Recomputes the log that `source` serves, where entries may be withheld: signatures, entries, tiles, root, grammar and revisions; and that it begins
/// with what `previous` signed. Keep the checkpoint of each check and hand it to the next: only so can a rewritten or
/// forked history be told from an honest one.
pub fn verify_log(
    source: Source<'_>,
    keys: &[TrustedKey],
    previous: Option<&Checkpoint>,
) -> Report {
    verify_files(source, keys, previous, &|_, _| Vec::new())
}

/// As [`verify_log`], and holds against each leaf the stored bytes that `held` returns for it.
pub fn verify_files(
    source: Source<'_>,
    keys: &[TrustedKey],
    previous: Option<&Checkpoint>,
    held: &dyn Fn(u64, &Leaf) -> Vec<Held>,
) -> Report {
    let mut report = Report::default();
    let opened = read(source, "checkpoint").and_then(|note| Checkpoint::open(&note, keys));
    let Some(checkpoint) = report.note(opened) else {
        return report;
    };
    let head = Head { size: checkpoint.size(), root: checkpoint.root() };
    if let Some(previous) = previous {
        report.compare_heads(previous, &checkpoint);
    }
    report.checkpoint = Some(checkpoint);
    Walk::new(source, held, report, previous).to(head)
}

/// As [`verify_files`], for a whole record, with nothing withheld, whose head nobody has signed yet: everything is recomputed up to `head`, and it begins
/// with what `signed` signed. For a check that must not sign, because it must change nothing.
pub fn verify_record(
    source: Source<'_>,
    head: Head,
    signed: Result<Checkpoint, Fault>,
    held: &dyn Fn(u64, &Leaf) -> Vec<Held>,
) -> Report {
    let mut report = Report::default();
    report.checkpoint = report.note(signed);
    let signed = report.checkpoint.clone();
    if let Some(beyond) = signed.as_ref().map(Checkpoint::size).filter(|size| *size > head.size) {
        report.fault(Fault::RolledBack { expected: beyond, found: head.size });
    }
    Walk { whole: true, ..Walk::new(source, held, report, signed.as_ref()) }.to(head)
}

struct Walk<'a> {
    source: Source<'a>,
    held: &'a dyn Fn(u64, &Leaf) -> Vec<Held>,
    report: Report,
    tree: Counter,
    /// Roots of the full level-0 tiles so far: what tile level 1 must say.
    roots: Vec<Hash>,
    revisions: HashMap<String, u32>,
    /// Size and root of the earlier checkpoint.
    previous: Option<(u64, Hash)>,
    /// Whether every entry must be shown.
    whole: bool,
}

impl<'a> Walk<'a> {
    fn new(
        source: Source<'a>,
        held: &'a dyn Fn(u64, &Leaf) -> Vec<Held>,
        report: Report,
        previous: Option<&Checkpoint>,
    ) -> Self {
        let previous = previous.map(|p| (p.size(), p.root()));
        let (tree, roots, revisions) = Default::default();
        Self { source, held, report, tree, roots, revisions, previous, whole: false }
    }

    /// Walks all lines up to the head.
    fn to(mut self, head: Head) -> Report {
        self.compare_with_previous();
        if self.leaves(head.size) {
            self.upper_tiles();
            let root = self.tree.root();
            if root != head.root {
                self.report.fault(Fault::root(head.size, head.root, root));
            }
        }
        self.report
    }

    /// Called at every size; compares at the size of the earlier checkpoint.
    fn compare_with_previous(&mut self) {
        let Some((size, root)) = self.previous.filter(|(size, _)| *size == self.report.leaves)
        else {
            return;
        };
        let now = self.tree.root();
        if now != root {
            let (expected, found) = (hex::encode(root), hex::encode(now));
            self.report.fault(Fault::Rewritten { size, expected, found });
        }
    }

    /// Reads all leaves; false when some stretch could be read neither as entries nor as hashes.
    fn leaves(&mut self, size: u64) -> bool {
        for tile in 0..size.div_ceil(WIDTH) {
            let width = WIDTH.min(size - tile * WIDTH);
            let hashes = self.hashes(0, tile, width);
            let entries = self.entries(tile, width);
            let hashes = match (hashes, entries) {
                (hashes, Some(entries)) => self.stretch(tile * WIDTH, hashes.as_deref(), &entries),
                // Faulty already; with the published hashes the rest of the log can still be checked.
                (Some(hashes), None) => hashes,
                (None, None) => return false,
            };
            for hash in &hashes {
                self.tree.push(*hash);
                self.report.leaves += 1;
                self.compare_with_previous();
            }
            if width == WIDTH {
                self.roots.push(subtree_root(&hashes));
            }
        }
        true
    }

    /// Checks a run of entries against their published hashes and returns the recomputed ones.
    fn stretch(
        &mut self,
        start: u64,
        published: Option<&[Hash]>,
        entries: &[Vec<u8>],
    ) -> Vec<Hash> {
        let mut hashes = Vec::with_capacity(entries.len());
        for (index, entry) in (start..).zip(entries) {
            let hash = leaf_hash(entry);
            let said = published.map_or(hash, |p| p[hashes.len()]);
            if entry.is_empty() && !self.whole {
                self.report.withheld += 1;
                hashes.push(said);
                continue;
            }
            if said != hash {
                let (expected, found) = (hex::encode(said), hex::encode(hash));
                self.report.fault(Fault::LeafHash { index, expected, found });
            }
            if let Some(leaf) = self.report.note(Leaf::read(index, entry)) {
                self.revision(index, &leaf);
                self.files(index, &leaf);
            }
            hashes.push(hash);
        }
        hashes
    }

    fn revision(&mut self, index: u64, leaf: &Leaf) {
        let last = self.revisions.insert(leaf.subject.clone(), leaf.revision).unwrap_or(0);
        let expected = last.saturating_add(1);
        // Lines of the same subject may be among those withheld: then revisions can only be seen to rise.
        let in_order = match self.report.withheld {
            0 => leaf.revision == expected,
            _ => leaf.revision >= expected,
        };
        if !in_order {
            let (subject, found) = (leaf.subject.clone(), leaf.revision);
            self.report.fault(Fault::Revision { index, subject, expected, found });
        }
    }

    fn files(&mut self, index: u64, leaf: &Leaf) {
        let held = (self.held)(index, leaf);
        self.report.unopened += leaf.parts().saturating_sub(held.len() as u64);
        for one in &held {
            if self.report.note(leaf.check(index, one)).is_some() {
                self.report.opened += 1;
            }
        }
    }

    /// Every hash of tile level 1 and above is the root of a full tile below.
    fn upper_tiles(&mut self) {
        let mut expected = std::mem::take(&mut self.roots);
        for level in 1.. {
            if expected.is_empty() {
                return;
            }
            for (tile, run) in (0..).zip(expected.chunks(WIDTH as usize)) {
                let published =
                    self.hashes(level, tile, run.len() as u64).unwrap_or_else(|| run.to_vec());
                for (index, (said, hash)) in (tile * WIDTH..).zip(published.iter().zip(run)) {
                    if said != hash {
                        let (expected, found) = (hex::encode(hash), hex::encode(said));
                        self.report.fault(Fault::TileHash { level, index, expected, found });
                    }
                }
            }
            expected = expected.chunks_exact(WIDTH as usize).map(subtree_root).collect();
        }
    }

    fn hashes(&mut self, level: u8, index: u64, width: u64) -> Option<Vec<Hash>> {
        let name = level.to_string();
        let (path, bytes, whole) = self.tile(&name, index, width)?;
        let (hashes, rest) = bytes.as_chunks::<32>();
        let expected = if whole { width } else { WIDTH };
        if rest.is_empty() && hashes.len() as u64 == expected {
            return Some(hashes[..width as usize].to_vec());
        }
        let found = format!("{} bytes", bytes.len());
        self.report.fault(Fault::malformed(path, format!("{expected} hashes of 32 bytes"), found));
        None
    }

    fn entries(&mut self, index: u64, width: u64) -> Option<Vec<Vec<u8>>> {
        let (path, bytes, whole) = self.tile("entries", index, width)?;
        let mut rest = bytes.as_slice();
        let mut entries = Vec::new();
        while (entries.len() as u64) < width
            && let Some((length, tail)) = rest.split_first_chunk::<2>()
            && let Some((entry, tail)) = tail.split_at_checked(u16::from_be_bytes(*length).into())
        {
            entries.push(entry.to_vec());
            rest = tail;
        }
        if entries.len() as u64 == width && (rest.is_empty() || !whole) {
            return Some(entries);
        }
        let found = format!("{} entries and {} bytes more", entries.len(), rest.len());
        self.report.fault(Fault::malformed(path, format!("{width} entries"), found));
        None
    }

    /// A tile's path and bytes, and whether they are those of the tile asked for: a log may have dropped a partial tile
    /// once the full one stands in its place.
    fn tile(&mut self, name: &str, index: u64, width: u64) -> Option<(String, Vec<u8>, bool)> {
        let full = tile_path(name, index);
        if width == WIDTH {
            let bytes = self.report.note(read(self.source, &full))?;
            return Some((full, bytes, true));
        }
        let partial = format!("{full}.p/{width}");
        match read(self.source, &partial) {
            Ok(bytes) => Some((partial, bytes, true)),
            Err(fault) => match read(self.source, &full) {
                Ok(bytes) => Some((full, bytes, false)),
                Err(_) => self.report.note(Err(fault)),
            },
        }
    }
}

fn read(source: Source<'_>, path: &str) -> Result<Vec<u8>, Fault> {
    source(path).map_err(|reason| Fault::Unreadable { path: path.to_owned(), reason })
}

/// The index in groups of three digits, all but the last marked with an x.
fn tile_path(name: &str, index: u64) -> String {
    let mut path = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    format!("tile/{name}/{path}")
}
