//! Territories as paths: a subtree is a range of text, so scope is a plain filter in SQL.

use crate::{Refusal, Refused};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A place in the tree of enforcement areas, for instance `1310/131082/131082100/`; always ends in `/`.
///
/// The segments are codes of divisions or of areas that are none (`1310LK`). A county's subtree is every path `p` with
/// `"1310/131082/" <= p < "1310/1310820"`, see [`Territory::range`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Territory(Box<str>);

/// City, county, town, village and grid cell, with room to spare.
const MAX_DEPTH: usize = 8;

impl Territory {
    /// The path as kept in the database.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The codes from the root down.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split_terminator('/')
    }

    /// The code of the place itself.
    pub fn code(&self) -> &str {
        self.segments().next_back().unwrap_or_default()
    }

    /// 1 for the city, 2 for a county, 3 for a town.
    pub fn depth(&self) -> usize {
        self.segments().count()
    }

    /// The place this one lies in; none for the root.
    pub fn parent(&self) -> Option<Self> {
        let above = self.0.trim_end_matches('/').rfind('/')?;
        Some(Self(self.0[..=above].into()))
    }

    /// A place within this one.
    ///
    /// # Errors
    /// As parsing.
    pub fn child(&self, code: &str) -> Refused<Self> {
        format!("{}{code}/", self.0).parse()
    }

    /// Whether `other` is this place or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&*self.0)
    }

    /// The half-open range of texts that holds this place and all below it: `>= .0 AND < .1`, byte order.
    pub fn range(&self) -> (&str, String) {
        // '0' is the byte after '/'.
        (&self.0, format!("{}0", self.0.trim_end_matches('/')))
    }
}

impl FromStr for Territory {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let segments: Vec<_> = text.split_terminator('/').collect();
        let is_code = |code: &&str| {
            (2..=12).contains(&code.len())
                && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
        };
        let depth = (1..=MAX_DEPTH).contains(&segments.len());
        if !depth || !text.ends_with('/') || !segments.iter().all(is_code) {
            return Err(Refusal::new(
                "region.territory",
                "区域路径应为以“/”结尾的区划代码，例如 1310/131082/131082100/。",
                "A territory is a path of division codes ending in `/`, for instance 1310/131082/131082100/.",
            )
            .field("territory"));
        }
        Ok(Self(text.into()))
    }
}

impl TryFrom<String> for Territory {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Territory> for String {
    fn from(territory: Territory) -> Self {
        territory.0.into()
    }
}

impl fmt::Display for Territory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn territory(text: &str) -> Territory {
        text.parse().unwrap()
    }

    #[test]
    fn knows_its_place() {
        let town = territory("1310/131082/131082100/");
        assert_eq!((town.code(), town.depth()), ("131082100", 3));
        assert_eq!(town.parent(), Some(territory("1310/131082/")));
        assert_eq!(territory("1310/").parent(), None);
        assert_eq!(territory("1310/131082/").child("131082100").unwrap(), town);
        assert_eq!(territory("1310/131082/").range(), ("1310/131082/", "1310/1310820".to_owned()));
        assert!(territory("1310/1310LK/").child("x").is_err());
    }

    #[rstest]
    #[case("1310/", "1310/131082/131082100/", true)]
    #[case("1310/131082/", "1310/131082/", true)]
    #[case("1310/131082/", "1310/131081/131081100/", false)]
    #[case("1310/131082/131082100/", "1310/131082/", false)]
    #[case("13/", "1310/", false)] // a prefix of text is not a place
    fn contains(#[case] outer: &str, #[case] inner: &str, #[case] holds: bool) {
        assert_eq!(territory(outer).contains(&territory(inner)), holds);
    }

    #[rstest]
    #[case("")]
    #[case("/")]
    #[case("1310")]
    #[case("1310//131082/")]
    #[case("1310/131082")]
    #[case("1310/13108a/")]
    #[case("1310/%/")]
    #[case("10/10/10/10/10/10/10/10/10/")]
    fn refuses(#[case] text: &str) {
        assert_eq!(text.parse::<Territory>().unwrap_err().code, "region.territory");
    }

    proptest! {
        /// The filter that SQL uses selects exactly the subtree.
        #[test]
        fn the_range_is_the_subtree(
            outer in proptest::collection::vec("[0-9A-Z]{2,3}", 1..4),
            inner in proptest::collection::vec("[0-9A-Z]{2,3}", 1..4),
            shared in 0_usize..4,
        ) {
            let path = |codes: &[String]| territory(&format!("{}/", codes.join("/")));
            let mut codes: Vec<_> = outer.iter().take(shared).cloned().collect();
            codes.extend(inner);
            let (outer, inner) = (path(&outer), path(&codes));
            let (from, to) = outer.range();
            prop_assert_eq!(outer.contains(&inner), from <= inner.as_str() && inner.as_str() < to.as_str());
        }
    }
}
