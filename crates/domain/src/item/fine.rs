//! The fines that the words of a clause name: amounts, multiples, shares. Read by a machine, for a person to compare.

use super::Clause;
use crate::discretion::Subject;
use crate::law::Words;
use serde::Serialize;

/// How much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "least and greatest; `of` is in the words of the clause")]
pub enum Sum {
    /// Yuan.
    Yuan { from: Option<u64>, to: u64 },
    /// Multiples of something (倍).
    Times { of: String, from: u64, to: u64 },
    /// Hundredths of something (百分之).
    PerCent { of: String, from: Option<u64>, to: u64 },
}

/// One fine of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fine {
    /// Its place: the clause and the number in its order, `eco_code:1087.1#1`.
    pub id: String,
    /// How much.
    pub sum: Sum,
    /// On whom, as far as the words before it say.
    pub subject: Subject,
    /// The condition in the words of the clause (情节严重, 拒不改正 …); empty for the ordinary case.
    pub when: String,
}

impl Clause {
    /// The fines in the order of the text.
    pub fn fines(&self) -> Vec<Fine> {
        let mut fines = Vec::new();
        let mut read = 0;
        let mut at = 0;
        while let Some(rest) = self.text.get(at..) {
            let Some(sign) = rest.chars().next() else { break };
            let Some((sum, length)) = sum_at(rest, &self.text[..at]) else {
                at += sign.len_utf8();
                continue;
            };
            let before = self.text.get(read..at).unwrap_or_default();
            fines.push(Fine {
                id: format!("{}#{}", self.citation(), fines.len() + 1),
                sum,
                subject: subject(before),
                when: condition(&self.text[..at]),
            });
            at += length;
            read = at;
        }
        fines
    }
}

impl Sum {
    /// In words, with digits.
    pub fn words(&self) -> Words {
        match self {
            Self::Yuan { from: None, to } => {
                Words::new(format!("{}以下", yuan(*to)), format!("up to CNY {to}"))
            }
            Self::Yuan { from: Some(from), to } => Words::new(
                format!("{}以上{}以下", yuan(*from), yuan(*to)),
                format!("CNY {from} to {to}"),
            ),
            Self::Times { of, from, to } => Words::new(
                format!("{of}{from}倍以上{to}倍以下"),
                format!("{from} to {to} times “{of}”"),
            ),
            Self::PerCent { of, from: None, to } => {
                Words::new(format!("{of}{to}%以下"), format!("up to {to} % of “{of}”"))
            }
            Self::PerCent { of, from: Some(from), to } => Words::new(
                format!("{of}{from}%以上{to}%以下"),
                format!("{from} % to {to} % of “{of}”"),
            ),
        }
    }
}

fn yuan(amount: u64) -> String {
    match amount % 10_000 {
        0 if amount > 0 => format!("{}万元", amount / 10_000),
        _ => format!("{amount}元"),
    }
}

/// The fine that begins here, and the length of its words in bytes.
fn sum_at(rest: &str, before: &str) -> Option<(Sum, usize)> {
    if let Some(share) = rest.strip_prefix(HUNDREDTHS) {
        let (first, after) = number(share)?;
        let of = || counted(before);
        if let Some(after) = after.strip_prefix("以上").and_then(|a| a.strip_prefix(HUNDREDTHS)) {
            let (to, after) = number(after)?;
            let after = after.strip_prefix("以下")?;
            return Some((
                Sum::PerCent { of: of(), from: Some(first), to },
                rest.len() - after.len(),
            ));
        }
        let after = after.strip_prefix("以下")?;
        return Some((Sum::PerCent { of: of(), from: None, to: first }, rest.len() - after.len()));
    }
    let (first, after) = number(rest)?;
    for unit in ["元", "倍"] {
        let Some(after) = after.strip_prefix(unit) else { continue };
        if let Some(after) = after.strip_prefix("以上") {
            let (to, after) = number(after)?;
            let after = after.strip_prefix(unit)?.strip_prefix("以下")?;
            let sum = match unit {
                "元" => Sum::Yuan { from: Some(first), to },
                _ => Sum::Times { of: counted(before), from: first, to },
            };
            return Some((sum, rest.len() - after.len()));
        }
        let after = after.strip_prefix("以下").filter(|_| unit == "元")?;
        return Some((Sum::Yuan { from: None, to: first }, rest.len() - after.len()));
    }
    None
}

const HUNDREDTHS: &str = "百分之";

