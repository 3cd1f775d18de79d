//! Candidates for the article whose breach a clause penalises. A suggestion for a reviewer, never the law by itself.
//!
//! Method: an article that the clause names is taken as it is. Else each act of the clause (its points, or the sentence
//! that describes the act) is compared with every paragraph of the same code that commands or forbids and does not stand
//! under 法律责任. Both are cut into pairs of adjoining signs; a pair weighs the more the fewer paragraphs have it. What
//! they share, against the whole of the act and a part of the paragraph, is the likeness in per cent.

use super::{Clause, Clauses};
use crate::law::{ArticleNumber, Citation, Text, articles_named};
use std::collections::{BTreeMap, BTreeSet};

/// A paragraph that may be the duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyCandidate {
    /// Where it stands.
    pub citation: Citation,
    /// Its words.
    pub words: String,
    /// Whether the clause names it itself.
    pub named: bool,
    /// Likeness in per cent, 100 where it is named.
    pub likeness: u8,
}

/// The paragraphs of a code that command or forbid, ready to be compared.
#[derive(Debug)]
pub struct Duties {
    act: String,
    paragraphs: Vec<Duty>,
    /// How many paragraphs have a pair.
    spread: BTreeMap<Pair, usize>,
}

#[derive(Debug)]
struct Duty {
    article: ArticleNumber,
    paragraph: u8,
    words: String,
    pairs: BTreeSet<Pair>,
}

type Pair = (char, char);

/// Words that command or forbid.
const COMMANDS: [&str; 5] = ["应当", "不得", "禁止", "严禁", "必须"];
/// Candidates of one act.
const OF_ACT: usize = 2;
/// Candidates of a clause.
const OF_CLAUSE: usize = 8;
/// What is less alike is noise.
const LEAST_PER_CENT: usize = 12;

impl Duties {
    /// The duties of a code.
    pub fn of(act: &str, code: &Text) -> Self {
        let liable = |number| code.headings_of(number).iter().any(|h| h.words.contains("法律责任"));
        let mut paragraphs = Vec::new();
        for article in code.articles().filter(|article| !liable(article.number)) {
            for (paragraph, number) in article.paragraphs.iter().zip(1..) {
                let words = paragraph.words();
                if COMMANDS.iter().any(|word| words.contains(word)) {
                    let pairs = pairs(&words);
                    paragraphs.push(Duty {
                        article: article.number,
                        paragraph: number,
                        words,
                        pairs,
                    });
                }
            }
        }
        let mut spread = BTreeMap::new();
        for pair in paragraphs.iter().flat_map(|duty| &duty.pairs) {
            *spread.entry(*pair).or_default() += 1;
        }
        Self { act: act.to_owned(), paragraphs, spread }
    }

    /// The candidates of a clause, the likeliest first.
    pub fn candidates(&self, clause: &Clause, clauses: &Clauses) -> Vec<DutyCandidate> {
        let named = articles_named(&clause.text).into_iter().filter_map(|number| {
            let duty = self.paragraphs.iter().find(|duty| duty.article == number)?;
            Some(self.candidate(duty, true, 100))
        });
        let mut found: Vec<DutyCandidate> = named.collect();
        if found.is_empty() {
            for act in clause.acts(clauses) {
                found.extend(self.alike(&act));
            }
        }
        found.sort_by_key(|candidate| std::cmp::Reverse(candidate.likeness));
        let mut seen = BTreeSet::new();
        found.retain(|candidate| seen.insert(candidate.citation.clone()));
        found.truncate(OF_CLAUSE);
        found
    }

    fn alike(&self, act: &str) -> Vec<DutyCandidate> {
        let asked = pairs(act);
        let whole = self.weight(asked.iter());
        let mut found: Vec<(usize, &Duty)> = Vec::new();
        for duty in &self.paragraphs {
            let shared = self.weight(asked.intersection(&duty.pairs));
            // A long paragraph shares something with everything; a short act with a few rare pairs proves little.
            let against = whole + self.weight(duty.pairs.iter()) * 3 / 10 + 80;
            found.push((shared * 100 / against, duty));
        }
        found.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
        found.retain(|(likeness, _)| *likeness >= LEAST_PER_CENT);
        let candidate = |(likeness, duty): &(usize, &Duty)| {
            self.candidate(duty, false, u8::try_from(*likeness).unwrap_or(99).min(99))
        };
        found.iter().take(OF_ACT).map(candidate).collect()
    }

