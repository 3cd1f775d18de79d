//! Spans: the numbers that the words of an option hold (`3个月以上6个月以下`), read by the wording of its set.
//!
//! Conservative: an option whose words are more than a span of one quantity has none.

use super::Exact;
use super::rules::Wording;

/// Numbers from a least to a greatest, each included or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Least, and whether it is included; none: nothing bounds it below.
    pub from: Option<(Exact, bool)>,
    /// Greatest, and whether it is included; none: nothing bounds it above.
    pub to: Option<(Exact, bool)>,
    /// Unit as printed, for instance `个月` or `次`.
    pub unit: String,
}

impl Span {
    /// Reads the words of an option; none where they are not one span.
    pub fn read(words: &str, wording: Wording) -> Option<Self> {
        let words = words.trim().replace("同类违法行为", "").replace("同类环境违法行为", "");
        let words = words.as_str();
        if words == "无" {
            let nought = || Some((Exact::zero(), true));
            return Some(Self { from: nought(), to: nought(), unit: "次".into() });
        }
        if words == "有" || words == "有投诉且经核实" {
            return Some(Self { from: Some((Exact::one(), true)), to: None, unit: "次".into() });
        }
        let (first, rest) = Edge::take(words)?;
        match (first.kind, rest) {
            (Kind::Exactly, "") => {
                let edge = || Some((first.number.clone(), true));
                Some(Self { from: edge(), to: edge(), unit: first.unit })
            }
            (Kind::AtLeast, "") => Some(Self {
                from: Some((first.number, wording.at_least_includes)),
                to: None,
                unit: first.unit,
            }),
            (Kind::UpTo | Kind::Below, "") => Some(Self {
                from: None,
                to: Some((first.number, first.kind == Kind::UpTo && wording.up_to_includes)),
                unit: first.unit,
            }),
            (Kind::AtLeast, rest) => {
                let (second, "") = Edge::take(rest)? else { return None };
                let open = matches!(second.kind, Kind::UpTo | Kind::Below);
                (open && second.unit == first.unit).then(|| Self {
                    from: Some((first.number, wording.at_least_includes)),
                    to: Some((second.number, second.kind == Kind::UpTo && wording.up_to_includes)),
                    unit: first.unit,
                })
            }
            _ => None,
        }
    }

    /// Whether a number lies in it.
    pub fn holds(&self, number: &Exact) -> bool {
        let above = self
            .from
            .as_ref()
            .is_none_or(|(from, included)| number > from || (*included && number == from));
        let below = self
            .to
            .as_ref()
            .is_none_or(|(to, included)| number < to || (*included && number == to));
        above && below
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Exactly,
    AtLeast,
    UpTo,
    Below,
}

struct Edge {
    number: Exact,
    unit: String,
    kind: Kind,
}

impl Edge {
    /// One edge from the front: `不足3个月`, `3个月以上`, `3次`.
    fn take(words: &str) -> Option<(Self, &str)> {
        let (below, words) = match words.strip_prefix("不足") {
            Some(rest) => (true, rest),
            None => (false, words),
        };
        let digits = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
        let (number, rest) = words.split_at_checked(digits)?;
        let number: Exact = number.parse().ok()?;
        let ends = [("以上", Kind::AtLeast), ("以下", Kind::UpTo), ("及以上", Kind::AtLeast)];
        let end = if below {
            None
        } else {
            // The earliest one; 及以上 before the 以上 in it.
            let found = ends.iter().filter_map(|(end, kind)| Some((rest.find(end)?, *end, *kind)));
            found.min_by_key(|(at, ..)| *at)
        };
        let (unit, kind, rest) = match end {
            Some((at, end, kind)) => (rest.get(..at)?, kind, rest.get(at + end.len()..)?),
            None => (rest, if below { Kind::Below } else { Kind::Exactly }, ""),
        };
        // A unit is a few plain characters; anything longer is a sentence.
        let plain = unit.chars().count() <= UNIT_MAX
            && !unit.contains(|c: char| c.is_ascii_punctuation() || "，、或；：".contains(c))
            && !unit.chars().any(|c| c.is_ascii_digit());
        plain.then(|| (Self { number, unit: unit.to_owned(), kind }, rest))
    }
}

/// Characters a unit may have, for instance `台（枚）` or `平方米`.
const UNIT_MAX: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const GUANGDONG: Wording = Wording { at_least_includes: true, up_to_includes: false };

    #[rstest]
    #[case("3次", &[3], &[2, 4])]
    #[case("4次以上", &[4, 9], &[3])]
    #[case("3个及以上", &[3, 4], &[2])]
    #[case("3个月以下", &[0, 2], &[3])]
    #[case("3个月以上6个月以下", &[3, 5], &[2, 6])]
    #[case("不足3个月", &[2], &[3])]
    #[case("3个月以上不足6个月", &[3, 5], &[6])]
    #[case("无同类违法行为", &[0], &[1])]
    #[case("有同类违法行为", &[1, 7], &[0])]
    #[case("1次以上同类违法行为3次以下同类违法行为", &[1, 2], &[0, 3])]
    #[case("3次以上同类违法行为", &[3], &[2])]
    fn reads_what_is_printed(#[case] words: &str, #[case] holds: &[i64], #[case] not: &[i64]) {
        let span = Span::read(words, GUANGDONG).unwrap();
        assert!(holds.iter().all(|n| span.holds(&(*n).into())), "{span:?}");
        assert!(!not.iter().any(|n| span.holds(&(*n).into())), "{span:?}");
    }

    #[rstest]
    #[case("一般区域")]
    #[case("超标3倍以下或超量30%以下")]
    #[case("仅pH值超标（2<pH<5或10<pH<11）")]
    #[case("5吨以上10平方米以下")]
    fn what_is_no_span_has_none(#[case] words: &str) {
        assert_eq!(Span::read(words, GUANGDONG), None);
    }

    #[test]
    fn up_to_includes_its_number_where_the_set_says_so() {
        let statute = Wording::default();
        assert!(Span::read("3个月以下", statute).unwrap().holds(&3.into()));
        assert!(!Span::read("不足3个月", statute).unwrap().holds(&3.into()));
    }
}
