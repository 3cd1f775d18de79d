//! The record room (全过程记录): what one line of the tamper-evident log says, and the Merkle tree that holds the lines.
//!
//! A state change becomes a [`Leaf`]; its exact bytes are hashed into a [`Frontier`]; the completed [`Node`]s are kept
//! and served again as [`Tile`]s; a [`Checkpoint`] fixes the root, and a [`ProofPlan`] says which nodes prove a leaf
//! under it. The formats are those of C2SP tlog-tiles, tlog-checkpoint, signed-note and tlog-proof over RFC 6962
//! hashes, and are written down for outsiders in `docs/log-format.md`. Signing happens outside, behind a port.

mod checkpoint;
mod hash;
mod kind;
mod leaf;
mod proof;
mod tile;
mod tree;

pub use checkpoint::{Algorithm, Checkpoint, NoteKey, NoteSignature, Origin, SM2_DIST_ID};
pub use hash::{Commitment, Digests, Hash, leaf_hash, node_hash};
pub use kind::RecordKind;
pub use leaf::{Leaf, SubjectId};
pub use proof::{ProofPlan, tlog_proof};
pub use tile::{TILE_WIDTH, Tile, TileKind, entry_bundle, tiles_at, tiles_completed};
pub use tree::{Frontier, Node, NodeAt};

/// Bytes or text that are not in the published format; names the part that is wrong, never its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed {0}")]
pub struct Malformed(pub &'static str);
