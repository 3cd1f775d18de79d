//! A stream of bytes in, frames and faults out.
//!
//! Strictly by declared length: ciphertext and logs may hold CR, LF, `&&` and `##`, so nothing is ever
//! searched for inside a frame. After a fault the search goes on behind the first `#` of what failed, not
//! behind the whole claimed frame. What comes out does not depend on how the bytes were cut.

use super::{
    Fault, Frame, Profile,
    frame::{Scan, Shape, scan},
};
use std::ops::Range;

/// Cuts a device's stream into frames. Holds at most [`Framer::CAPACITY`] bytes.
///
/// Every false start costs the check sum of what it claims, so the caller counts the faults of a connection
/// and closes one that sends little else.
#[derive(Debug)]
pub struct Framer {
    profile: Profile,
    buffer: Vec<u8>,
    /// Where the unread bytes begin.
    at: usize,
    /// Bytes passed over since the last item.
    skipped: usize,
    /// A frame was just given out and its CR LF is still to come.
    tail_due: bool,
    /// Nothing more will come for what is held.
    expired: bool,
}

/// What a stream is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item<'a> {
    /// A whole frame.
    Frame(Frame<'a>),
    /// The frame before did not end in CR LF. Comes with the bytes after it, so that a frame never waits
    /// for its tail.
    Tail(Tail),
    /// Bytes that are no frame.
    Fault(Fault<'a>),
}

/// Another ending than CR LF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// None at all.
    Missing,
    /// LF alone.
    Lf,
    /// CR without LF.
    Cr,
    /// CR CR LF.
    CrCrLf,
}

impl Tail {
    /// The stable code, beside those of [`Finding`](super::Finding).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "tail_missing",
            Self::Lf => "tail_lf",
            Self::Cr => "tail_cr",
            Self::CrCrLf => "tail_cr_cr_lf",
        }
    }
}

impl Framer {
    /// The bytes it will hold: more than the longest frame, 9999 characters of up to four bytes.
    pub const CAPACITY: usize = 64 * 1024;
    /// Bytes between frames are reported in portions of this size at most.
    pub const GARBAGE_PORTION: usize = 4096;

    /// For a device of this profile; [`Profile::tolerant`] until its first frame says who it is.
    pub const fn new(profile: Profile) -> Self {
        Self { profile, buffer: Vec::new(), at: 0, skipped: 0, tail_due: false, expired: false }
    }

    /// The profile in force.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Reads on by another profile, once the device is known.
    pub fn set_profile(&mut self, profile: Profile) {
        self.profile = profile;
    }

