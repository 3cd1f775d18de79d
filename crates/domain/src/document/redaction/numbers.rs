//! Numbers in free text that point to a person: identity cards, telephones, bank accounts.

use std::ops::Range;

/// Where every such number stands; other numbers are passed over.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut done = 0;
    let mut rest = text;
    while let Some(start) = rest.find(is_digit) {
        let (before, from) = rest.split_at(start);
        let (number, after) = from.split_at(length(from));
        // Part of a word such as a code 91131000MA07…; only a number that stands alone is judged.
        let in_word = |c: char| c.is_ascii_alphanumeric();
        let alone = !before.ends_with(in_word) && !after.starts_with(in_word);
        let (from, to) = (done + start, done + start + number.len());
        if alone && is_telling(number) {
            found.push(from..to);
        }
        (done, rest) = (to, after);
    }
    found
}

/// Bytes of the number that begins `text`: digits, single spaces or hyphens between digits, and the X of a card.
fn length(text: &str) -> usize {
    let mut end = 0;
    let mut digits = 0;
    let mut separated = false;
    for (index, c) in text.char_indices() {
        match c {
            c if is_digit(c) => {
                digits += 1;
                separated = false;
                end = index + c.len_utf8();
            }
            'x' | 'X' | 'Ｘ' if digits == 17 && !separated => return index + c.len_utf8(),
            ' ' | '-' | '－' | '—' if !separated => separated = true,
            _ => break,
        }
    }
    end
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// 15–19 digits (card or account), a mobile number, or a landline number with its area code.
fn is_telling(number: &str) -> bool {
    let digits: Vec<char> =
        number.chars().filter(|c| !matches!(c, ' ' | '-' | '－' | '—')).collect();
    let nth = |n: usize| digits.get(n).map_or('_', |c| ascii(*c));
    match digits.len() {
        15..=19 => true,
        11 if nth(0) == '1' && ('3'..='9').contains(&nth(1)) => true,
        13 => nth(0) == '8' && nth(1) == '6' && nth(2) == '1',
        10..=12 => nth(0) == '0',
        _ => false,
    }
}

fn ascii(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::traces::mask;
    use rstest::rstest;

    #[rstest]
    #[case("身份证131002198001011234，", "身份证＊＊＊，")]
    #[case("身份证13100219800101123X。", "身份证＊＊＊。")]
    #[case("电话１３８００００１２３４", "电话＊＊＊")]
    #[case("电话138 0000 1234转", "电话＊＊＊转")]
    #[case("电话0316-2012345", "电话＊＊＊")]
    #[case("电话+86 13800001234", "电话+＊＊＊")]
    #[case("账号6222 0200 1111 2222 333", "账号＊＊＊")]
    fn hides(#[case] text: &str, #[case] public: &str) {
        assert_eq!(mask(text), public);
    }

    #[rstest]
    #[case("2026-08-15 09:30，排放浓度 35.6 mg/m³，罚款 29,000.00 元")]
    #[case("统一社会信用代码91131002MA07XXXX1T")]
    #[case("数采仪编号 130000001，报告编号 2026-0815-3")]
    #[case("东经116.6838，北纬39.5382")]
    fn leaves(#[case] text: &str) {
        assert_eq!(mask(text), text);
    }
}
