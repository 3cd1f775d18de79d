//! The telemetry archive: every frame a device sent and every reading in it. The only Arrow in the house.
//!
//! A frame goes to the log (`wal/`) and is acknowledged when it is on disk; later it moves to Parquet, from where
//! DataFusion answers questions. Answers join both, so that a frame can be found from the moment it is acknowledged.
//!
//! # On disk
//! ```text
//! lock                                      one process at a time
//! wal/00000000000000000042.wal              frames from number 42 on; format in [`wal::record`] and [`body`]
//! wal/damaged/…                             bytes that were cut off a log file, kept
//! manifest.json                             the Parquet files that count, and the first frame not yet in one
//! latest.bin                                the latest reading of each device, factor and kind (repeats Parquet)
//! frames/day=2026-11-23/0000000007.parquet
//! readings/kind=realtime/day=2026-11-23/…   and kind=minute
//! readings/kind=hour/month=2026-11/…        and kind=day
//! ```
//! Days and months are civil (Asia/Shanghai): of the readings' instant, and for frames of the arrival of the first
//! frame in the file. A Parquet file that `manifest.json` does not name is not part of the archive.
//!
//! # Columns, for any engine that reads Parquet
//! `readings`, sorted by (mn, factor, at, frame); metadata `huanzhi = readings/1`:
//!
//! | column | type | content |
//! |---|---|---|
//! | mn, factor | string | device and factor code |
//! | at | timestamp ms UTC | the instant, or the start of the period |
//! | frame | int64, null if imported | number of the frame it came in |
//! | state | uint8 | 0 valid, 1 invalid, 2 below detection, 3 missing |
//! | flag | uint8 | ASCII letter of HJ 212-2017 table 9, `?` unknown |
//! | value | double | the value as nearest binary number, null in states 2 and 3 |
//! | value_digits, value_scale | int64, uint8 | the value exactly as printed: digits × 10^-scale |
//! | converted_…, min_…, max_…, total_… | int64, uint8 | likewise, null where absent |
//!
//! Repetitions stay in: of rows with one (mn, factor, at) the one with the least `frame` counts, imported ones last.
//!
//! `frames`, sorted by frame; metadata `huanzhi = frames/1`:
//!
//! | column | type | content |
//! |---|---|---|
//! | frame | int64 | its number |
//! | received_at | timestamp ms UTC | when its last byte arrived |
//! | peer, mn | string | who sent it; mn null if unreadable |
//! | command | uint16 | HJ 212 CN, null if unreadable |
//! | verdict | uint8 | 0 accepted, 1 quarantined, 2 rejected |
//! | fault | uint8 | why, null if accepted; numbers in `codes.rs` |
//! | findings | list of string | tolerated deviations |
//! | raw | binary | the bytes, untouched |
//! | readings | binary | its readings as in [`body`], so that a frame can be shown without the other table |

mod archive;
pub mod body;
mod catalog;
mod codes;
mod compact;
mod disk;
mod engine;
mod error;
mod import;
mod persist;
mod query;
mod recent;
mod shared;
mod tables;
pub mod wal;

pub use archive::{Archive, Config, Recovery, Stats, Step};
pub use compact::Compacted;
pub use error::Error;
pub use import::Imported;
pub use persist::Persisted;
pub use query::{FrameQuery, MAX_FRAMES, MAX_READINGS, ReadingQuery, Standing};
pub use recent::{Seen, WINDOW};

use domain::reading::Frame;
use std::{fmt, str::FromStr};

/// The number of a stored frame: given once, ascending in the order of storing, and the same in log and Parquet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameRef(pub u64);

impl fmt::Display for FrameRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for FrameRef {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A frame and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredFrame {
    /// Its number.
    pub reference: FrameRef,
    /// The frame.
    pub frame: Frame,
}
