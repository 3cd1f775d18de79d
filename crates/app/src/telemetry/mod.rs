//! Telemetry (在线监测): frames taken in, judged, and shown. What arrives at the front leaves at the back as a lead.
//!
//! ```text
//! gateway ─ Draft ─▶ Intake ─ frame ─▶ archive (on disk) ─▶ ack
//!                      │ register, pulse                │
//!                      └──────── readings ──▶ Judge ──▶ leads::raise
//! ```
//! The database is not touched between a frame and its acknowledgement; judging follows behind a bounded queue.

mod agenda;
mod catch_up;
mod doubts;
mod draft;
mod factors;
mod frames;
mod hours;
mod intake;
mod judge;
mod logger;
mod loggers;
mod map;
mod pulse;
mod readings;
mod register;
mod sets;
mod stats;
mod unknown;
mod weigh;

pub use doubts::{DoubtsPage, doubts};
pub use draft::{Content, Draft, Message, Part, Said};
pub use factors::{FactorInfo, Factors, factors};
pub use frames::{AskedFrames, frames};
pub use intake::{Accepted, Intake, Judging, Settings, start};
pub use logger::{LoggerPage, logger};
pub use loggers::{LoggerRow, loggers};
pub use map::{MapCode, UnmapCode, map, unmap};
pub use pulse::{Beat, Heard, Pulse, Rate, Stranger};
pub use readings::{AskedReadings, ReadingsPage, readings};
pub use register::{Device, Register};
pub use stats::{ACK_BUCKETS_MS, Counters, Stats};
pub use unknown::unknown_loggers;

pub(crate) use doubts::between as doubts_between;

use crate::Actor;

/// The service that takes frames in and raises leads.
const TELEMETRY: Actor = Actor::Service("telemetry");
