//! From fields to the bytes of a frame.

use super::{
    Case, Cn, Flag, Part, Profile, Pw, Version,
    seal::{self, KeyRing},
};
use std::fmt::Write;

/// A message to be written. What is `None` is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    /// Request number.
    pub qn: Option<&'a str>,
    /// System type.
    pub st: &'a str,
    /// Command.
    pub cn: Cn,
    /// Password.
    pub pw: Option<Pw<'a>>,
    /// Identity of the logger.
    pub mn: Option<&'a str>,
    /// Version and switches.
    pub flag: Option<Flag>,
    /// Which part of how many; `flag` has to announce it.
    pub part: Option<Part>,
    /// Back-fill (2025).
    pub refill: bool,
    /// What stands between the `&&`.
    pub cp: &'a str,
}

/// The data segment is longer than the device takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a data segment of {length} bytes is above the limit of {limit}")]
pub struct TooLong {
    /// Bytes of the segment.
    pub length: usize,
    /// Bytes the profile allows.
    pub limit: usize,
}

impl Message<'_> {
    /// The bytes on the wire, CR LF included. Encrypted where the edition asks for it and the profile has a
    /// key; the check sum is always that of the clear text.
    pub fn to_frame(&self, profile: &Profile) -> Result<Vec<u8>, TooLong> {
        let mut segment = self.segment().into_bytes();
        let limit = profile.max_segment.min(Profile::LONGEST_SEGMENT);
        if segment.len() > limit {
            return Err(TooLong { length: segment.len(), limit });
        }
        let crc = profile.crc_to_write().of(&segment);
        let version = self.flag.and_then(Flag::version);
        if version == Some(Version::V2025)
            && self.cn.must_be_sealed()
            && let KeyRing { current: Some(key), .. } = &profile.keys
            && let Some(body) = seal::body_range(&segment)
        {
            key.seal(&mut segment[body]);
        }
        let mut frame = Vec::with_capacity(segment.len() + 12);
        frame.extend_from_slice(format!("##{:04}", segment.len()).as_bytes());
        frame.extend_from_slice(&segment);
        let digits = match profile.crc_case {
            Case::Upper => format!("{crc:04X}\r\n"),
            Case::Lower => format!("{crc:04x}\r\n"),
        };
        frame.extend_from_slice(digits.as_bytes());
        Ok(frame)
    }

    fn segment(&self) -> String {
        let mut text = String::with_capacity(128 + self.cp.len());
        let mut field = |name: &str, value: &str| {
            text.push_str(name);
            text.push('=');
            text.push_str(value);
            text.push(';');
        };
        if let Some(qn) = self.qn {
            field("QN", qn);
        }
        field("ST", self.st);
        field("CN", &self.cn.0.to_string());
        if let Some(pw) = self.pw {
            field("PW", pw.0);
        }
        if let Some(mn) = self.mn {
            field("MN", mn);
        }
        if let Some(flag) = self.flag {
            field("Flag", &flag.0.to_string());
        }
        if let Some(part) = self.part {
            field("PNUM", &part.of.to_string());
            field("PNO", &part.no.to_string());
        }
        if self.refill {
            field("RF", "1");
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "CP=&&{}&&", self.cp);
        text
    }
}