/// What a multiple or a share is counted from: the words back to the verb.
fn counted(before: &str) -> String {
    let begins = ["处", "按照", "，", "；"].into_iter().filter_map(|mark| {
        let at = before.rfind(mark)?;
        Some(at + mark.len())
    });
    let from = begins.max().unwrap_or_default();
    before.get(from..).unwrap_or_default().trim_end_matches('的').to_owned()
}

/// On whom, by the last who is named since the fine before.
fn subject(before: &str) -> Subject {
    let named = [
        ("责任人员", Subject::Staff),
        ("主管人员", Subject::Staff),
        ("责任船员", Subject::Staff),
        ("个人", Subject::Individual),
        ("对单位", Subject::Unit),
        ("单位处", Subject::Unit),
    ];
    let last = named.into_iter().filter_map(|(mark, who)| Some((before.rfind(mark)?, who)));
    last.max_by_key(|(at, _)| *at).map_or(Subject::Party, |(_, who)| who)
}

/// The condition of a fine: what its part of the sentence says before “的，”. The first part of a clause describes the
/// act itself.
fn condition(before: &str) -> String {
    let Some((first, part)) = before.rsplit_once(['；', '。']) else { return String::new() };
    let described = !first.is_empty() && !part.contains("违反本法");
    let ends = part.rfind("的，").filter(|_| described);
    ends.and_then(|end| part.get(..end)).unwrap_or_default().trim().to_owned()
}

/// A Chinese numeral at the beginning of a text, and what follows it.
fn number(text: &str) -> Option<(u64, &str)> {
    let (mut whole, mut section, mut digit) = (0_u64, 0_u64, 0_u64);
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        match DIGITS.iter().position(|known| *known == sign) {
            Some(0) => {}
            Some(value) => digit = value as u64,
            None => match sign {
                '两' => digit = 2,
                '十' => section += 10 * std::mem::take(&mut digit).max(1),
                '百' => section += 100 * std::mem::take(&mut digit).max(1),
                '千' => section += 1_000 * std::mem::take(&mut digit).max(1),
                '万' => {
                    whole = (whole + std::mem::take(&mut section) + std::mem::take(&mut digit))
                        * 10_000;
                }
                _ => break,
            },
        }
        rest = &rest[sign.len_utf8()..];
    }
    (rest.len() < text.len()).then_some((whole + section + digit, rest))
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::Clauses;

    fn clause(article: u16, para: u8) -> Clause {
        let clauses = Clauses::shipped().unwrap();
        clauses.iter().find(|one| (one.article, one.para) == (article, para)).unwrap().clone()
    }

    #[test]
    fn the_text_says_what_the_shipped_numbers_say() {
        for clause in Clauses::shipped().unwrap().iter() {
            let (mut ranges, mut up_to, mut times) = (vec![], vec![], vec![]);
            for fine in clause.fines() {
                match fine.sum {
                    Sum::Yuan { from: Some(from), to } => ranges.push((from, to)),
                    Sum::Yuan { from: None, to } => up_to.push(to),
                    Sum::Times { from, to, of } => {
                        assert!(!of.is_empty(), "{} of what", fine.id);
                        times.push((from as u16, to as u16));
                    }
                    Sum::PerCent { of, .. } => assert!(!of.is_empty(), "{} of what", fine.id),
                }
            }
            let place = clause.citation();
            assert_eq!(ranges, clause.fine_ranges_yuan, "{place}");
            assert_eq!(up_to, clause.fine_upto_yuan, "{place}");
            assert_eq!(times, clause.fine_multiples, "{place}");
        }
    }

    #[test]
    fn amounts_multiples_and_shares_say_on_whom_and_when() {
        let fines = clause(1088, 1).fines();
        assert_eq!(fines[0].sum.words().zh, "10万元以上100万元以下");
        assert_eq!((fines[0].subject, fines[0].id.as_str()), (Subject::Party, "eco_code:1088.1#1"));
        assert_eq!(
            (fines[1].subject, fines[1].sum.words().zh.as_str()),
            (Subject::Staff, "5万元以上20万元以下")
        );
        let fines = clause(1086, 2).fines();
        assert_eq!((fines[0].when.as_str(), fines[1].when.as_str()), ("", "拒不改正"));
        assert_eq!(clause(1117, 1).fines()[0].sum.words().zh, "货值金额1倍以上5倍以下");
        let share = clause(1183, 1).fines();
        assert!(
            share.iter().any(|fine| fine.sum.words().zh.ends_with("2%以上4%以下")),
            "{share:?}"
        );
        assert_eq!(clause(1106, 1).fines()[0].sum.words().zh, "5万元以下");
    }
}
