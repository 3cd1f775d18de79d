//! One frame: where it begins and ends, whether its check sum holds, how its length was counted.

use super::{Case, CrcKind, CrcRule, Finding, Findings, Profile, Sealing, seal};

/// A whole frame, borrowed from the bytes it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    raw: &'a [u8],
    shape: Shape,
}

/// What is known of the check sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Matches(CrcKind),
    /// The body is encrypted, so it can only be checked by opening it.
    Sealed,
    /// It is wrong and the profile says to accept that.
    Ignored,
}

/// Why bytes are no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault<'a> {
    /// The check sum is wrong, or four hex digits do not stand where the length puts them.
    BadCrc {
        /// From the first `#` to the last digit of the CRC.
        raw: &'a [u8],
        /// The printed sum, if it was hex.
        given: Option<u16>,
        /// The HJ 212 sum of the data segment.
        computed: u16,
    },
    /// The length is above the profile's limit.
    TooLong {
        /// The printed length.
        declared: usize,
    },
    /// The rest never came.
    Incomplete {
        /// The printed length.
        declared: usize,
        /// The bytes that did come, header included.
        held: usize,
    },
    /// That many bytes belong to no frame.
    Garbage(usize),
}

impl<'a> Frame<'a> {
    /// Reads bytes that are one frame and nothing else, for instance out of the archive.
    pub fn read(raw: &'a [u8], profile: &Profile) -> Result<Self, Fault<'a>> {
        match scan(raw, profile) {
            Scan::Fits(shape) if shape.len == raw.len() => Ok(Self { raw, shape }),
            Scan::Fits(_) | Scan::NotOne => Err(Fault::Garbage(raw.len())),
            Scan::NeedsMore { declared: None } => Err(Fault::Garbage(raw.len())),
            Scan::NeedsMore { declared: Some(declared) } => {
                Err(Fault::Incomplete { declared, held: raw.len() })
            }
            Scan::TooLong { declared } => Err(Fault::TooLong { declared }),
            Scan::BadCrc { len, given, computed } => {
                Err(Fault::BadCrc { raw: &raw[..len], given, computed })
            }
        }
    }

    pub(super) const fn new(raw: &'a [u8], shape: Shape) -> Self {
        Self { raw, shape }
    }

    /// From the first `#` to the last digit of the CRC: the bytes to keep as evidence.
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The data segment.
    pub fn segment(&self) -> &'a [u8] {
        &self.raw[self.shape.head..self.raw.len() - 4]
    }

    /// The MN as it stands before CP: never encrypted, so it tells whose key is needed.
    pub fn mn(&self) -> Option<&'a str> {
        let segment = self.segment();
        let header = segment.windows(3).position(|window| window == b"CP=");
        let fields = segment[..header.unwrap_or(segment.len())].split(|byte| *byte == b';');
        fields.filter_map(|field| str::from_utf8(field.strip_prefix(b"MN=")?).ok()).next()
    }

    /// What is known of the check sum.
    pub const fn verdict(&self) -> Verdict {
        self.shape.verdict
    }

    /// The printed check sum.
    pub const fn crc(&self) -> u16 {
        self.shape.given
    }

    /// Deviations of the framing.
    pub const fn findings(&self) -> Findings {
        self.shape.findings
    }
}

/// The measures of a frame at the beginning of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// `##` and the digits of the length: 5 or 6.
    pub head: usize,
    /// The whole frame.
    pub len: usize,
    pub verdict: Verdict,
    pub given: u16,
    pub findings: Findings,
}

/// What stands at the beginning of some bytes.
#[derive(Clone, Copy)]
pub(super) enum Scan {
    Fits(Shape),
    /// `declared` is known once the length field has been read.
    NeedsMore {
        declared: Option<usize>,
    },
    TooLong {
        declared: usize,
    },
    BadCrc {
        len: usize,
        given: Option<u16>,
        computed: u16,
    },
    /// Not even a header.
    NotOne,
}

/// Looks for a frame at the very beginning of `bytes`. Decides by bytes at fixed offsets only, so that the
/// answer does not depend on how the bytes were cut into packets.
pub(super) fn scan(bytes: &[u8], profile: &Profile) -> Scan {
    let (head, declared) = match header(bytes) {
        Header::Length { head, declared } => (head, declared),
        Header::NeedsMore => return Scan::NeedsMore { declared: None },
        Header::None => return Scan::NotOne,
    };
    if declared > profile.max_segment {
        return Scan::TooLong { declared };
    }
    let first = check(bytes, head, declared, profile);
    match first {
        Scan::BadCrc { given, .. } if given.is_none() || !ends_cp(bytes, head, declared) => {}
        _ => return first,
    }
    // No end where the byte count puts it: the length may count characters instead.
    for segment_len in character_counts(&bytes[head..], declared) {
        match check(bytes, head, segment_len, profile) {
            Scan::Fits(mut shape) => {
                shape.findings.add(Finding::LengthInCharacters);
                return Scan::Fits(shape);
            }
            Scan::NeedsMore { .. } => {
                return Scan::NeedsMore { declared: Some(declared) };
            }
            Scan::BadCrc { .. } | Scan::TooLong { .. } | Scan::NotOne => {}
        }
    }
    first
}

