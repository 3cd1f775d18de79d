//! What a gateway read off a socket, before anybody judged whether it is to be believed.

use domain::Timestamp;
use domain::reading::{FrameFault, Mn, Reading};
use std::fmt;
use std::sync::Arc;

/// A frame as it came, with what could be read of it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// When its last byte arrived.
    pub received_at: Timestamp,
    /// Address of the peer.
    pub peer: Arc<str>,
    /// The bytes, untouched.
    pub raw: Vec<u8>,
    /// What they say.
    pub said: Said,
}

/// What the bytes say.
#[derive(Debug, Clone)]
pub enum Said {
    /// Nothing that can be relied on.
    Nothing {
        /// Why.
        fault: FrameFault,
        /// Who seems to have sent them, where that can still be read.
        mn: Option<Mn>,
    },
    /// A message.
    Message(Message),
}

/// A message of a device.
#[derive(Clone)]
pub struct Message {
    /// Who it says it is.
    pub mn: Option<Mn>,
    /// The access password it sent. A weak secret: compared, never shown.
    pub password: Option<String>,
    /// HJ 212 command number.
    pub command: u16,
    /// When the device says it sent it (QN).
    pub sent_at: Option<Timestamp>,
    /// Deviations from the standard that were tolerated, by code.
    pub findings: Vec<String>,
    /// Codes of factors that the standard's table does not know, as printed.
    pub unknown: Vec<String>,
    /// Which part of a split message it is.
    pub part: Option<Part>,
    /// What it brings.
    pub content: Content,
}

/// One part of a message that did not fit one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// HJ 212 command number.
    pub command: u16,
    /// The time the data belong to, repeated in each part.
    pub at: Option<Timestamp>,
    /// Its number, from 1.
    pub no: u16,
    /// How many there are.
    pub of: u16,
}

/// What a message brings.
#[derive(Debug, Clone)]
pub enum Content {
    /// Readings, all of one kind and instant, at most one for each factor.
    Readings(Vec<Reading>),
    /// Readings whose time is missing or none.
    Untimed,
    /// That it is there, and no more: not kept.
    SignOfLife,
    /// States, logs, settings, answers: kept as they came.
    Other,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("mn", &self.mn)
            .field("command", &self.command)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}
