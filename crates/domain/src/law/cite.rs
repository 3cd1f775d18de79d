//! Citations: `eco_code:1175.1(5)` in data, 第一千一百七十五条第一款第（五）项 on paper.

use super::ArticleNumber;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A place in an act: `act:article[.paragraph][(point)]`, for instance `penalty_law:33.1`; `338-1` is 第三百三十八条之一.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Citation {
    /// Id of the act, as in `data/law/acts.toml`.
    pub act: String,
    /// Article (条).
    pub article: ArticleNumber,
    /// Paragraph (款), from 1.
    pub paragraph: Option<u8>,
    /// Point (项), from 1.
    pub point: Option<u8>,
}

impl Citation {
    /// Whether `other` is this place or lies in it: an article covers its paragraphs, a paragraph its points.
    pub fn covers(&self, other: &Self) -> bool {
        self.act == other.act
            && self.article == other.article
            && (self.paragraph.is_none() || self.paragraph == other.paragraph)
            && (self.point.is_none() || self.point == other.point)
    }

    /// The place within the act as a Chinese document writes it.
    pub fn place_zh(&self) -> String {
        let mut text = self.article.zh();
        if let Some(paragraph) = self.paragraph {
            text.push_str(&format!("第{}款", numeral(paragraph.into())));
        }
        if let Some(point) = self.point {
            text.push_str(&format!("第（{}）项", numeral(point.into())));
        }
        text
    }

    /// The place within the act in English.
    pub fn place_en(&self) -> String {
        let mut text = format!("art. {}", self.article);
        if let Some(paragraph) = self.paragraph {
            text.push_str(&format!(" para. {paragraph}"));
        }
        if let Some(point) = self.point {
            text.push_str(&format!(" ({point})"));
        }
        text
    }
}

impl FromStr for Citation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault =
            || format!("`{text}` is no citation of the form act:article[.paragraph][(point)]");
        let (act, place) = text.split_once(':').ok_or_else(fault)?;
        let (place, point) = match place.strip_suffix(')') {
            Some(open) => {
                let (place, point) = open.split_once('(').ok_or_else(fault)?;
                (place, Some(point.parse().map_err(|_| fault())?))
            }
            None => (place, None),
        };
        let (article, paragraph) = match place.split_once('.') {
            Some((article, paragraph)) => (article, Some(paragraph.parse().map_err(|_| fault())?)),
            None => (place, None),
        };
        let article = article.parse().map_err(|_| fault())?;
        let is_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        let numbered = paragraph != Some(0) && point != Some(0);
        if act.is_empty() || !act.bytes().all(is_name) || !numbered {
            return Err(fault());
        }
        Ok(Self { act: act.to_owned(), article, paragraph, point })
    }
}

impl TryFrom<String> for Citation {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Citation> for String {
    fn from(citation: Citation) -> Self {
        citation.to_string()
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.act, self.article)?;
        if let Some(paragraph) = self.paragraph {
            write!(f, ".{paragraph}")?;
        }
        if let Some(point) = self.point {
            write!(f, "({point})")?;
        }
        Ok(())
    }
}

/// The number that a Chinese numeral below 10,000 writes; none for anything else.
pub(super) fn number(numeral: &str) -> Option<u16> {
    let mut total: u16 = 0;
    let mut digit: Option<u16> = None;
    for sign in numeral.chars() {
        let unit = match sign {
            '零' | '〇' => continue,
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            other => {
                let value = "一二三四五六七八九".chars().position(|known| known == other)?;
                digit = Some(u16::try_from(value).ok()? + 1);
                continue;
            }
        };
        total = total.checked_add(digit.take().unwrap_or(1) * unit)?;
    }
    total.checked_add(digit.unwrap_or(0)).filter(|&number| number > 0)
}

/// The articles of the same act that a text names: 本法第…条.
pub(crate) fn articles_named(text: &str) -> Vec<ArticleNumber> {
    let after = text.split("本法第").skip(1);
    after.filter_map(|rest| Some(ArticleNumber::opens(rest)?.0)).collect()
}

/// Whether a sign may stand in a Chinese numeral.
pub(super) fn is_numeral(sign: char) -> bool {
    "零〇一二三四五六七八九十百千".contains(sign)
}

/// A Chinese numeral below 10,000, as articles are numbered.
pub(crate) fn numeral(number: u16) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let mut text = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
        }
        // 第十三条, but 第一百一十三条.
        if !(digit == 1 && unit == 10 && text.is_empty()) {
            text.push(DIGITS[usize::from(digit)]);
        }
        text.push_str(name);
        gap = false;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("eco_code:1175.1(5)", "第一千一百七十五条第一款第（五）项", "art. 1175 para. 1 (5)")]
    #[case("penalty_law:33", "第三十三条", "art. 33")]
    #[case("eco_code:1004", "第一千零四条", "art. 1004")]
    #[case("eco_code:1010.2", "第一千零一十条第二款", "art. 1010 para. 2")]
    #[case("eco_code:110", "第一百一十条", "art. 110")]
    #[case("eco_code:10(12)", "第十条第（十二）项", "art. 10 (12)")]
    #[case("eco_code:338-1", "第三百三十八条之一", "art. 338-1")]
    #[case("eco_code:338-2.1(3)", "第三百三十八条之二第一款第（三）项", "art. 338-2 para. 1 (3)")]
    fn reads_and_writes(#[case] text: &str, #[case] zh: &str, #[case] en: &str) {
        let citation: Citation = text.parse().unwrap();
        assert_eq!(citation.to_string(), text);
        assert_eq!(citation.place_zh(), zh);
        assert_eq!(citation.place_en(), en);
    }

    #[test]
    fn inserted_articles_stand_behind_their_own_and_before_the_next() {
        let mut places: Vec<Citation> = ["a:339", "a:338-2", "a:338.2", "a:338-1(1)", "a:338-1"]
            .map(|text| text.parse().unwrap())
            .into();
        places.sort();
        let sorted: Vec<String> = places.iter().map(Citation::to_string).collect();
        assert_eq!(sorted, ["a:338.2", "a:338-1", "a:338-1(1)", "a:338-2", "a:339"]);
        assert!(places[1].covers(&places[2]) && !places[0].covers(&places[1]));
        let named = articles_named("违反本法第十二条、本法第十二条之一规定的");
        let named: Vec<String> = named.iter().map(ArticleNumber::to_string).collect();
        assert_eq!(named, ["12", "12-1"]);
    }

    #[test]
    fn numerals_are_read_back() {
        for number in 1..10_000 {
            assert_eq!(super::number(&numeral(number)), Some(number));
        }
        assert_eq!(
            (super::number(""), super::number("零"), super::number("甲")),
            (None, None, None)
        );
    }

    #[rstest]
    #[case("33")]
    #[case("penalty_law:")]
    #[case("penalty_law:0")]
    #[case("penalty_law:33.0")]
    #[case("Penalty:33")]
    #[case("penalty_law:33(1")]
    #[case("penalty_law:33(x)")]
    #[case("penalty_law:33-")]
    #[case("penalty_law:33-0")]
    #[case("penalty_law:33.1-1")]
    fn refuses(#[case] text: &str) {
        assert!(text.parse::<Citation>().is_err());
    }
}
