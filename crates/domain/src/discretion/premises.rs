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
        (clause.words != self.words).then(|| {
            Words::new(format!("{zh}的条文有修改"), format!("the words of {en} were changed"))
        })
    }
}
