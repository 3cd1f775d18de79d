//! The sides of a question: under which law, with which range and which table, and what the party's cases give for it.

use super::{Question, applicable, counts, range_of, table};
use crate::Law;
use domain::discretion::{
    Benchmark, Calculation, Counted, Earlier, Facts, Route, StatutoryRange, Tier, Violation,
};
use domain::law::{Applicable, Substance, Words};
use domain::{Date, Refusal, Refused};
use std::collections::BTreeMap;

/// What a question needs before it can be answered.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// Which law applies and why.
    pub law: Applicable,
    /// One side, or the old law and the code.
    pub sides: Vec<Prepare>,
}

/// One side of a prepared question.
#[derive(Debug, Clone)]
pub struct Prepare {
    /// Under which law.
    pub substance: Substance,
    /// Table and range; else why there are none.
    pub found: Refused<(Benchmark, StatutoryRange)>,
    /// Why this table.
    pub why: Option<Words>,
    /// Factor → what the party's cases give for it.
    pub counts: BTreeMap<String, Counted>,
}

/// One side of a question.
#[derive(Debug)]
pub struct Side<'a> {
    pub(super) substance: Substance,
    pub(super) found: Refused<(&'a Benchmark, StatutoryRange)>,
    pub(super) why: Option<Words>,
    pub(super) counts: BTreeMap<String, Counted>,
}

pub(super) fn prepare(
    law: &Law,
    question: &Question,
    decided_on: Date,
    earlier: &[Earlier],
) -> Refused<Prepared> {
    let applicable = applicable(question, decided_on)?;
    let sides = sides(law, question, &applicable, earlier)?;
    let sides = sides.into_iter().map(|side| Prepare {
        substance: side.substance,
        found: side.found.map(|(table, range)| (table.clone(), range)),
        why: side.why,
        counts: side.counts,
    });
    Ok(Prepared { law: applicable, sides: sides.collect() })
}

/// The violation asked about; none where only a table is.
pub(super) fn violation<'a>(law: &'a Law, question: &Question) -> Refused<Option<&'a Violation>> {
    if question.item.is_empty() && question.violation.is_none() && question.table.is_some() {
        return Ok(None);
    }
    let of_item =
        |violation: &&Violation| question.item.is_empty() || violation.item == question.item;
    let found = match &question.violation {
        Some(code) => law.violations.get(code).filter(of_item),
        None => law.violations.iter().find(of_item),
    };
    found.map(Some).ok_or_else(|| {
        Refusal::new(
            "discretion.no_benchmark",
            "该执法事项没有可用的裁量基准，请先维护裁量基准",
            "there is no benchmark for this enforcement item; add one first",
        )
        .field("item_code")
    })
}

/// Old law first, where both count.
pub(super) fn sides<'a>(
    law: &'a Law,
    question: &Question,
    applicable: &Applicable,
    earlier: &[Earlier],
) -> Refused<Vec<Side<'a>>> {
    let Some(violation) = violation(law, question)? else {
        return Ok(vec![by_table(law, question, applicable, earlier)?]);
    };
    let both = [(Substance::Old, &violation.old_law), (Substance::Code, &violation.law)];
    let mut sides = Vec::new();
    for (substance, routes) in both {
        let asked = applicable.substance == substance
            || applicable.substance == Substance::OldUnlessCodeIsLighter;
        if !asked {
            continue;
        }
        let (found, why) = match route(law, violation, routes, question) {
            Ok((table, range, why)) => (Ok((table, range)), Some(why)),
            Err(refusal) => (Err(refusal), None),
        };
        let counts = match &found {
            Ok((table, range)) => counts::count(law, table, range, question, earlier)?,
            Err(_) => BTreeMap::new(),
        };
        sides.push(Side { substance, found, why, counts });
    }
    Ok(sides)
}

/// The route of the tier that the facts name; a range or table that was named comes first.
fn route<'a>(
    law: &'a Law,
    violation: &Violation,
    routes: &[Route],
    question: &Question,
) -> Refused<(&'a Benchmark, StatutoryRange, Words)> {
    let tier = question.facts.tier;
    let named = |name: &Option<String>, has: &str| name.as_ref().is_none_or(|name| name == has);
    let of_range = |route: &&Route| named(&question.range, &route.range);
    // Of two laws only one may know the range that was named.
    let known = routes.iter().any(|route| of_range(&route));
    let serving: Vec<&Route> = routes.iter().filter(|route| !known || of_range(route)).collect();
    let in_tier: Vec<&Route> = serving.iter().copied().filter(|route| route.tier == tier).collect();
    let Some(first) = in_tier.first().copied() else {
        return Err(no_route(law, violation, &serving, tier));
    };
    let exact = in_tier.iter().copied().find(|route| named(&question.table, &route.table));
    if exact.is_none()
        && let Some(other) = question.table.as_ref().and_then(|code| table(law, question, code))
    {
        // Another table that was made for one of these ranges.
        let ranges = in_tier.iter().filter_map(|route| law.ranges.get(&route.range));
        if let Some(range) = ranges.into_iter().find(|range| other.fits(range, tier)) {
            return Ok((other, range.clone(), Words::new("由承办人选用", "chosen by the handler")));
        }
    }
    let route = exact.unwrap_or(first);
    match (table(law, question, &route.table), law.ranges.get(&route.range)) {
        (Some(table), Some(range)) => Ok((table, range.clone(), route.why.clone())),
        _ => Err(not_entered(violation)),
    }
}

