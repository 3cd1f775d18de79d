//! Reads the cells of a sheet; what does not fit is a fault with its cell, its rule and the way out.

use super::Sheet;
use super::labels::Names;
use crate::discretion::Exact;
use crate::item::CellFault;
use crate::law::{Citation, Words};

/// Faults that are told at once.
const FAULTS_MAX: usize = 100;
/// Digits behind the point that a number in a cell may have; more comes out of a formula.
const PLACES_MAX: usize = 4;

/// One sheet, and the faults found so far in all of them.
pub(super) struct Cells<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) faults: &'a mut Vec<CellFault>,
}

/// A cell as people name it: `表3!C7`.
pub(super) fn named(sheet: &str, row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{sheet}!{letters}{}", row + 1)
}

impl<'a> Cells<'a> {
    pub(super) fn place(&self, row: usize, column: usize) -> String {
        named(&self.sheet.name, row, column)
    }

    pub(super) fn fault(&mut self, row: usize, column: usize, zh: String, en: String) {
        if self.faults.len() < FAULTS_MAX {
            let cell = self.place(row, column);
            self.faults.push(CellFault { cell, words: Words { zh, en } });
        }
    }

    /// As it stands, for texts that are printed again.
    pub(super) fn text(&self, row: usize, column: usize) -> &'a str {
        let cell = self.sheet.rows.get(row).and_then(|row| row.get(column));
        cell.map_or("", String::as_str)
    }

    /// Without what surrounds it, for codes, numbers and choices.
    pub(super) fn word(&self, row: usize, column: usize) -> &'a str {
        self.text(row, column).trim()
    }

    pub(super) fn is_blank(&self, row: usize) -> bool {
        self.sheet.rows.get(row).is_none_or(|row| row.iter().all(|cell| cell.trim().is_empty()))
    }

    /// The headings of a row; behind them anything may stand.
    pub(super) fn headings(&mut self, row: usize, expected: &[impl AsRef<str>]) {
        for (column, heading) in expected.iter().map(AsRef::as_ref).enumerate() {
            if self.word(row, column) != heading {
                let zh = format!("此格标题应为“{heading}”，请使用导出的工作簿或者空白模板");
                let en = format!("this heading is {heading}; begin with an export or the template");
                self.fault(row, column, zh, en);
            }
        }
    }

    pub(super) fn needed(&mut self, row: usize, column: usize) -> String {
        let word = self.word(row, column);
        if word.is_empty() {
            let (zh, en) = ("此格不能空着，请填写", "this cell may not be empty; fill it in");
            self.fault(row, column, zh.to_owned(), en.to_owned());
        }
        word.to_owned()
    }

    /// Chinese, and English where it is given; the Chinese serves for both else.
    pub(super) fn words(&self, row: usize, column: usize) -> Words {
        let (zh, en) = (self.text(row, column), self.text(row, column + 1));
        Words::new(zh, if en.trim().is_empty() { zh } else { en })
    }

    pub(super) fn maybe_words(&self, row: usize, column: usize) -> Option<Words> {
        (!self.word(row, column).is_empty()).then(|| self.words(row, column))
    }

    /// One of a few; nothing where the cell is empty.
    pub(super) fn maybe_one<T: Copy>(
        &mut self,
        row: usize,
        column: usize,
        names: Names<T>,
    ) -> Option<T> {
        let word = self.word(row, column);
        if word.is_empty() {
            return None;
        }
        let found = names.iter().find(|(_, zh, en)| *zh == word || *en == word);
        if found.is_none() {
            let list = |pick: fn(&(T, &'static str, &'static str)) -> &'static str, with: &str| {
                names.iter().map(pick).collect::<Vec<_>>().join(with)
            };
            let zh = format!("“{word}”不在可选值内，请填写其中之一：{}", list(|n| n.1, "、"));
            let en = format!("`{word}` is none of: {}", list(|n| n.2, ", "));
            self.fault(row, column, zh, en);
        }
        found.map(|found| found.0)
    }

    pub(super) fn one<T: Copy>(&mut self, row: usize, column: usize, names: Names<T>) -> Option<T> {
        self.needed(row, column);
        self.maybe_one(row, column, names)
    }

    /// A place in an act; nothing where the cell is empty.
    pub(super) fn citation(&mut self, row: usize, column: usize) -> Option<Citation> {
        let word = self.word(row, column);
        if word.is_empty() {
            return None;
        }
        let citation = word.parse();
        if citation.is_err() {
            let zh =
                format!("“{word}”不是法条位置；请写成 eco_code:1107.1(2)（法律编码:条.款(项)）");
            let en = format!("`{word}` is no place in an act; write eco_code:1107.1(2)");
            self.fault(row, column, zh, en);
        }
        citation.ok()
    }

    /// A number; nothing where the cell is empty.
    pub(super) fn number(&mut self, row: usize, column: usize) -> Option<Exact> {
        let word = self.word(row, column);
        if word.is_empty() {
            return None;
        }
        let number = exact(word);
        if number.is_none() {
            let zh = format!(
                "“{word}”不是数；请写整数、分数（1/3）或者不超过四位的小数，不带单位和百分号"
            );
            let en = format!(
                "`{word}` is no number; write a whole number, a fraction (1/3) or up to four decimals, no unit, no %"
            );
            self.fault(row, column, zh, en);
        }
        number
    }

    pub(super) fn needed_number(&mut self, row: usize, column: usize) -> Option<Exact> {
        self.needed(row, column);
        self.number(row, column)
    }

    /// Per cent as a number. What spreadsheets make of `20%` is 0.2, and nobody means a fifth of a per cent by that.
    pub(super) fn percent(&mut self, row: usize, column: usize) -> Option<Exact> {
        let word = self.word(row, column);
        let below_one = word.starts_with("0.") && word.bytes().any(|b| (b'1'..=b'9').contains(&b));
        if below_one {
            let zh = format!(
                "“{word}”不足1%；20%应写作20，请将单元格格式设为文本；确需不足1%的请写分数"
            );
            let en = format!(
                "`{word}` is below one per cent; 20 % is written 20 in a cell of text, a part of a per cent as a fraction"
            );
            self.fault(row, column, zh, en);
            return None;
        }
        self.number(row, column)
    }
}

/// A whole number, a fraction, or a decimal of few places, exactly.
fn exact(word: &str) -> Option<Exact> {
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    let (whole, part) = word.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=PLACES_MAX).contains(&part.len()) || !digits(part) || whole.starts_with('+') {
        return None;
    }
    let below = 10_i64.checked_pow(u32::try_from(part.len()).ok()?)?;
    format!("{whole}{part}/{below}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_of_spreadsheets() {
        let names = [(0, 0, "表1!A1"), (6, 2, "表1!C7"), (0, 25, "表1!Z1"), (9, 27, "表1!AB10")];
        for (row, column, expected) in names {
            assert_eq!(named("表1", row, column), expected);
        }
    }

    #[test]
    fn numbers_are_exact() {
        for (word, shown) in [("20", "20"), ("1/3", "1/3"), ("2.5", "5/2"), ("-1.25", "-5/4")] {
            assert_eq!(exact(word).unwrap().to_string(), shown);
        }
        for word in ["20%", "2.00001", "1e3", "二十", "1.", "1.2.3", ""] {
            assert_eq!(exact(word), None, "{word}");
        }
    }
}
