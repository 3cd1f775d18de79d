//! What is known of a device: the dialect it speaks, its limits and its keys.

use super::{CrcKind, seal::KeyRing};

/// Which edition of the standard a frame follows; the version bits of Flag tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// HJ/T 212-2005.
    V2005,
    /// HJ 212-2017.
    V2017,
    /// HJ 212-2025, in force since 2026-01-01.
    V2025,
}

impl Version {
    /// The version bits of Flag (bits 7 to 2).
    pub const fn bits(self) -> u8 {
        match self {
            Self::V2005 => 0,
            Self::V2017 => 1,
            Self::V2025 => 2,
        }
    }

    /// The characters of an MN: 14 in 2005, 24 since.
    pub const fn mn_length(self) -> usize {
        match self {
            Self::V2005 => 14,
            Self::V2017 | Self::V2025 => 24,
        }
    }

    /// The bytes of a CP body that one frame may carry.
    pub const fn cp_limit(self) -> usize {
        match self {
            Self::V2005 => 960,
            Self::V2017 | Self::V2025 => 950,
        }
    }
}

/// Which check sums are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrcRule {
    /// This one only.
    Exactly(CrcKind),
    /// Any of the three; the verdict says which, so that the device's profile can be narrowed.
    Detect,
    /// Any four hex digits behind a segment that ends in `&&`: for a device known to compute it wrongly.
    Ignore,
}

/// The case of the CRC's hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// As the standard prints it.
    Upper,
    /// As some loggers do.
    Lower,
}

/// Whether CP may or must be encrypted (2025 §6.4: must on the internet, should on a private net).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    /// Ciphertext is a broken frame.
    Never,
    /// Both forms are accepted.
    Allowed,
    /// Clear data commands are accepted and recorded as a finding.
    Due,
}

/// What is known of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The edition it follows, when known; else each frame's Flag decides.
    pub version: Option<Version>,
    /// Its check sum.
    pub crc: CrcRule,
    /// The case of its check sum, also used when we write to it.
    pub crc_case: Case,
    /// The longest data segment accepted, in the unit of the length field.
    pub max_segment: usize,
    /// Whether it encrypts.
    pub sealing: Sealing,
    /// Its SM4 keys.
    pub keys: KeyRing,
}

impl Profile {
    /// The longest data segment the standard allows.
    pub const STRICT_SEGMENT: usize = 1024;
    /// The longest data segment four digits can announce.
    pub const LONGEST_SEGMENT: usize = 9999;

    /// A device that keeps to the standard.
    pub const fn strict(version: Version) -> Self {
        Self {
            version: Some(version),
            crc: CrcRule::Exactly(CrcKind::Hj212),
            crc_case: Case::Upper,
            max_segment: Self::STRICT_SEGMENT,
            sealing: match version {
                Version::V2005 | Version::V2017 => Sealing::Never,
                Version::V2025 => Sealing::Allowed,
            },
            keys: KeyRing::EMPTY,
        }
    }

    /// A device of which nothing is known yet: every deviation met in the field is read and recorded.
    pub const fn tolerant() -> Self {
        Self {
            version: None,
            crc: CrcRule::Detect,
            crc_case: Case::Upper,
            max_segment: Self::LONGEST_SEGMENT,
            sealing: Sealing::Allowed,
            keys: KeyRing::EMPTY,
        }
    }

    /// The sum to print when writing to the device.
    pub(super) const fn crc_to_write(&self) -> CrcKind {
        match self.crc {
            CrcRule::Exactly(kind) => kind,
            CrcRule::Detect | CrcRule::Ignore => CrcKind::Hj212,
        }
    }

    /// Which accepted sum `given` is, if any.
    pub(super) fn matching(&self, segment: &[u8], given: u16) -> Option<CrcKind> {
        match self.crc {
            CrcRule::Exactly(kind) => (kind.of(segment) == given).then_some(kind),
            CrcRule::Detect | CrcRule::Ignore => CrcKind::detect(segment, given),
        }
    }
}