enum Header {
    Length { head: usize, declared: usize },
    NeedsMore,
    None,
}

/// `##` and four digits; three are met in the field.
fn header(bytes: &[u8]) -> Header {
    let fits = bytes.iter().take(5).enumerate().all(|(at, byte)| match at {
        0 | 1 => *byte == b'#',
        _ => byte.is_ascii_digit(),
    });
    if !fits {
        return Header::None;
    }
    if bytes.len() < 6 {
        return Header::NeedsMore;
    }
    let head = if bytes[5].is_ascii_digit() { 6 } else { 5 };
    let declared = bytes[2..head].iter().fold(0, |n, b| n * 10 + usize::from(b - b'0'));
    Header::Length { head, declared }
}

/// Whether a segment of this length is followed by its check sum.
fn check(bytes: &[u8], head: usize, segment_len: usize, profile: &Profile) -> Scan {
    let end = head + segment_len;
    let Some(printed) = bytes.get(end..end + 4) else {
        return Scan::NeedsMore { declared: Some(segment_len) };
    };
    let segment = &bytes[head..end];
    let len = end + 4;
    let given = hex(printed);
    let bad = || Scan::BadCrc { len, given, computed: super::crc16::hj212(segment) };
    let Some(given) = given else {
        return bad();
    };
    let verdict = match profile.matching(segment, given) {
        Some(kind) => Verdict::Matches(kind),
        None if profile.sealing != Sealing::Never && may_be_sealed(segment) => Verdict::Sealed,
        None if profile.crc == CrcRule::Ignore && segment.ends_with(b"&&") => Verdict::Ignored,
        None => return bad(),
    };
    let mut findings = Findings::NONE;
    findings.add_if(head == 5, Finding::LengthThreeDigits);
    findings.add_if(segment_len > Profile::STRICT_SEGMENT, Finding::SegmentTooLong);
    let odd_case = match profile.crc_case {
        Case::Upper => printed.iter().any(u8::is_ascii_lowercase),
        Case::Lower => printed.iter().any(u8::is_ascii_uppercase),
    };
    findings.add_if(odd_case, Finding::CrcCase);
    findings.add_if(verdict == Verdict::Matches(CrcKind::Modbus), Finding::CrcModbus);
    findings.add_if(verdict == Verdict::Matches(CrcKind::ModbusSwapped), Finding::CrcModbusSwapped);
    findings.add_if(verdict == Verdict::Ignored, Finding::CrcIgnored);
    Scan::Fits(Shape { head, len, verdict, given, findings })
}

fn ends_cp(bytes: &[u8], head: usize, segment_len: usize) -> bool {
    bytes[head..head + segment_len].ends_with(b"&&")
}

/// Four hex digits of either case.
pub(super) fn hex(printed: &[u8]) -> Option<u16> {
    printed.iter().try_fold(0, |n, byte| {
        let digit = char::from(*byte).to_digit(16)?;
        Some(n << 4 | digit as u16)
    })
}

/// A block of ciphertext is as good as never plain ASCII.
pub(super) fn may_be_sealed(segment: &[u8]) -> bool {
    let Some(body) = seal::body_range(segment) else {
        return false;
    };
    let body = &segment[body];
    body.len() >= 16 && (body.starts_with(b"{0x") || body.iter().any(|b| !matches!(b, b' '..=b'~')))
}

/// The byte lengths that `declared` characters may have, shortest first: counted as UTF-8, as GBK. Only
/// where they differ from the byte count. A length beyond what came is one byte beyond it.
fn character_counts(bytes: &[u8], declared: usize) -> impl Iterator<Item = usize> {
    let plain = bytes[..declared.min(bytes.len())].is_ascii();
    let utf8 = chars_end(bytes, declared, |rest| {
        1 + rest[1..].iter().take(3).take_while(|byte| **byte & 0xC0 == 0x80).count()
    });
    let gbk = chars_end(bytes, declared, |rest| if rest[0] >= 0x81 { 2 } else { 1 });
    let counts = [utf8.min(gbk), utf8.max(gbk)];
    let skip = if plain { 2 } else { usize::from(utf8 == gbk) };
    counts.into_iter().skip(skip).filter(move |len| *len != declared)
}

/// Where the `declared`-th character ends.
fn chars_end(bytes: &[u8], declared: usize, width: impl Fn(&[u8]) -> usize) -> usize {
    let mut end = 0;
    for _ in 0..declared {
        if end >= bytes.len() {
            return bytes.len() + 1;
        }
        end += width(&bytes[end..]);
    }
    end
}
