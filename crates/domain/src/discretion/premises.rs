//! Premises (计算前提): the question, the law by time and the clauses of its day. With them a computation is held against the
//! rules of another day, so that no amount binds a party by rules that are no longer those to apply.

use super::{Calculation, Question};
use crate::law::{Applicable, Citation, Standing, Substance, Words};
use serde::{Deserialize, Serialize};

/// On what a computation rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premises {
    /// What was asked.
    pub question: Question,
    /// Which law applies, by the time of the act and the day of the computation.
    pub law: Applicable,
    /// Under which of two the fine was computed.
    pub chosen: Substance,
    /// The clauses that give the power and the range, as they stood.
    pub clauses: Vec<Clause>,
}

/// A clause as it stood on the day whose law governs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// The place.
    pub place: Citation,
    /// The same in words.
    pub name: Words,
    /// Where its act stood; none where the act is unknown.
    pub standing: Option<Standing>,
    /// SHA-256 of its words, in hexadecimal; none where they are not on file.
    pub words: Option<String>,
}

/// The same question, answered by the rules of another day.
#[derive(Debug, Clone, Copy)]
pub struct Again<'a> {
    /// Its premises.
    pub premises: &'a Premises,
    /// What it gives, not above what the party was told.
    pub calculation: &'a Calculation,
}

impl Premises {
    /// What is otherwise when the question is answered again; nothing where the computation stands.
    pub fn changes(&self, made: &Calculation, again: Again<'_>) -> Vec<Words> {
        let (now, anew) = (again.premises, again.calculation);
        let mut changes = Vec::new();
        let mut note = |differs: bool, words: &dyn Fn() -> Words| {
            if differs {
                changes.push(words());
            }
        };
        let law = |premises: &Self| (premises.law.substance, premises.chosen);
        note(law(self) != law(now), &|| now.law.reason.clone());
        let range = |of: &Calculation| (of.range_id.clone(), of.range);
        note(range(made) != range(anew), &|| {
            let (least, most) = anew.range;
            Words::new(
                format!("法定罚款幅度现为{least}元至{most}元"),
                format!("the statutory range is now {least} to {most} yuan"),
            )
        });
        let table = |of: &Calculation| (of.version.clone(), of.benchmark.clone());
        note(table(made) != table(anew), &|| {
            Words::new(
                format!(
                    "裁量基准由“{} {}”变为“{} {}”",
                    made.version, made.benchmark, anew.version, anew.benchmark
                ),
                format!(
                    "the benchmark was {} {} and is now {} {}",
                    made.version, made.benchmark, anew.version, anew.benchmark
                ),
            )
        });
        changes.extend(self.clauses.iter().filter_map(|clause| clause.changed(&now.clauses)));
        let old = |place: &Citation| self.clauses.iter().any(|known| known.place == *place);
        for clause in now.clauses.iter().filter(|clause| !old(&clause.place)) {
            let Words { zh, en } = &clause.name;
            changes.push(Words::new(
                format!("执法事项现依据{zh}"),
                format!("the item now rests on {en}"),
            ));
        }
        if made.outcome != anew.outcome {
            let (was, is) = (made.amount(), anew.amount());
            changes.push(Words::new(
                format!("罚款由{was}元变为{is}元"),
                format!("the fine was {was} yuan and is now {is}"),
            ));
        }
        changes
    }
}

impl Clause {
    /// What became of it; none where it stands as it stood.
    fn changed(&self, now: &[Self]) -> Option<Words> {
        let Words { zh, en } = &self.name;
        let Some(clause) = now.iter().find(|clause| clause.place == self.place) else {
            return Some(Words::new(
                format!("执法事项不再依据{zh}"),
                format!("the item no longer rests on {en}"),
            ));
        };
        if clause.standing != self.standing {
            return Some(Words::new(
                format!("{zh}的效力有变化"),
                format!("{en} stands otherwise than before"),
            ));
        }
        // A text that was only entered since changed nothing.
        let both = self.words.as_ref().zip(clause.words.as_ref());
        both.is_some_and(|(then, now)| then != now).then(|| {
            Words::new(format!("{zh}的条文有修改"), format!("the words of {en} were changed"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;
    use crate::Fen;
    use crate::law::{Certainty, law_by_time};
    use jiff::civil::date;

    fn premises() -> Premises {
        let day = date(2026, 9, 1);
        let clause = |place: &str| Clause {
            place: place.parse().unwrap(),
            name: Words::new(place, place),
            standing: Some(Standing::InForce),
            words: Some("a".repeat(64)),
        };
        Premises {
            question: Question::default(),
            law: law_by_time(day, Some(day), day).unwrap(),
            chosen: Substance::Code,
            clauses: vec![clause("eco_code:1107"), clause("eco_code:1107.1")],
        }
    }

    fn made() -> Calculation {
        Calculation {
            outcome: Outcome::Fine { amount: Fen::from_yuan(100_000) },
            range: (Fen::from_yuan(100_000), Fen::from_yuan(1_000_000)),
            range_id: "eco_code:1107".into(),
            range_certainty: Certainty::Official,
            benchmark: "A".into(),
            version: "a@1".into(),
            certainty: Certainty::Official,
            label: Words::new("", ""),
            before_departure: None,
            requires_deliberation: false,
            deviations: Vec::new(),
            trace: Vec::new(),
        }
    }

    #[test]
    fn what_differs_is_named_and_nothing_else_is() {
        let (then, made) = (premises(), made());
        let said = |now: &Premises, anew: &Calculation| -> String {
            let changes = then.changes(&made, Again { premises: now, calculation: anew });
            changes.iter().map(|change| change.zh.as_str()).collect::<Vec<_>>().join("；")
        };
        assert_eq!(said(&then, &made), "");
        // Reasons in other words, another day, a text entered since: the same rules.
        let mut same = then.clone();
        same.law.reason = Words::new("换一种说法", "in other words");
        same.law.procedure_as_of = date(2026, 10, 1);
        assert_eq!(said(&same, &made), "");

        let damage = |change: &dyn Fn(&mut Premises)| {
            let mut now = then.clone();
            change(&mut now);
            said(&now, &made)
        };
        let other = Some("b".repeat(64));
        assert!(damage(&|now| now.clauses[0].words.clone_from(&other)).contains("条文有修改"));
        assert_eq!(damage(&|now| now.clauses[0].words = None), "");
        assert!(damage(&|now| now.clauses[1].standing = Some(Standing::Repealed)).contains("效力"));
        assert!(damage(&|now| drop(now.clauses.pop())).contains("不再依据eco_code:1107.1"));
        assert!(damage(&|now| now.chosen = Substance::Old).contains("法典"));
        let calculated = |change: &dyn Fn(&mut Calculation)| {
            let mut anew = made.clone();
            change(&mut anew);
            said(&then, &anew)
        };
        assert!(calculated(&|anew| anew.version = "a@2".into()).contains("“a@1 A”变为“a@2 A”"));
        assert!(calculated(&|anew| anew.range.1 = Fen::from_yuan(500_000)).contains("500,000元"));
        let less = |anew: &mut Calculation| anew.outcome = Outcome::Fine { amount: Fen(5_000_000) };
        assert!(calculated(&less).contains("100,000元变为50,000元"));
    }
}
