//! Discretion (裁量): which law, which range and which table answer a question, and the fine with its reasons.

mod compare;
mod counts;
mod dispersion;
mod fill_in;
mod milder;
mod premises;
mod sides;

use crate::{Action, Actor, Cx, Error, Law};
pub(crate) use compare::band;
pub use compare::{Comparison, NEIGHBOURS_MAX, NeighbourView, of_case, of_question};
pub(crate) use counts::earlier;
pub use dispersion::{Period, report};
use domain::discretion::{
    Asked, Benchmark, Calculation, Counted, Daily, DailyFacts, Earlier, Facts, Premises,
    StatutoryRange, Step, TraceStep, higher,
};
pub use domain::discretion::{Norm, Question};
use domain::law::{Applicable, Substance, Words, law_by_time};
use domain::{Date, Fen, Refusal, Refused};
pub use fill_in::fill_in;
pub use sides::{Prepared, Side};
use std::collections::BTreeMap;

/// Norms that one act may break in one question.
const NORMS_MAX: usize = 8;

/// The answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which law applies and why.
    pub law: Applicable,
    /// Under which of the two the fine was computed.
    pub chosen: Substance,
    /// The computation that counts.
    pub calculation: Calculation,
    /// The one under the other law, where both were computed (从旧兼从轻).
    pub other: Option<Calculation>,
    /// Factor → what the party's cases give for it.
    pub counts: BTreeMap<String, Counted>,
    /// Every norm that was compared, the question's own first; one where only one was asked.
    pub norms: Vec<NormFine>,
    /// The question as a case keeps it: the violation meant, and the facts as the table took them.
    pub asked: Asked,
    /// The question as it was put and the rules of the day, to ask it again later.
    pub premises: Box<Premises>,
}

/// What one of several norms gives.
#[derive(Debug, Clone)]
pub struct NormFine {
    /// The violation it is about.
    pub name: Words,
    /// Id of the statutory range.
    pub range_id: String,
    /// Code of the table.
    pub benchmark: String,
    /// The fine; nought where no penalty follows.
    pub amount: Fen,
    /// Whether it is the one that counts.
    pub chosen: bool,
}

/// Computes a fine; changes nothing.
pub async fn ask(cx: &Cx, actor: &Actor, question: &Question) -> Result<Answer, Error> {
    let permit = cx.authorize(actor, Action::DiscretionCalculate)?;
    let before = match &question.party {
        Some(party) => earlier(&cx.law(), &mut permit.read().await?, party, None).await?,
        None => Vec::new(),
    };
    Ok(compute(&cx.law(), question, permit.now().date(), &before)?)
}

/// What a question will need: the law by time, and per law its range, its table and what the party's cases give.
pub async fn prepare(cx: &Cx, actor: &Actor, question: &Question) -> Result<Prepared, Error> {
    let permit = cx.authorize(actor, Action::DiscretionCalculate)?;
    let before = match &question.party {
        Some(party) => earlier(&cx.law(), &mut permit.read().await?, party, None).await?,
        None => Vec::new(),
    };
    let today = permit.now().date();
    Ok(sides::prepare(&cx.law().as_of(today), question, today, &before)?)
}

/// Computes a daily penalty; changes nothing.
pub fn daily(cx: &Cx, actor: &Actor, facts: &DailyFacts) -> Result<Daily, Error> {
    cx.authorize(actor, Action::DiscretionCalculate)?;
    Ok(domain::discretion::daily(facts)?)
}

/// The computation that a report or a recheck rests on: by the set in force on the day, or by the site's own set of the day
/// of the act where the new one is not milder.
pub(crate) fn compute(
    law: &Law,
    question: &Question,
    decided_on: Date,
    earlier: &[Earlier],
) -> Refused<Answer> {
    let now = by_set(&law.as_of(decided_on), question, decided_on, earlier)?;
    let (then, today) = (law.leading(question.act_on), law.leading(decided_on));
    if then.is_none() || then == today {
        return Ok(now);
    }
    let before = by_set(&law.as_of(question.act_on), question, decided_on, earlier);
    Ok(milder::of(before, now))
}

/// The same by the sets that lead in a law.
fn by_set(
    law: &Law,
    question: &Question,
    decided_on: Date,
    earlier: &[Earlier],
) -> Refused<Answer> {
    let applicable = applicable(question, decided_on)?;
    let mut answers = vec![(name(law, question)?, one(law, question, &applicable, earlier)?)];
    if question.also.len() >= NORMS_MAX {
        return Err(too_many());
    }
    for norm in &question.also {
        let Norm { item, violation, range, table, facts } = norm.clone();
        let norm =
            Question { item, violation, range, table, facts, also: vec![], ..question.clone() };
        answers.push((name(law, &norm)?, one(law, &norm, &applicable, earlier)?));
    }
    let compared = answers.iter().map(|(name, answer)| (name.clone(), answer.calculation.clone()));
    let Some(calculation) = higher(compared.collect()) else {
        return Err(too_many());
    };
    // The answer whose norm gave the fine keeps its comparison of laws and its counts.
    let of_norm = |answer: &Answer| {
        answer.calculation.amount() == calculation.amount()
            && answer.calculation.benchmark == calculation.benchmark
            && answer.calculation.range_id == calculation.range_id
    };
    let best = answers.iter().position(|(_, answer)| of_norm(answer)).unwrap_or_default();
    let norms = answers.iter().enumerate().map(|(index, (name, answer))| NormFine {
        name: name.clone(),
        range_id: answer.calculation.range_id.clone(),
        benchmark: answer.calculation.benchmark.clone(),
        amount: answer.calculation.amount(),
        chosen: index == best,
    });
    let norms = norms.collect();
    let (_, answer) = answers.swap_remove(best);
    let premises = Box::new(Premises { question: question.clone(), ..*answer.premises });
    Ok(Answer { calculation, norms, premises, ..answer })
}