/// Why nothing answers: the law was not entered, the article has no such range, or no table was made for it.
fn no_route(law: &Law, violation: &Violation, serving: &[&Route], tier: Tier) -> Refusal {
    let Some(range) = serving.first().and_then(|route| law.ranges.get(&route.range)) else {
        return not_entered(violation);
    };
    if let Err(refusal) = range.bounds(tier) {
        return refusal;
    }
    let (zh, en) = match tier {
        Tier::Ordinary => ("一般", "ordinary"),
        Tier::Heavier => ("加重", "heavier"),
    };
    Refusal::new(
        "discretion.no_table_for_tier",
        format!(
            "“{}”在{}的{zh}幅度内没有适用的裁量表，不能计算；请核对幅度档次，或者请法制人员在裁量基准中指定适用的裁量表",
            violation.name.zh, range.basis.zh
        ),
        format!(
            "no table serves \"{}\" within the {en} range of {}; check the tier, or have the legal department name a table in the benchmark set",
            violation.name.en, range.basis.en
        ),
    )
    .field("tier")
}

/// Only a table is asked: with the range it prints, or a named one.
fn by_table<'a>(
    law: &'a Law,
    question: &Question,
    applicable: &Applicable,
    earlier: &[Earlier],
) -> Refused<Side<'a>> {
    let code = question.table.as_deref().unwrap_or_default();
    let Some(table) = table(law, question, code) else {
        return Err(Refusal::new(
            "discretion.unknown_table",
            format!("没有裁量表“{code}”，请重新选择。"),
            format!("There is no table `{code}`; choose another."),
        )
        .field("table"));
    };
    let Some(range) = range_of(law, table, question.range.as_deref()) else {
        return Err(Refusal::new(
            "discretion.law_not_entered",
            format!("裁量表{}的法定罚款幅度尚未录入，不能计算；请法制人员补充。", table.code),
            format!("The statutory range for table {} is not entered.", table.code),
        )
        .field("range"));
    };
    let counts = counts::count(law, table, &range, question, earlier)?;
    // Law by time speaks of a violation; a table alone is computed as it stands.
    let substance = match applicable.substance {
        Substance::Code => Substance::Code,
        Substance::Old | Substance::OldUnlessCodeIsLighter => Substance::Old,
    };
    Ok(Side { substance, found: Ok((table, range)), why: None, counts })
}

fn not_entered(violation: &Violation) -> Refusal {
    Refusal::new(
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
    .field("act_on")
}

/// Every answer must belong to a factor of one of the tables.
pub(super) fn answered_somewhere(sides: &[Side<'_>], facts: &Facts) -> Refused<()> {
    let known = |id: &String| {
        let tables = sides.iter().filter_map(|side| side.found.as_ref().ok());
        tables.into_iter().any(|(table, _)| table.factors.iter().any(|factor| factor.id == *id))
    };
    let readable = sides.iter().any(|side| side.found.is_ok());
    match facts.choices.keys().find(|id| readable && !known(id)) {
        None => Ok(()),
        Some(id) => Err(Refusal::new(
            "discretion.unknown_factor",
            format!("适用的裁量表没有“{id}”这一因素，请删除。"),
            format!("The tables in use have no factor `{id}`; remove it."),
        )
        .field(format!("choices.{id}"))),
    }
}

/// A table that was named must have been used; nobody gets another one silently.
pub(super) fn named_table_used<'a>(
    question: &Question,
    mut computed: impl Iterator<Item = &'a Calculation>,
) -> Refused<()> {
    let Some(code) = question.table.as_ref() else {
        return Ok(());
    };
    if computed.any(|calculation| calculation.benchmark == *code) {
        return Ok(());
    }
    Err(Refusal::new(
        "discretion.table_does_not_fit",
        format!("裁量表{code}与该违法行为的罚款幅度不符，请选用其他裁量表。"),
        format!("Table {code} does not fit the ranges of this violation; choose another."),
    )
    .field("table"))
}
