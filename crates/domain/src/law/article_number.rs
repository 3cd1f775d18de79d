//! The number of an article: 第三百三十八条, and 第三百三十八条之一 for one that an amendment inserted behind it.

use super::cite::{is_numeral, number, numeral};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// An article (条) of an act. Inserted articles stand between the one they follow and the next: 338 < 338之一 < 338之二 < 339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "String")]
pub struct ArticleNumber {
    /// From 1.
    pub number: u16,
    /// 之一, 之二 …; 0 for the article itself.
    pub inserted: u8,
}

impl ArticleNumber {
    /// `第三百三十八条之一`.
    pub fn zh(self) -> String {
        match self.inserted {
            0 => format!("第{}条", numeral(self.number)),
            inserted => format!("第{}条之{}", numeral(self.number), numeral(inserted.into())),
        }
    }

    /// Whether an article of this number may stand behind `before`, without a gap.
    pub(super) fn follows(self, before: Option<Self>) -> bool {
        match before {
            None => self.number == 1 && self.inserted == 0,
            Some(before) if self.inserted == 0 => self.number == before.number + 1,
            Some(before) => self.number == before.number && self.inserted == before.inserted + 1,
        }
    }

    /// The number that opens a text, written in words or digits, and what follows: `第三百三十八条之一 …`, `338条之1`.
    pub(super) fn opens(text: &str) -> Option<(Self, &str)> {
        let (digits, rest) = digits(text.strip_prefix('第').unwrap_or(text));
        let number = value(digits)?;
        let rest = rest.strip_prefix('条')?;
        let (inserted, rest) = match rest.strip_prefix('之').map(self::digits) {
            Some((digits, rest)) if !digits.is_empty() => {
                (u8::try_from(value(digits)?).ok()?, rest)
            }
            Some(_) | None => (0, rest),
        };
        Some((Self { number, inserted }, rest))
    }
}

/// A numeral or digits at the beginning, and what follows.
fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|sign: char| !is_numeral(sign) && !sign.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

fn value(digits: &str) -> Option<u16> {
    digits.parse().ok().or_else(|| number(digits)).filter(|&value| value > 0)
}

impl From<u16> for ArticleNumber {
    fn from(number: u16) -> Self {
        Self { number, inserted: 0 }
    }
}

impl FromStr for ArticleNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || format!("`{text}` is no number of an article: 338, or 338-1 for 338之一");
        let (number, inserted) = match text.split_once('-') {
            Some((number, inserted)) => (number, Some(inserted)),
            None => (text, None),
        };
        let number = number.parse().ok().filter(|&number: &u16| number > 0).ok_or_else(fault)?;
        let inserted = match inserted {
            None => 0,
            Some(behind) => {
                behind.parse().ok().filter(|&behind: &u8| behind > 0).ok_or_else(fault)?
            }
        };
        Ok(Self { number, inserted })
    }
}

impl fmt::Display for ArticleNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)?;
        if self.inserted > 0 {
            write!(f, "-{}", self.inserted)?;
        }
        Ok(())
    }
}

/// As it is written today, and as it was before articles could be inserted.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Number(u16),
    Text(String),
}

impl TryFrom<Written> for ArticleNumber {
    type Error = String;
    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written::Number(number) => number.to_string().parse(),
            Written::Text(text) => text.parse(),
        }
    }
}

impl From<ArticleNumber> for String {
    fn from(number: ArticleNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn article() -> impl Strategy<Value = ArticleNumber> {
        (1_u16..10_000, 0_u8..100).prop_map(|(number, inserted)| ArticleNumber { number, inserted })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(article in article(), words in "[甲-癸 　]{0,4}") {
            prop_assert_eq!(article.to_string().parse::<ArticleNumber>(), Ok(article));
            let json = serde_json::to_string(&article).unwrap();
            prop_assert_eq!(serde_json::from_str::<ArticleNumber>(&json).unwrap(), article);
            let said = format!("{}{words}", article.zh());
            prop_assert_eq!(ArticleNumber::opens(&said), Some((article, words.as_str())));
        }

        #[test]
        fn inserted_articles_stand_between(article in article()) {
            let base = ArticleNumber::from(article.number);
            let next = ArticleNumber::from(article.number + 1);
            prop_assert!(base <= article && article < next);
            let behind = ArticleNumber { inserted: article.inserted + 1, ..article };
            prop_assert!(article < behind && behind < next);
            prop_assert!(next.follows(Some(article)) && behind.follows(Some(article)));
            prop_assert!(!article.follows(Some(article)) && !base.follows(Some(behind)));
        }
    }

    #[rstest]
    #[case("338", "第三百三十八条")]
    #[case("338-1", "第三百三十八条之一")]
    #[case("120-12", "第一百二十条之十二")]
    fn is_written(#[case] text: &str, #[case] zh: &str) {
        let article: ArticleNumber = text.parse().unwrap();
        assert_eq!((article.to_string().as_str(), article.zh().as_str()), (text, zh));
    }

    #[rstest]
    #[case("0")]
    #[case("338-0")]
    #[case("338-")]
    #[case("-1")]
    #[case("338-1-1")]
    #[case("338-300")]
    #[case("三")]
    fn is_refused(#[case] text: &str) {
        assert!(text.parse::<ArticleNumber>().is_err());
    }

    #[test]
    fn numbers_stored_before_are_read() {
        let read: Vec<ArticleNumber> = serde_json::from_str(r#"[44, "44-1"]"#).unwrap();
        assert_eq!(read, [44.into(), ArticleNumber { number: 44, inserted: 1 }]);
        assert!(serde_json::from_str::<ArticleNumber>("0").is_err());
    }

    #[test]
    fn only_a_numeral_makes_it_an_inserted_one() {
        let opened = ArticleNumber::opens("第三条之规定");
        assert_eq!(opened, Some((3.into(), "之规定")));
        assert_eq!(ArticleNumber::opens("第三款"), None);
    }
}