fn too_many() -> Refusal {
    Refusal::new(
        "discretion.too_many_norms",
        format!("同一违法行为一次最多比较{NORMS_MAX}个法律规范。"),
        format!("At most {NORMS_MAX} norms are compared at once."),
    )
    .field("also")
}

pub(crate) fn applicable(question: &Question, decided_on: Date) -> Refused<Applicable> {
    let ends = if question.continues { None } else { Some(question.act_on) };
    law_by_time(question.act_from.unwrap_or(question.act_on), ends, decided_on)
}

fn name(law: &Law, question: &Question) -> Refused<Words> {
    match sides::violation(law, question)? {
        Some(violation) => Ok(violation.name.clone()),
        None => {
            let table = question.table.clone().unwrap_or_default();
            Ok(Words::new(table.clone(), table))
        }
    }
}

/// What one side counted, and the facts as its table took them.
type Found = (BTreeMap<String, Counted>, Facts);

/// One norm: under the law that applies, or under both.
fn one(
    law: &Law,
    question: &Question,
    applicable: &Applicable,
    earlier: &[Earlier],
) -> Refused<Answer> {
    let sides = sides::sides(law, question, applicable, earlier)?;
    sides::answered_somewhere(&sides, &question.facts)?;
    let mut computed: Vec<(Substance, Calculation, Found)> = Vec::new();
    for side in sides {
        let (table, range) = side.found?;
        let facts = side_facts(table, &question.facts, &side.counts);
        let calculation = domain::discretion::calculate(table, &range, &facts)?;
        computed.push((side.substance, calculation, (side.counts, facts)));
    }
    sides::named_table_used(question, computed.iter().map(|(_, calculation, _)| calculation))?;
    // The old law comes first: the code must be lighter to take its place.
    let mut best = 0;
    for (index, (_, calculation, _)) in computed.iter().enumerate() {
        if calculation.amount() < computed[best].1.amount() {
            best = index;
        }
    }
    let (chosen, mut calculation, (counts, facts)) = computed.swap_remove(best);
    let other = computed.pop().map(|(_, other, _)| other);
    calculation.trace.splice(0..0, law_steps(applicable, chosen, &calculation, other.as_ref()));
    let violation = sides::violation(law, question)?.map(|known| known.code.clone());
    let asked = Asked { violation: violation.unwrap_or_default(), act_on: question.act_on, facts };
    let premises = Box::new(Premises {
        clauses: premises::clauses(law, question, &calculation, chosen, applicable),
        question: question.clone(),
        law: applicable.clone(),
        chosen,
    });
    let (law, norms) = (applicable.clone(), Vec::new());
    Ok(Answer { law, chosen, calculation, other, counts, norms, asked, premises })
}

/// The facts as one of two tables takes them: only what it asks, with what was counted, and the count as the answer
/// where nobody gave another.
fn side_facts(table: &Benchmark, facts: &Facts, counts: &BTreeMap<String, Counted>) -> Facts {
    let mut facts = facts.clone();
    facts.choices.retain(|id, _| table.factors.iter().any(|factor| factor.id == *id));
    for (factor, counted) in counts {
        if let Some(proposed) = &counted.proposes {
            facts.choices.entry(factor.clone()).or_insert_with(|| proposed.clone());
        }
    }
    facts.counted.clone_from(counts);
    facts
}

fn law_steps(
    applicable: &Applicable,
    chosen: Substance,
    calculation: &Calculation,
    other: Option<&Calculation>,
) -> Vec<TraceStep> {
    let mut steps = vec![TraceStep::law(&applicable.reason)];
    if let Some(other) = other {
        let (here, there) = (calculation.amount(), other.amount());
        let (old, code) = if chosen == Substance::Code { (there, here) } else { (here, there) };
        let (zh, en) = if chosen == Substance::Code {
            ("法典处罚较轻，适用法典", "the code is lighter and applies")
        } else {
            (
                "法典处罚不轻于行为时的法律，适用行为时的法律",
                "the code is not lighter; the law of that time applies",
            )
        };
        steps.push(TraceStep::law(&Words::new(
            format!("两部法律分别计算：行为时的法律{old}元，生态环境法典{code}元；{zh}。程序适用现行规定。"),
            format!("Computed under both: law of that time {old} yuan, code {code} yuan; {en}. Procedure follows the law in force."),
        )));
    }
    debug_assert!(steps.iter().all(|step| step.step == Step::Law));
    steps
}

/// A table by its name, in a version where one is named.
pub(crate) fn table<'a>(law: &'a Law, question: &Question, code: &str) -> Option<&'a Benchmark> {
    match &question.version {
        Some(version) => {
            law.benchmarks.of_version(version, code).or_else(|| law.benchmarks.get(code))
        }
        None => law.benchmarks.get(code),
    }
}

/// A range to compute with: an entered one, or the one that a table prints.
pub(crate) fn range_of(law: &Law, table: &Benchmark, id: Option<&str>) -> Option<StatutoryRange> {
    match id {
        Some(id) if !id.starts_with("printed:") => law.ranges.get(id).cloned(),
        _ => StatutoryRange::printed(table),
    }
}

/// The table that a calculation was made with: of its version while that is at hand.
fn table_of<'a>(law: &'a Law, version: &str, code: &str) -> Option<&'a Benchmark> {
    let of_version = |table: &&Benchmark| table.code == code && table.version == version;
    law.benchmarks.iter().find(of_version).or_else(|| law.benchmarks.get(code))
}
