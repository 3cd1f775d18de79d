//! Deviations from the standard that are tolerated and recorded.

use std::fmt;

macro_rules! findings {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// One tolerated deviation. The code of a finding never changes once released.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Finding { $($(#[$doc])* $name,)* }

        impl Finding {
            /// Every finding, in the order a frame is read.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable code, for storage and display.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

findings! {
    // framing
    /// The length field has three digits.
    LengthThreeDigits = "length_three_digits",
    /// The length counts characters where the segment holds multi-byte ones.
    LengthInCharacters = "length_in_characters",
    /// The data segment is longer than the 1024 bytes the standard allows.
    SegmentTooLong = "segment_over_1024",
    /// The hex digits of the CRC are not in the case this device is known for (upper by default).
    CrcCase = "crc_case",
    /// The CRC is CRC-16/MODBUS.
    CrcModbus = "crc_modbus",
    /// The CRC is CRC-16/MODBUS with its bytes swapped.
    CrcModbusSwapped = "crc_modbus_swapped",
    /// The CRC fits no known rule; the device's profile says to accept that.
    CrcIgnored = "crc_ignored",
    // text
    /// Text outside ASCII is GBK where the standard asks for UTF-8.
    TextGbk = "text_gbk",
    /// Some bytes are text in neither UTF-8 nor GBK; they were replaced.
    TextBroken = "text_broken",
    /// The ciphertext came as printed hex instead of raw bytes.
    SealedAsText = "sealed_as_text",
    /// The ciphertext opened with the previous key.
    SealedWithPreviousKey = "sealed_with_previous_key",
    /// A command that must be encrypted for this device came in clear.
    NotSealed = "not_sealed",
    // header
    /// Header fields are separated by a comma.
    HeaderComma = "header_comma",
    /// `CP=` follows a header field without a semicolon.
    HeaderRunsIntoCp = "header_runs_into_cp",
    /// A header field stands twice.
    HeaderDuplicate = "header_duplicate",
    /// A header field that no version defines.
    HeaderUnknown = "header_unknown",
    /// No QN where this version asks for one.
    QnMissing = "qn_missing",
    /// QN is not the 17 digits of a time.
    QnMalformed = "qn_malformed",
    /// No ST.
    StMissing = "st_missing",
    /// ST is not two digits.
    StMalformed = "st_malformed",
    /// No MN.
    MnMissing = "mn_missing",
    /// MN has not the length its version asks for.
    MnLength = "mn_length",
    /// MN holds characters other than letters and digits.
    MnCharacters = "mn_characters",
    /// No PW, outside a reply.
    PwMissing = "pw_missing",
    /// No Flag where this version asks for one.
    FlagMissing = "flag_missing",
    /// Flag is not a number from 0 to 255.
    FlagMalformed = "flag_malformed",
    /// The version bits of Flag are none of the three known.
    FlagVersion = "flag_version",
    /// Flag names another version than the device's profile.
    VersionDiffers = "version_differs",
    /// Flag announces parts but PNUM or PNO is missing.
    PartMissing = "part_missing",
    /// PNUM and PNO came unannounced by Flag.
    PartUnannounced = "part_unannounced",
    /// PNO is not from 1 to PNUM.
    PartImpossible = "part_impossible",
    /// RF came from a version that does not define it, or is not 0 or 1.
    RefillUnexpected = "refill_unexpected",
    // CP
    /// No CP.
    CpMissing = "cp_missing",
    /// CP lacks its opening or closing `&&`.
    CpUnclosed = "cp_unclosed",
    /// Spaces or control characters inside CP.
    CpSpaces = "cp_spaces",
    /// An empty item, for instance a semicolon before the closing `&&`.
    ItemEmpty = "item_empty",
    /// An item without `=`.
    ItemWithoutValue = "item_without_value",
    /// An item with nothing after `=`.
    ValueEmpty = "value_empty",
    /// A header field is repeated inside CP.
    HeaderInCp = "header_in_cp",
    /// A key stands twice.
    DuplicateKey = "duplicate_key",
    /// Fields of one item name different factors; they count for the first.
    MixedFactors = "mixed_factors",
    /// A comma joins parameters that are items of their own.
    CommaBetweenParameters = "comma_between_parameters",
    /// A field name after `-` that no version defines.
    FieldUnknown = "field_unknown",
    /// A factor code that the table does not hold.
    FactorUnknown = "factor_unknown",
    /// A 2005 factor code in a later version's frame.
    FactorOldCode = "factor_old_code",
    /// A number is not digits with one point, or has more than 18 digits.
    NumberMalformed = "number_malformed",
    /// A data mark that no version defines.
    MarkUnknown = "mark_unknown",
    /// Data without DataTime.
    DataTimeMissing = "data_time_missing",
    /// A time with 17 digits where 14 are due.
    TimeWithMillis = "time_with_millis",
    /// A time that is none.
    TimeMalformed = "time_malformed",
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A set of findings.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Findings(u64);

impl Findings {
    /// No finding.
    pub const NONE: Self = Self(0);

    /// Records one.
    pub fn add(&mut self, finding: Finding) {
        self.0 |= 1 << finding as u64;
    }

    /// Records one if `found`.
    pub fn add_if(&mut self, found: bool, finding: Finding) {
        self.0 |= u64::from(found) << finding as u64;
    }

    /// Both sets together.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `finding` is in the set.
    pub const fn has(self, finding: Finding) -> bool {
        self.0 >> finding as u64 & 1 == 1
    }

    /// Whether nothing was found.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The findings in reading order.
    pub fn iter(self) -> impl Iterator<Item = Finding> {
        Finding::ALL.iter().copied().filter(move |finding| self.has(*finding))
    }
}

impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Finding::code)).finish()
    }
}

/// The set has a bit for every finding, and storage keeps the codes: both hold at compile time.
const _: () = assert!(Finding::ALL.len() <= 64);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_the_set_keeps_each() {
        let codes: BTreeSet<_> = Finding::ALL.iter().map(|finding| finding.code()).collect();
        assert_eq!(codes.len(), Finding::ALL.len());
        for finding in Finding::ALL {
            let mut set = Findings::NONE;
            set.add(*finding);
            assert_eq!(set.iter().collect::<Vec<_>>(), [*finding]);
        }
    }
}