    /// In half bits: a pair that every paragraph has weighs nothing.
    fn weight<'a>(&self, pairs: impl Iterator<Item = &'a Pair>) -> usize {
        let all = self.paragraphs.len();
        let known = pairs.filter_map(|pair| self.spread.get(pair));
        known.map(|have| (all * all / (have * have)).checked_ilog2().unwrap_or(0) as usize).sum()
    }

    fn candidate(&self, duty: &Duty, named: bool, likeness: u8) -> DutyCandidate {
        let citation = Citation {
            act: self.act.clone(),
            article: duty.article,
            paragraph: Some(duty.paragraph),
            point: None,
        };
        DutyCandidate { citation, words: duty.words.clone(), named, likeness }
    }
}

impl Clause {
    /// The acts that it penalises, in its words: its points, or the sentence before “的，由”; of a clause that only refers
    /// to the paragraph before, the acts of that one.
    fn acts(&self, clauses: &Clauses) -> Vec<String> {
        let begins = self.text.trim_start();
        if ["有前款", "前款", "建设单位有前款"].iter().any(|mark| begins.starts_with(mark))
        {
            let before = clauses.iter().filter(|other| other.article == self.article);
            if let Some(before) = before.filter(|other| other.para < self.para).last() {
                return before.acts(clauses);
            }
        }
        let points: Vec<String> =
            begins.split('\n').filter(|line| line.starts_with('（')).map(str::to_owned).collect();
        if !points.is_empty() {
            return points;
        }
        let act = begins.split_once("规定，").map_or(begins, |(_, act)| act);
        vec![act.split("的，由").next().unwrap_or(act).to_owned()]
    }
}

fn pairs(words: &str) -> BTreeSet<Pair> {
    let han = |sign: &char| ('\u{4e00}'..='\u{9fff}').contains(sign);
    let signs = words.chars().zip(words.chars().skip(1));
    signs.filter(|(a, b)| han(a) && han(b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Library;
    use rstest::rstest;
    use std::sync::LazyLock;

    static DUTIES: LazyLock<Duties> = LazyLock::new(|| {
        let library = Library::shipped().unwrap();
        let code = library.as_of("eco_code", "2026-09-01".parse().unwrap()).unwrap();
        Duties::of("eco_code", &code.text)
    });

    fn candidates(article: u16, para: u8) -> Vec<DutyCandidate> {
        let clauses = Clauses::shipped().unwrap();
        let clause = clauses.iter().find(|one| (one.article, one.para) == (article, para)).unwrap();
        DUTIES.candidates(clause, &clauses)
    }

    /// Pairs that people wrote down before in `items.toml`, or that say the same in nearly the same words.
    #[rstest]
    #[case(1095, 1, "eco_code:107.1")]
    #[case(1100, 1, "eco_code:162.1")]
    #[case(1102, 1, "eco_code:174.2")]
    #[case(1107, 1, "eco_code:151.1")]
    #[case(1108, 1, "eco_code:164.1")]
    #[case(1089, 1, "eco_code:79.1")]
    #[case(1143, 2, "eco_code:316.3")]
    #[case(1161, 1, "eco_code:424.2")]
    #[case(1206, 1, "eco_code:651.1")]
    #[case(1233, 1, "eco_code:152.1")]
    fn the_likeliest_paragraph_states_the_duty(
        #[case] article: u16,
        #[case] para: u8,
        #[case] duty: &str,
    ) {
        let found = candidates(article, para);
        assert_eq!(found[0].citation.to_string(), duty, "{found:#?}");
        assert!(!found[0].named && found[0].likeness < 100);
    }

    #[test]
    fn a_clause_about_the_paragraph_before_has_the_duties_of_that_one() {
        let places = |found: Vec<DutyCandidate>| -> Vec<String> {
            found.into_iter().map(|candidate| candidate.citation.to_string()).collect()
        };
        assert_eq!(places(candidates(1136, 2)), places(candidates(1136, 1)));
    }

    #[test]
    fn nothing_of_the_liabilities_is_a_duty_and_no_clause_drowns_the_reviewer() {
        let clauses = Clauses::shipped().unwrap();
        let mut without = 0;
        for clause in clauses.iter() {
            let found = DUTIES.candidates(clause, &clauses);
            assert!(found.len() <= OF_CLAUSE, "{}", clause.citation());
            assert!(
                found.iter().all(|one| one.citation.article < 1052.into()),
                "{}",
                clause.citation()
            );
            without += usize::from(found.is_empty());
        }
        assert!(without <= 9, "{without} of 183 without a candidate");
    }
}
