//! Money in fen, exact, and its capitals as documents must print them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of renminbi in fen (分); one yuan is 100 fen.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(pub i64);

impl Fen {
    /// An amount of whole yuan; saturates at the bounds of `i64`.
    pub const fn from_yuan(yuan: i64) -> Self {
        Self(yuan.saturating_mul(100))
    }

    /// The capitals (大写金额) used in legal documents, for instance `贰万玖仟元整` (票据管理实施办法, form of amounts).
    pub fn capitals(self) -> String {
        let (yuan, jiao, fen) = (self.0.unsigned_abs() / 100, self.0 / 10 % 10, self.0 % 10);
        let (jiao, fen) = (jiao.unsigned_abs(), fen.unsigned_abs());
        let mut out = String::new();
        if self.0 < 0 {
            out.push('负');
        }
        if yuan > 0 || (jiao == 0 && fen == 0) {
            push_integer(&mut out, yuan);
            out.push('元');
        }
        match (jiao, fen) {
            (0, 0) => out.push('整'),
            (jiao, 0) => out.extend([digit(jiao), '角', '整']),
            (0, fen) if yuan > 0 => out.extend(['零', digit(fen), '分']),
            (0, fen) => out.extend([digit(fen), '分']),
            (jiao, fen) => out.extend([digit(jiao), '角', digit(fen), '分']),
        }
        out
    }
}

/// Shows as yuan with thousands separators, for instance `29,000` or `29,000.50`: the same in every text.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let yuan = grouped(&(self.0.unsigned_abs() / 100).to_string());
        match self.0.unsigned_abs() % 100 {
            0 => write!(f, "{sign}{yuan}"),
            rest => write!(f, "{sign}{yuan}.{rest:02}"),
        }
    }
}

/// Digits with a comma before each third from the right.
pub(crate) fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn digit(value: u64) -> char {
    ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'][(value % 10) as usize]
}

fn push_integer(out: &mut String, yuan: u64) {
    if yuan == 0 {
        out.push('零');
        return;
    }
    let groups = [(10_u64.pow(12), "兆"), (10_u64.pow(8), "亿"), (10_u64.pow(4), "万"), (1, "")];
    let mut started = false;
    let mut zero_pending = false;
    for (unit, name) in groups {
        let group = yuan / unit % 10_000;
        if group == 0 {
            zero_pending = started;
            continue;
        }
        if started && (zero_pending || group < 1_000) {
            out.push('零');
        }
        push_group(out, group);
        out.push_str(name);
        started = true;
        zero_pending = false;
    }
}

fn push_group(out: &mut String, group: u64) {
    let mut started = false;
    let mut zero_pending = false;
    for (unit, name) in [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let value = group / unit % 10;
        if value == 0 {
            zero_pending = started;
            continue;
        }
        if zero_pending {
            out.push('零');
        }
        out.push(digit(value));
        out.push_str(name);
        started = true;
        zero_pending = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::inconsistent_digit_grouping, reason = "the last two digits are 角 and 分")]
    fn capitals_follow_the_form_of_bank_notes() {
        for (fen, capitals) in [
            (0, "零元整"),
            (2_900_000, "贰万玖仟元整"),
            (10_050, "壹佰元伍角整"),
            (10_005, "壹佰元零伍分"),
            (100_000_000, "壹佰万元整"),
            (1_000_001_00, "壹佰万零壹元整"),
            (10_010_000_00, "壹仟零壹万元整"),
            (100_010_000_00, "壹亿零壹万元整"),
            (12_345_678_90, "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"),
            (7, "柒分"),
        ] {
            assert_eq!(Fen(fen).capitals(), capitals, "{fen}");
        }
    }

    #[test]
    fn shows_yuan_with_separators() {
        assert_eq!(Fen::from_yuan(29_000).to_string(), "29,000");
        assert_eq!(Fen(2_900_050).to_string(), "29,000.50");
        assert_eq!(Fen(-105).to_string(), "-1.05");
    }
}
