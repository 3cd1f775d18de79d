//! What in free text points to a person by its shape or by the word before it: numbers, mail, chat names, passports, plates
//! of vehicles, homes. What only looks similar (permits, outlets, case numbers, names of enterprises) stays.

use super::{MASK, homes, numbers};
use std::cmp::Reverse;
use std::ops::Range;

/// Masks all of it.
pub(super) fn mask(text: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for span in spans(text) {
        out.push_str(text.get(done..span.start).unwrap_or_default());
        out.push_str(MASK);
        done = span.end;
    }
    out + text.get(done..).unwrap_or_default()
}

/// Where it stands, in order and apart.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut found = numbers::spans(text);
    found.extend(tokens(text));
    found.extend(plates(text));
    found.extend(homes::spans(text));
    found.sort_by_key(|span| (span.start, Reverse(span.end)));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for span in found {
        match apart.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}

/// Words of Latin letters and digits that are an address of mail, a name in a chat, or the number of a passport.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let in_token = |c: char| c.is_ascii_alphanumeric() || "._%+@-".contains(c);
    let mut found = Vec::new();
    let mut done = 0;
    while let Some(start) = text.get(done..).and_then(|rest| rest.find(in_token)) {
        let start = done + start;
        let (before, from) = text.split_at(start);
        let length = from.find(|c| !in_token(c)).unwrap_or(from.len());
        let token = from.get(..length).unwrap_or_default().trim_end_matches(['.', '-']);
        if is_mail(token) || is_chat_name(before, token) || is_passport(before, token) {
            found.push(start..start + token.len());
        }
        done = start + length;
    }
    found
}

fn is_mail(token: &str) -> bool {
    token.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.contains('@')
    })
}

/// Named as one: `微信号：abc_123`, `QQ 12345678`. A public account (公众号) is nobody's own.
fn is_chat_name(before: &str, token: &str) -> bool {
    let joined = token.strip_prefix("QQ").filter(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let named = labelled(before, &["微信", "wechat", "qq"]) && token.chars().all(plain);
    let name = joined.or(named.then_some(token));
    name.is_some_and(|name| (5..=20).contains(&name.len()))
}

/// Named as one, or of the shape of a Chinese one: `E12345678`, `EA1234567`.
fn is_passport(before: &str, token: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let plain = token.chars().all(|c| c.is_ascii_alphanumeric());
    if plain && (7..=9).contains(&token.len()) && digits(token) > 0 {
        let letters = token.trim_end_matches(|c: char| c.is_ascii_digit());
        let chinese = match letters.as_bytes() {
            [b'E' | b'G'] => digits(token) == 8,
            [b'E', b'A'..=b'Z'] => digits(token) == 7,
            _ => false,
        };
        return chinese || labelled(before, &["护照", "通行证", "passport"]);
    }
    false
}

/// Whether a label stands before a value, with no more between them than leads over to it.
fn labelled(before: &str, labels: &[&str]) -> bool {
    const LINKS: [char; 10] = [' ', '　', ':', '：', '为', '是', '（', '(', '“', '、'];
    let mut label = before.trim_end_matches(LINKS);
    for word in ["号码", "帐号", "账号", "编号", "号", "ID", "id", "no.", "No."] {
        label = label.strip_suffix(word).unwrap_or(label).trim_end_matches(LINKS);
    }
    let label = label.to_lowercase();
    labels.iter().any(|known| label.ends_with(known))
}

/// What a plate begins with.
const PROVINCES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
/// What some plates end with.
const SPECIAL: &str = "挂学警港澳领";

fn plates(text: &str) -> Vec<Range<usize>> {
    let starts = text.char_indices().filter(|(_, c)| PROVINCES.contains(*c));
    let plate = |(start, province): (usize, char)| {
        let from = text.get(start + province.len_utf8()..)?;
        Some(start..start + province.len_utf8() + after_province(from)?)
    };
    starts.filter_map(plate).collect()
}

/// Bytes of what follows the province on a plate: a letter, maybe a dot, five or six signs with a digit among them.
fn after_province(from: &str) -> Option<usize> {
    let letter = from.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = from.get(letter.len_utf8()..)?;
    let signs = rest.strip_prefix(['·', '•', '.', '-', ' ']).unwrap_or(rest);
    let on_plate = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let length = signs.find(|c| !on_plate(c)).unwrap_or(signs.len());
    let (number, after) = signs.split_at(length);
    let next = after.chars().next();
    // Code of a production facility in a permit: MF0001.
    let facility = letter == 'M' && rest.starts_with('F');
    if facility || !number.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let special = next.filter(|c| SPECIAL.contains(*c)).map(char::len_utf8);
    let ending = match (length, special) {
        (5 | 6, _) if !next.is_some_and(|c| c.is_ascii_lowercase()) => 0,
        (4, Some(special)) => special,
        _ => return None,
    };
    Some(from.len() - after.len() + ending)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("邮箱zhang.san_88@163.com，", "邮箱＊＊＊，")]
    #[case("写信至a@b.com.cn.", "写信至＊＊＊.")]
    #[case("微信号：wxid_abc123；", "微信号：＊＊＊；")]
    #[case("加微信 lilei-2020 联系", "加微信 ＊＊＊ 联系")]
    #[case("QQ：12345678。", "QQ：＊＊＊。")]
    #[case("QQ12345678", "＊＊＊")]
    #[case("驾驶冀R12345前往", "驾驶＊＊＊前往")]
    #[case("车牌冀R·D12345、冀A 8K9L0", "车牌＊＊＊、＊＊＊")]
    #[case("挂车冀R1234挂停放", "挂车＊＊＊停放")]
    #[case("护照E12345678", "护照＊＊＊")]
    #[case("持护照（号码：L898902C3）入境", "持护照（号码：＊＊＊）入境")]
    #[case("证件EA1234567号", "证件＊＊＊号")]
    #[case("电话13800001234，邮箱a@b.cn", "电话＊＊＊，邮箱＊＊＊")]
    fn hides(#[case] text: &str, #[case] public: &str) {
        assert_eq!(mask(text), public);
    }

    #[rstest]
    #[case("三河市燕灵食品加工有限公司（统一社会信用代码91131082MA0ABCDE1X）")]
    #[case("排污许可证编号91131082MA0ABCDE1X001P")]
    #[case("冀廊环罚〔2026〕31号、冀廊环立〔2026〕31号")]
    #[case("排放口DW001、DA002，设施MF0001、TA001，更新DW001号排口")]
    #[case("新MF0001号锅炉，青F1号线")]
    #[case("关注微信公众号“廊坊生态环境”，微信小程序")]
    #[case("执行GB18918-2002表1一级A标准，HJ212-2025，DB13/2795-2018")]
    #[case("河北E世界科技有限公司，云A计划，QQ农场")]
    #[case("2026-08-15 09:30，COD 35.6mg/L，pH@25℃")]
    fn leaves(#[case] text: &str) {
        assert_eq!(mask(text), text);
    }
}
