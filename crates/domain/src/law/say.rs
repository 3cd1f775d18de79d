//! Citations as people say them: `行政处罚法第三十三条第一款`, `法典 1175`.

use super::cite::{is_numeral, number};
use super::{Act, Acts, ArticleNumber, Citation};

impl Acts {
    /// The citation that somebody typed: in our own form, or a title and an article in words or digits. None where it is
    /// none, or the title could mean several acts.
    pub fn said(&self, typed: &str) -> Option<Citation> {
        let typed = typed.trim();
        if let Ok(citation) = typed.parse::<Citation>() {
            return self.get(&citation.act).is_some().then_some(citation);
        }
        let plain: String =
            typed.chars().filter(|c| !c.is_whitespace() && !"《》".contains(*c)).collect();
        let (name, place) = split(&plain)?;
        let act = self.named(name)?;
        let (article, rest) = article(place)?;
        let (paragraph, rest) = count(rest, "款").map_or((None, rest), |(n, rest)| (Some(n), rest));
        let (point, rest) = count(rest, "项").map_or((None, rest), |(n, rest)| (Some(n), rest));
        let narrow = |n: Option<u16>| n.map(u8::try_from).transpose().ok();
        rest.is_empty().then_some(())?;
        Some(Citation {
            act: act.id.clone(),
            article,
            paragraph: narrow(paragraph)?,
            point: narrow(point)?,
        })
    }

    /// The act of a title: the full one, the one without the name of the state, or an ending that fits only one act.
    pub fn named(&self, name: &str) -> Option<&Act> {
        if let Some(act) = self.iter().find(|act| act.zh == name || act.short() == name) {
            return Some(act);
        }
        let mut fits = self.iter().filter(|act| act.zh.ends_with(name));
        fits.next().filter(|_| name.chars().count() >= 2 && fits.next().is_none())
    }
}

/// The title, and where the place begins.
pub(super) fn split(plain: &str) -> Option<(&str, &str)> {
    let begins = |&(at, sign): &(usize, char)| {
        at > 0
            && (sign.is_ascii_digit()
                || sign == '第'
                    && plain[at..]
                        .chars()
                        .nth(1)
                        .is_some_and(|next| is_numeral(next) || next.is_ascii_digit()))
    };
    let (at, _) = plain.char_indices().find(begins)?;
    Some(plain.split_at(at))
}

/// The article that a place begins with, and what follows; a bare `338` or `338-1` may end the text.
pub(super) fn article(place: &str) -> Option<(ArticleNumber, &str)> {
    ArticleNumber::opens(place).or_else(|| {
        let bare = place.strip_prefix('第').unwrap_or(place);
        Some((bare.parse().ok().or_else(|| number(bare).map(ArticleNumber::from))?, ""))
    })
}

/// A number and its unit at the beginning.
fn count<'a>(text: &'a str, unit: &str) -> Option<(u16, &'a str)> {
    let text = text.strip_prefix('第').unwrap_or(text);
    let text = text.strip_prefix(['（', '(']).unwrap_or(text);
    let end =
        text.find(|sign: char| !is_numeral(sign) && !sign.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let value = digits.parse().ok().or_else(|| number(digits)).filter(|&value: &u16| value > 0)?;
    let rest = rest.strip_prefix(['）', ')']).unwrap_or(rest);
    Some((value, rest.strip_prefix(unit)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("行政处罚法第三十三条", Some("penalty_law:33"))]
    #[case("《中华人民共和国行政处罚法》第33条第1款", Some("penalty_law:33.1"))]
    #[case("生态环境法典 1175", Some("eco_code:1175"))]
    #[case("法典第一千一百七十五条第一款第（五）项", Some("eco_code:1175.1(5)"))]
    #[case("penalty_law:33.1", Some("penalty_law:33.1"))]
    #[case("法典第三百三十八条之一", Some("eco_code:338-1"))]
    #[case("法典第338条之2第一款", Some("eco_code:338-2.1"))]
    #[case("法典 338-1", Some("eco_code:338-1"))]
    #[case("eco_code:338-1(2)", Some("eco_code:338-1(2)"))]
    #[case("法典第三百三十八条之规定", None)]
    #[case("处罚法第三条", None)] // 行政处罚法 or 治安管理处罚法
    #[case("没有这部法第三条", None)]
    #[case("行政处罚法", None)]
    #[case("行政处罚法第三十三条规定", None)]
    fn what_people_type_is_understood(#[case] typed: &str, #[case] citation: Option<&str>) {
        let acts = Acts::shipped().unwrap();
        assert_eq!(acts.said(typed).map(|found| found.to_string()).as_deref(), citation);
    }
}
