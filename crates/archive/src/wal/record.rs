//! How frames lie in a log file: a header, then records that each carry their length and check sum.
//!
//! ```text
//! file   = header record*
//! header = "HZWAL" 0x00  version:u16  first:u64  crc:u32       (20 bytes; crc over the 16 before it)
//! record = length:u32  crc:u32  version:u8  body               (length counts version and body; crc over
//!                                                               length, version and body)
//! ```
//! Numbers are little-endian; the check sum is CRC-32 (ISO-HDLC). The n-th record of a file, from 0, is the frame
//! with the number `first + n`: the numbers need no bytes, and callers can seal their records before they queue.

use crate::{Error, body};
use domain::reading::Frame;

/// Bytes of a file header.
pub const HEADER: usize = 20;
const MAGIC: [u8; 6] = *b"HZWAL\0";
const FILE_VERSION: u16 = 1;
const BODY_VERSION: u8 = 1;
const PREFIX: usize = 8;
/// Greatest record: a frame of [`body::MAX_RAW`] with as many readings as a count can say would be more, and is refused.
const MAX_RECORD: usize = 1024 * 1024;

/// The header of a file whose first frame has this number.
pub fn header(first: u64) -> [u8; HEADER] {
    let mut out = [0; HEADER];
    out[..6].copy_from_slice(&MAGIC);
    out[6..8].copy_from_slice(&FILE_VERSION.to_le_bytes());
    out[8..16].copy_from_slice(&first.to_le_bytes());
    let crc = crc32fast::hash(&out[..16]);
    out[16..].copy_from_slice(&crc.to_le_bytes());
    out
}

/// What the first bytes of a file say.
#[derive(Debug, PartialEq, Eq)]
pub enum Header {
    /// The number of the first frame.
    First(u64),
    /// A sound header of a later version.
    Newer(u16),
    /// No header: the file was never finished, or is damaged.
    Unreadable,
}

/// Reads a file's header.
pub fn read_header(file: &[u8]) -> Header {
    let Some(bytes) = file.first_chunk::<HEADER>() else {
        return Header::Unreadable;
    };
    let crc = crc32fast::hash(&bytes[..16]).to_le_bytes();
    if bytes[..6] != MAGIC || bytes[16..] != crc {
        return Header::Unreadable;
    }
    match u16::from_le_bytes([bytes[6], bytes[7]]) {
        FILE_VERSION => {
            let first = bytes[8..16].iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte));
            Header::First(first)
        }
        newer => Header::Newer(newer),
    }
}

/// One frame as a record. [`Error::Malformed`] if it breaks a rule of the format.
pub fn encode(frame: &Frame) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(128 + frame.raw.len() + 40 * frame.readings.len());
    out.extend([0; PREFIX]);
    out.push(BODY_VERSION);
    body::put_frame(&mut out, frame)?;
    let length = out.len() - PREFIX;
    if length > MAX_RECORD {
        return Err(Error::Malformed("larger than a record may be"));
    }
    out[..4].copy_from_slice(&(length as u32).to_le_bytes());
    let crc = check_sum(&out[..4], &out[PREFIX..]);
    out[4..PREFIX].copy_from_slice(&crc.to_le_bytes());
    Ok(out)
}

fn check_sum(length: &[u8], content: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(length);
    hasher.update(content);
    hasher.finalize()
}

/// What stands at the start of some bytes.
#[derive(Debug)]
pub enum Next<'a> {
    /// A whole, sound record; `size` bytes with its prefix.
    Record {
        /// Version of the body.
        version: u8,
        /// The body.
        body: &'a [u8],
        /// Bytes to the next record.
        size: usize,
    },
    /// Nothing more.
    End,
    /// No sound record: a write that did not finish, or damage.
    Torn,
}

/// Looks at the record at the start of these bytes, without decoding it.
pub fn next(bytes: &[u8]) -> Next<'_> {
    if bytes.is_empty() {
        return Next::End;
    }
    let Some((prefix, rest)) = bytes.split_first_chunk::<PREFIX>() else {
        return Next::Torn;
    };
    let [a, b, c, d, crc @ ..] = *prefix;
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    let content = rest.get(..length).filter(|_| length <= MAX_RECORD);
    match content {
        Some([version, body @ ..]) => {
            let content = &rest[..length];
            if check_sum(&prefix[..4], content) != u32::from_le_bytes(crc) {
                return Next::Torn;
            }
            Next::Record { version: *version, body, size: PREFIX + length }
        }
        _ => Next::Torn,
    }
}

/// The frame of a sound record's body; none if this version cannot read it.
pub fn decode(version: u8, body: &[u8]) -> Option<Frame> {
    (version == BODY_VERSION).then(|| body::take_frame(body)).flatten()
}
