//! The factor codes of HJ 212-2017 appendix B with their 2005 equivalents, read from `data/`.

use std::sync::LazyLock;

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactorInfo {
    /// The code; a trailing `x` or `xx` stands for a device number.
    pub code: &'static str,
    /// Its Chinese name.
    pub name: &'static str,
    /// The HJ/T 212-2005 code, empty where there was none.
    pub code_2005: &'static str,
    /// The unit of a concentration or state, as printed.
    pub unit: &'static str,
    /// The unit of a total, empty where there is none.
    pub unit_total: &'static str,
    /// Digits before and after the point, as `N5.2`; unreviewed.
    pub digits: &'static str,
}

const CSV: &str = include_str!("../../data/hj212-2017-codes.csv");

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(rows().collect()));

/// All rows, in the order of the appendix.
pub fn all() -> &'static [FactorInfo] {
    &TABLE.rows
}

/// The row of a code printed in a frame: a 2017 code, with or without device number, or a 2005 code.
///
/// `st` keeps three-digit codes, which are water factors in 2005, out of air and gas frames: units in the
/// field send private three-digit codes there.
pub fn find(printed: &str, st: Option<&str>) -> Option<&'static FactorInfo> {
    let table = &*TABLE;
    if let Some(row) = table.get(printed) {
        let water_code = printed.len() == 3 && printed.as_bytes()[0].is_ascii_digit();
        let air = matches!(st, Some("22" | "27" | "31"));
        return (!(water_code && air)).then_some(row);
    }
    if !printed.starts_with(['e', 'g', 'i']) || printed.len() != 6 || !printed.is_ascii() {
        return None;
    }
    let with_number = |digits: usize| {
        let (head, number) = printed.split_at(6 - digits);
        let mut pattern = [b'x'; 6];
        pattern[..head.len()].copy_from_slice(head.as_bytes());
        let numbered = number.bytes().all(|byte| byte.is_ascii_digit());
        str::from_utf8(&pattern).ok().filter(|_| numbered).and_then(|code| table.get(code))
    };
    with_number(2).or_else(|| with_number(1))
}

/// The code a 2005 device would print for this 2017 code.
pub fn code_2005(code: &str) -> Option<&'static str> {
    find(code, None).map(|row| row.code_2005).filter(|code| !code.is_empty())
}

/// Codes are at most eight bytes, so a code is a number, and the table is probed linearly from its hash.
struct Table {
    rows: Vec<FactorInfo>,
    slots: Vec<(u64, u16)>,
}

const SLOTS: usize = 2048;
const FREE: u64 = 0;

impl Table {
    fn new(rows: Vec<FactorInfo>) -> Self {
        let mut table = Self { rows, slots: vec![(FREE, 0); SLOTS] };
        for index in 0..table.rows.len() {
            let row = table.rows[index];
            // Two codes are printed twice in the appendix; the first meaning stays.
            for code in [row.code, row.code_2005] {
                if let Some(key) = key(code)
                    && let Err(slot) = table.probe(key)
                {
                    table.slots[slot] = (key, index as u16);
                }
            }
        }
        table
    }

    fn get(&self, code: &str) -> Option<&FactorInfo> {
        self.probe(key(code)?).ok().map(|row| &self.rows[usize::from(row)])
    }

    /// The row of `key`, or the free slot where it would stand. There is always one: 2048 slots, < 600 codes.
    fn probe(&self, key: u64) -> Result<u16, usize> {
        let mut slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize;
        loop {
            match self.slots[slot] {
                (found, row) if found == key => return Ok(row),
                (FREE, _) => return Err(slot),
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

/// A code as a number; `None` when empty or longer than eight bytes.
pub(super) fn key(code: &str) -> Option<u64> {
    let bytes = code.as_bytes();
    if bytes.is_empty() || bytes.len() > 8 {
        return None;
    }
    Some(bytes.iter().fold(0, |key, byte| key << 8 | u64::from(*byte)))
}

fn rows() -> impl Iterator<Item = FactorInfo> {
    CSV.lines().skip(1).map(|line| {
        let mut cells = cells(line).skip(1);
        let mut next = || cells.next().unwrap_or_default();
        FactorInfo {
            code: next(),
            name: next(),
            code_2005: next(),
            unit: next(),
            unit_total: next(),
            digits: next(),
        }
    })
}

/// The cells of a line; a quoted cell may hold commas, none holds a quote.
fn cells(line: &'static str) -> impl Iterator<Item = &'static str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        if let Some((cell, after)) = text.strip_prefix('"').and_then(|text| text.split_once('"')) {
            rest = after.strip_prefix(',');
            return Some(cell);
        }
        let (cell, after) =
            text.split_once(',').map_or((text, None), |(c, after)| (c, Some(after)));
        rest = after;
        Some(cell)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(all().len(), 379);
        for row in all() {
            assert!((2..=6).contains(&row.code.len()), "{}", row.code);
            assert!(!row.name.is_empty(), "{}", row.code);
            assert!(find(row.code, None).is_some(), "{}", row.code);
        }
        let mut old: Vec<_> = all().iter().map(|r| r.code_2005).filter(|c| !c.is_empty()).collect();
        let count = old.len();
        old.sort_unstable();
        old.dedup();
        assert_eq!(old.len(), count, "a 2005 code means one factor");
    }

    #[test]
    fn finds_by_either_code_and_by_device_number() {
        let code = |printed, st| find(printed, st).map(|row| row.code);
        assert_eq!(code("w01018", None), Some("w01018"));
        assert_eq!(code("011", Some("32")), Some("w01018"));
        assert_eq!(code("02", Some("31")), Some("a21026"));
        assert_eq!(code("S01", Some("31")), Some("a19001"));
        assert_eq!(code("023", Some("31")), None);
        assert_eq!(code("e30102", None), Some("e301xx"));
        assert_eq!(code("i33315", None), Some("i3331x"));
        assert_eq!(code("w0101", None), None);
        assert_eq!(find("a24016", None).unwrap().name, "1,1-二氯乙烷");
        assert_eq!(code_2005("w21003"), Some("060"));
    }
}