    /// Takes in as many bytes as there is room for and gives back the rest. Once [`Framer::next_item`] has
    /// given `None` there is room for at least 16 KiB.
    #[must_use = "the rest has to be pushed after taking items"]
    pub fn push<'b>(&mut self, bytes: &'b [u8]) -> &'b [u8] {
        self.expired = false;
        self.buffer.drain(..self.at);
        self.at = 0;
        let (taken, rest) = bytes.split_at(bytes.len().min(Self::CAPACITY - self.buffer.len()));
        self.buffer.extend_from_slice(taken);
        rest
    }

    /// Declares that the rest of a begun frame will not come: the caller's idle timer ran out or the
    /// connection closed. The following items are what can be saved from the bytes held.
    pub fn expire(&mut self) {
        self.expired = true;
    }

    /// Bytes held that belong to no item yet. Zero: the idle timer may rest.
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.at
    }

    /// The next item, or `None` until more bytes come.
    pub fn next_item(&mut self) -> Option<Item<'_>> {
        let step = self.step()?;
        Some(match step {
            Step::Frame(range, shape) => Item::Frame(Frame::new(&self.buffer[range], shape)),
            Step::Tail(tail) => Item::Tail(tail),
            Step::BadCrc { range, given, computed } => {
                Item::Fault(Fault::BadCrc { raw: &self.buffer[range], given, computed })
            }
            Step::TooLong { declared } => Item::Fault(Fault::TooLong { declared }),
            Step::Incomplete { declared, held } => {
                Item::Fault(Fault::Incomplete { declared, held })
            }
            Step::Garbage(count) => Item::Fault(Fault::Garbage(count)),
        })
    }

    fn step(&mut self) -> Option<Step> {
        if self.tail_due
            && let Some(tail) = self.tail()?
        {
            return Some(Step::Tail(tail));
        }
        // Ends: every turn passes over at least one byte or returns.
        loop {
            if self.skipped >= Self::GARBAGE_PORTION {
                self.skipped -= Self::GARBAGE_PORTION;
                return Some(Step::Garbage(Self::GARBAGE_PORTION));
            }
            let start = self.at;
            let rest = &self.buffer[start..];
            if rest.is_empty() {
                return if self.expired { self.garbage() } else { None };
            }
            let found = scan(rest, &self.profile);
            match found {
                Scan::NotOne => {
                    let next = rest[1..].iter().position(|byte| *byte == b'#');
                    self.skip(next.map_or(rest.len(), |at| at + 1));
                    continue;
                }
                Scan::NeedsMore { .. } if !self.expired => return None,
                Scan::NeedsMore { declared: None } => {
                    self.skip(1);
                    continue;
                }
                Scan::NeedsMore { .. }
                | Scan::Fits(_)
                | Scan::TooLong { .. }
                | Scan::BadCrc { .. } => {}
            }
            if let Some(garbage) = self.garbage() {
                return Some(garbage);
            }
            return self.take(found, start);
        }
    }

    /// Gives out what was found at `start` and goes on behind it.
    fn take(&mut self, found: Scan, start: usize) -> Option<Step> {
        let held = self.pending();
        if let Scan::Fits(shape) = found {
            self.at += shape.len;
            self.tail_due = true;
            return Some(Step::Frame(start..start + shape.len, shape));
        }
        self.skip(1);
        match found {
            Scan::BadCrc { len, given, computed } => {
                Some(Step::BadCrc { range: start..start + len, given, computed })
            }
            Scan::TooLong { declared } => Some(Step::TooLong { declared }),
            Scan::NeedsMore { declared } => {
                declared.map(|d| Step::Incomplete { declared: d, held })
            }
            Scan::Fits(_) | Scan::NotOne => None,
        }
    }

    fn skip(&mut self, count: usize) {
        self.at += count;
        self.skipped += count;
    }

    fn garbage(&mut self) -> Option<Step> {
        let count = std::mem::take(&mut self.skipped);
        (count > 0).then_some(Step::Garbage(count))
    }

    /// Passes over the CR LF behind a frame. `None`: more bytes are needed to tell; `Some(None)`: as it
    /// should be.
    #[expect(clippy::option_option, reason = "the outer one is the caller's `?`")]
    fn tail(&mut self) -> Option<Option<Tail>> {
        let rest = &self.buffer[self.at..];
        let (count, tail) = match rest {
            [b'\r', b'\n', ..] => (2, None),
            [b'\n', ..] => (1, Some(Tail::Lf)),
            [b'\r', b'\r', b'\n', ..] => (3, Some(Tail::CrCrLf)),
            [] | [b'\r'] | [b'\r', b'\r'] if !self.expired => return None,
            [b'\r', ..] => (1, Some(Tail::Cr)),
            _ => (0, Some(Tail::Missing)),
        };
        self.at += count;
        self.tail_due = false;
        Some(tail)
    }
}

/// An [`Item`] before it borrows from the buffer.
enum Step {
    Frame(Range<usize>, Shape),
    Tail(Tail),
    BadCrc { range: Range<usize>, given: Option<u16>, computed: u16 },
    TooLong { declared: usize },
    Incomplete { declared: usize, held: usize },
    Garbage(usize),
}
