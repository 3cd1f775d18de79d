//! An item of evidence (证据): what, where, when, by whom, and its digests.

use crate::{EvidenceId, OfficerId, Timestamp};
use serde::{Deserialize, Serialize};

/// What sort of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A photo.
    Photo,
    /// A moving picture.
    Video,
    /// A sound recording.
    Audio,
    /// A paper or file of the party.
    Document,
}

impl EvidenceKind {
    /// What it is called in a list of evidence.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Photo => "现场照片",
            Self::Video => "现场录像",
            Self::Audio => "录音",
            Self::Document => "书证材料",
        }
    }
}

/// How a position was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PositionSource {
    /// Satellite navigation.
    Gnss,
    /// Radio cells or wireless networks.
    Network,
    /// Set by hand on the map.
    Manual,
}

/// A position in WGS 84 (degrees), as accurate as it says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Longitude, degrees east.
    pub lon: f64,
    /// Latitude, degrees north.
    pub lat: f64,
    /// Radius of the circle it lies in, metres.
    pub accuracy_m: f64,
    /// How it was found.
    pub source: PositionSource,
}

/// An item of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Identity, given by the device that took it.
    pub id: EvidenceId,
    /// What sort.
    pub kind: EvidenceKind,
    /// What it proves, in words.
    pub caption: String,
    /// When it was taken, by the device's clock corrected by the offset the device knew.
    pub taken_at: Timestamp,
    /// What the device's own clock said.
    pub device_clock_at: Timestamp,
    /// When the platform had it on disk.
    pub received_at: Timestamp,
    /// Where it was taken.
    pub position: Option<Position>,
    /// Media type found in the bytes, not the one claimed.
    pub media_type: String,
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// SM3 (GB/T 32905) of the bytes, lower-case hex.
    pub sm3: String,
    /// Who took it.
    pub taken_by: OfficerId,
    /// Why it was withdrawn, where it was; the bytes stay.
    pub withdrawn: Option<String>,
}
