//! What the platform needs from outside and cannot run inside a test: five traits, wired by the binary.

use async_trait::async_trait;
use domain::Timestamp;
use domain::document::{Document, Paper};
use domain::reading::{Factor, Frame, FrameFault, Mn, Reading, ReadingKind};
use domain::record::{NoteKey, NoteSignature};

/// Tells the time. Tests advance it by hand.
pub trait Clock: Send + Sync {
    /// Now, in whole milliseconds.
    fn now(&self) -> Timestamp;
}

/// Signs checkpoints of the record.
pub trait Signer: Send + Sync {
    /// The public keys, in the order of the signatures; the first is Ed25519.
    fn keys(&self) -> Vec<NoteKey>;
    /// Signs the body of a checkpoint with every key.
    fn sign(&self, body: &str) -> anyhow::Result<Vec<NoteSignature>>;
}

/// Turns the fields of a document into its PDF, always the same bytes for the same fields.
pub trait Typesetter: Send + Sync {
    /// Renders; blocking, some tenths of a second. A character that no font has is a refusal.
    fn render(&self, document: &Document) -> anyhow::Result<Vec<u8>>;
    /// Renders a plain paper.
    fn paper(&self, paper: &Paper) -> anyhow::Result<Vec<u8>>;
}

/// Keeps files by the SHA-256 of their bytes; and, by other names, those that are still arriving.
#[async_trait]
pub trait Blobs: Send + Sync {
    /// Returns the lower-case hex digest once the bytes are on disk.
    async fn put(&self, bytes: Vec<u8>) -> anyhow::Result<String>;
    /// The bytes, or none; they are checked against the digest on the way out.
    async fn get(&self, sha256: &str) -> anyhow::Result<Option<Vec<u8>>>;
    /// Writes a piece of an arriving file behind the first `offset` bytes of it; whatever was behind them is gone. Returns
    /// once it is on disk.
    async fn write_piece(&self, name: &str, offset: u64, piece: Vec<u8>) -> anyhow::Result<()>;
    /// What has arrived.
    async fn pieces(&self, name: &str) -> anyhow::Result<Option<Vec<u8>>>;
    /// Forgets what has arrived; there need not be any.
    async fn drop_pieces(&self, name: &str) -> anyhow::Result<()>;
}

/// Which readings are asked for.
#[derive(Debug, Clone)]
pub struct ReadingQuery {
    /// Of which logger.
    pub mn: Mn,
    /// Of what; none for every factor.
    pub factor: Option<Factor>,
    /// Over what time each.
    pub kind: ReadingKind,
    /// From this instant,
    pub from: Timestamp,
    /// up to before this one.
    pub to: Timestamp,
    /// At most this many, the oldest first.
    pub limit: usize,
}

/// What became of the frames that are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameStanding {
    /// Whatever became of them.
    #[default]
    Any,
    /// Accepted.
    Accepted,
    /// Quarantined.
    Quarantined,
    /// Rejected.
    Rejected,
    /// Quarantined or rejected for this reason.
    #[serde(skip)]
    Fault(FrameFault),
}

/// Which frames are asked for.
#[derive(Debug, Clone)]
pub struct FrameQuery {
    /// Of which logger; none for every one, registered or not.
    pub mn: Option<Mn>,
    /// Received from this instant,
    pub from: Timestamp,
    /// up to before this one.
    pub to: Timestamp,
    /// What became of them.
    pub standing: FrameStanding,
    /// At most this many, the newest first.
    pub limit: usize,
    /// Older than this one.
    pub before: Option<String>,
}

/// A frame in the archive.
#[derive(Debug, Clone)]
pub struct StoredFrame {
    /// Where it stands for ever.
    pub reference: String,
    /// The frame.
    pub frame: Frame,
}

/// Whether a reading's key was stored before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// No.
    New,
    /// Yes, with the same values.
    Duplicate,
    /// Yes, with other values.
    Contradiction,
}

/// Keeps telemetry.
#[async_trait]
pub trait Archive: Send + Sync {
    /// Returns the frame's reference once it is on disk.
    async fn append(&self, frame: Frame) -> anyhow::Result<String>;
    /// Returns the references of all frames, in their order, once every one is on disk; on an error some may be.
    async fn append_many(&self, frames: Vec<Frame>) -> anyhow::Result<Vec<String>>;
    /// Whether these readings were stored before, as far back as the window of memory goes.
    fn seen(&self, readings: &[Reading]) -> Seen;
    /// Readings that count, without doubles, ascending in time.
    async fn readings(&self, query: ReadingQuery) -> anyhow::Result<Vec<Reading>>;
    /// Frames with their verdicts.
    async fn frames(&self, query: FrameQuery) -> anyhow::Result<Vec<StoredFrame>>;
    /// The latest reading of each factor and kind of a logger.
    async fn latest(&self, mn: &Mn) -> anyhow::Result<Vec<Reading>>;
}
