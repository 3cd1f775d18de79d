//! Discretion (裁量): which law, which range and which table answer a question, and the fine with its reasons.

use crate::{Action, Actor, Cx, Error, Law};
use domain::discretion::{Calculation, Facts, Route, Violation, calculate};
use domain::law::{Applicable, Substance, law_by_time};
use domain::{Date, Refusal, Refused};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The enforcement item by code.
    pub item: String,
    /// Which violation of that item, where it has several; else its only one.
    pub violation: Option<String>,
    /// The day of the act, or of its end.
    pub act_on: Date,
    /// The circumstances found.
    pub facts: Facts,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Which law applies and why.
    pub law: Applicable,
    /// The computation that counts.
    pub calculation: Calculation,
    /// The one under the other law, where both were computed (从旧兼从轻).
    pub other: Option<Calculation>,
}

/// Computes a fine; changes nothing.
pub fn ask(cx: &Cx, actor: &Actor, question: &Question) -> Result<Answer, Error> {
    let permit = cx.authorize(actor, Action::DiscretionCalculate)?;
    Ok(compute(&cx.law(), question, permit.now().date())?)
}

/// The computation that a report or a recheck rests on.
pub(crate) fn compute(law: &Law, question: &Question, decided_on: Date) -> Refused<Answer> {
    let violation = violation(law, question)?;
    let applicable = law_by_time(question.act_on, Some(question.act_on), decided_on)?;
    let code = || best(law, &violation.law, &question.facts, violation);
    let old = || best(law, &violation.old_law, &question.facts, violation);
    let (calculation, other) = match applicable.substance {
        Substance::Code => (code()?, None),
        Substance::Old => (old()?, None),
        Substance::OldUnlessCodeIsLighter => {
            let (old, code) = (old()?, code()?);
            if code.amount() < old.amount() { (code, Some(old)) } else { (old, Some(code)) }
        }
    };
    Ok(Answer { law: applicable, calculation, other })
}

fn violation<'a>(law: &'a Law, question: &Question) -> Refused<&'a Violation> {
    let of_item = |violation: &&Violation| violation.item == question.item;
    let found = match &question.violation {
        Some(code) => law.violations.get(code).filter(of_item),
        None => law.violations.iter().find(of_item),
    };
    found.ok_or_else(|| {
        Refusal::new(
            "discretion.no_benchmark",
            "该执法事项没有可用的裁量基准，请先维护裁量基准",
            "there is no benchmark for this enforcement item; add one first",
        )
        .field("item_code")
    })
}

/// The route of the tier that the facts name.
fn best(law: &Law, routes: &[Route], facts: &Facts, violation: &Violation) -> Refused<Calculation> {
    let route = routes.iter().find(|route| route.tier == facts.tier).or(routes.first());
    let found = route
        .and_then(|route| Some((law.benchmarks.get(&route.table)?, law.ranges.get(&route.range)?)));
    let Some((table, range)) = found else {
        return Err(Refusal::new(
            "discretion.law_not_entered",
            format!(
                "“{}”在行为时法律下的罚款幅度尚未录入，不能计算；请法制人员补充",
                violation.name.zh
            ),
            format!(
                "the range for \"{}\" under the law of that time is not entered",
                violation.name.en
            ),
        )
        .field("act_on"));
    };
    calculate(table, range, facts)
}
