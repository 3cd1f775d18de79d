//! What can be wrong with a log, each with the place, what was expected and what was found.

use crate::Hash;

/// One thing found wrong. Hashes are in hex. Texts are cut to a length that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A file of the log could not be read.
    #[error("{path}: cannot be read: {reason}")]
    Unreadable {
        /// Path below the log's prefix.
        path: String,
        /// What the reader said.
        reason: String,
    },
    /// A file or key is not in the published format.
    #[error("{place}: expected {expected}, found {found}")]
    Malformed {
        /// Which file, key or line.
        place: String,
        /// What the format asks for.
        expected: String,
        /// What is there.
        found: String,
    },
    /// A trusted key has not signed, or nothing is trusted.
    #[error("checkpoint: expected a signature of {expected}, found {found}")]
    Unsigned {
        /// The key, `name+id`.
        expected: String,
        /// Whose signatures are there.
        found: String,
    },
    /// A signature of a trusted key does not hold for the text.
    #[error("checkpoint: the signature of {key} does not hold for this text")]
    BadSignature {
        /// The key, `name+id`.
        key: String,
    },
    /// The checkpoint is of another log.
    #[error("checkpoint: expected the log {expected}, found {found}")]
    OtherLog {
        /// Name of the trusted key.
        expected: String,
        /// Origin line.
        found: String,
    },
    /// An entry does not hash to the published leaf hash.
    #[error("leaf {index}: the tile says {expected}, the entry hashes to {found}")]
    LeafHash {
        /// Leaf index.
        index: u64,
        /// In the tile.
        expected: String,
        /// Recomputed.
        found: String,
    },
    /// An entry is not a leaf of the published grammar.
    #[error("leaf {index}: expected {expected}, found {found}")]
    LeafForm {
        /// Leaf index.
        index: u64,
        /// The rule broken.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A subject's revisions have a gap, a repetition or a wrong order.
    #[error("leaf {index}: expected revision {expected} of {subject}, found {found}")]
    Revision {
        /// Leaf index.
        index: u64,
        /// `noun/id`.
        subject: String,
        /// One more than the revision before.
        expected: u32,
        /// The revision written.
        found: u32,
    },
    /// A hash of an upper tile is not the root of the tile below.
    #[error("tile level {level}, hash {index}: expected {expected}, found {found}")]
    TileHash {
        /// Tile level, 1 or more.
        level: u8,
        /// Position within the level.
        index: u64,
        /// Recomputed.
        expected: String,
        /// In the tile.
        found: String,
    },
    /// The leaves do not hash to the signed root.
    #[error("root over {size} leaves: signed is {expected}, recomputed is {found}")]
    Root {
        /// Signed size.
        size: u64,
        /// Signed root.
        expected: String,
        /// Recomputed from leaves or proof.
        found: String,
    },
    /// The log has become shorter than it was.
    #[error("the log had {expected} leaves before and has {found} now")]
    RolledBack {
        /// Size of the earlier checkpoint.
        expected: u64,
        /// Size of this one.
        found: u64,
    },
    /// The log no longer begins with what an earlier checkpoint signed: history rewritten, or two views shown.
    #[error("root over the first {size} leaves: was {expected}, is now {found}")]
    Rewritten {
        /// Size of the earlier checkpoint.
        size: u64,
        /// Its root.
        expected: String,
        /// Root over as many leaves now.
        found: String,
    },
    /// Stored bytes are not those the leaf commits to.
    #[error("leaf {index}, {part}: expected {expected}, found {found}")]
    Digest {
        /// Leaf index.
        index: u64,
        /// `actor`, `content`, `file` or `public`.
        part: &'static str,
        /// In the leaf.
        expected: String,
        /// Recomputed from the bytes.
        found: String,
    },
}

impl Fault {
    pub(crate) fn malformed(
        place: impl Into<String>,
        expected: impl Into<String>,
        found: impl AsRef<str>,
    ) -> Self {
        Self::Malformed {
            place: place.into(),
            expected: expected.into(),
            found: cut(found.as_ref()),
        }
    }

    pub(crate) fn root(size: u64, expected: Hash, found: Hash) -> Self {
        Self::Root { size, expected: hex::encode(expected), found: hex::encode(found) }
    }
}

/// The first 80 characters, with control characters made visible.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(80).flat_map(char::escape_debug).collect()
}
