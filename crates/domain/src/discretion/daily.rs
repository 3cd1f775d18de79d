//! Daily penalty (按日连续处罚): the original fine again for each day from the day after the order until the finding.
//!
//! 生态环境法典第一千零六十条; 环境保护主管部门实施按日连续处罚办法 (令28号), arts 5 to 20.

use super::TraceStep;
use crate::law::Words;
use crate::time::date_zh;
use crate::{Date, Fen, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// What a re-check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Still violating.
    Continues,
    /// The re-check was refused or obstructed.
    Obstructed,
    /// Corrected.
    Corrected,
    /// The unit stands still: 停产, 停业 or 关闭.
    Stopped,
    /// Sealing or a production limit has ended the discharge.
    StoppedByMeasure,
}

impl Finding {
    /// Whether days run up to it (令28第十三条).
    const fn refuses(self) -> bool {
        matches!(self, Self::Continues | Self::Obstructed)
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Continues => ("仍在违法排放", "still violating"),
            Self::Obstructed => ("拒绝、阻挠复查", "re-check refused or obstructed"),
            Self::Corrected => ("已经改正", "corrected"),
            Self::Stopped => ("已经停产、停业或者关闭", "standing still"),
            Self::StoppedByMeasure => {
                ("因查封扣押、限产停产等措施已停止排污", "ended by sealing or a production limit")
            }
        }
    }
}

/// An order to correct and the re-check that followed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// The day the order to correct was served.
    pub order_served_on: Date,
    /// The day of the re-check.
    pub recheck_on: Date,
    /// What it found.
    pub finding: Finding,
}

/// Kinds of acts that a daily penalty may follow (令28第五条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Over the standard or the total amount.
    OverStandard,
    /// Evading supervision.
    Evading,
    /// Discharging what is prohibited.
    Prohibited,
    /// Dumping hazardous waste.
    DumpingHazardousWaste,
    /// Another unlawful discharge, dumping or disposal.
    OtherDischarge,
    /// A kind that a local regulation added; its name is in the file.
    Local,
    /// Not a discharge, dumping or disposal: no daily penalty.
    NotDischarge,
}

/// What a daily penalty is computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailyFacts {
    /// The kind of act.
    pub act: Act,
    /// The fine of the original decision.
    pub original_fine: Fen,
    /// The day of the original decision.
    pub decided_on: Date,
    /// The day the daily decision would be made.
    pub daily_decision_on: Date,
    /// Orders and re-checks, in order of time.
    pub rounds: Vec<Round>,
}

/// Days of one uninterrupted refusal to correct. A correction ends it; a violation after that begins a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// First day that counts.
    pub from: Date,
    /// Last day that counts: the day of the last finding.
    pub to: Date,
    /// How many days.
    pub days: u32,
    /// The fine for them.
    pub amount: Fen,
}

/// A daily penalty and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Daily {
    /// The cycles; several only where a correction lay between.
    pub cycles: Vec<Cycle>,
    /// Days together.
    pub days: u32,
    /// Fine together.
    pub amount: Fen,
    /// What legal review must look at.
    pub legal_review: Vec<Words>,
    /// The steps.
    pub trace: Vec<TraceStep>,
}

/// Rounds one calculation takes; more is a mistake in the file, not a persistent party.
const ROUNDS_MAX: usize = 200;
/// Days from an order to its re-check (令28第十条).
const RECHECK_DAYS_MAX: i32 = 30;

/// Computes the daily penalty.
///
/// # Errors
/// `discretion.daily_*` where a precondition is not met, the dates are out of order, or nobody refused to correct.
pub fn daily(facts: &DailyFacts) -> Refused<Daily> {
    preconditions(facts)?;
    let mut trace = vec![TraceStep::daily(
        format!(
            "原处罚决定的罚款数额为{}元，按日连续处罚每日的罚款数额与其相同。",
            facts.original_fine
        ),
        format!("The original fine is {} yuan; each day counts the same.", facts.original_fine),
        facts.original_fine.to_string(),
    )];
    let mut legal_review = vec![Words::new(
        "法典第一千零六十条写“自责令改正之日的次日起”，令28号第十七条写“责令改正违法行为决定书送达排污者之日的次日起”；此处按送达之日的次日起算，请法制审核确认。",
        "Art. 1060 of the code counts from the day after the order, rule 28 art. 17 from the day after its service; service is \
         used here; legal review confirms.",
    )];
    let mut cycles: Vec<Cycle> = Vec::new();
    let mut running = false;
    for round in &facts.rounds {
        late(round, &mut legal_review);
        let (zh, en) = round.finding.words();
        let (served, found) = (round.order_served_on, round.recheck_on);
        if !round.finding.refuses() {
            running = false;
            trace.push(TraceStep::daily(
                format!("{}复查：{zh}，不计罚。", date_zh(found)),
                format!("Re-check on {found}: {en}; no days."),
                "0".to_owned(),
            ));
            continue;
        }
        let (from, days) = (after(served)?, between(served, found)?);
        gap(cycles.last().filter(|_| running), served, &mut legal_review);
        trace.push(TraceStep::daily(
            format!(
                "{}送达责令改正，{}复查：{zh}；自{}至{}计{days}日。",
                date_zh(served),
                date_zh(found),
                date_zh(from),
                date_zh(found)
            ),
            format!(
                "Order served {served}, re-check {found}: {en}; {days} days from {from} to {found}."
            ),
            days.to_string(),
        ));
        match cycles.last_mut().filter(|_| running) {
            Some(cycle) => {
                cycle.to = found;
                cycle.days = cycle.days.saturating_add(days);
                cycle.amount = times(facts.original_fine, cycle.days)?;
            }
            None => {
                let amount = times(facts.original_fine, days)?;
                cycles.push(Cycle { from, to: found, days, amount });
            }
        }
        running = true;
    }
    total(facts, cycles, legal_review, trace)
}

fn total(
    facts: &DailyFacts,
    cycles: Vec<Cycle>,
    legal_review: Vec<Words>,
    mut trace: Vec<TraceStep>,
) -> Refused<Daily> {
    let days = cycles.iter().fold(0_u32, |sum, cycle| sum.saturating_add(cycle.days));
    if days == 0 {
        return Err(Refusal::new(
            "discretion.daily_not_refused",
            "复查没有发现拒不改正（已改正、已停产停业关闭或者因强制措施停止排污），不启动按日连续处罚。",
            "No re-check found a refusal to correct; a daily penalty does not start.",
        )
        .basis("环境保护主管部门实施按日连续处罚办法第十二条、第二十条")
        .field("rounds"));
    }
    let amount = times(facts.original_fine, days)?;
    if cycles.len() > 1 {
        trace.push(TraceStep::daily(
            format!("改正后又违法的，重新起算；共{}个计罚周期，各周期应当分别作出决定。", cycles.len()),
            format!("A violation after a correction starts anew: {} cycles, each with its own decision.", cycles.len()),
            cycles.len().to_string(),
        ));
    }
    trace.push(TraceStep::daily(
        format!(
            "罚款＝{}元×{days}日＝{amount}元（人民币{}）。",
            facts.original_fine,
            amount.capitals()
        ),
        format!("Fine = {} yuan × {days} days = {amount} yuan.", facts.original_fine),
        amount.to_string(),
    ));
    Ok(Daily { cycles, days, amount, legal_review, trace })
}

fn preconditions(facts: &DailyFacts) -> Refused<()> {
    let refused = |code, zh, en, field| {
        Err(Refusal::new(code, zh, en)
            .basis("环境保护主管部门实施按日连续处罚办法第五条、第七条")
            .field(field))
    };
    if facts.act == Act::NotDischarge {
        return refused(
            "discretion.daily_not_discharge",
            "按日连续处罚只适用于违法排放、倾倒、处置污染物的行为和地方性法规增加的行为。",
            "A daily penalty follows only an unlawful discharge, dumping or disposal, or a kind added by local regulation.",
            "act",
        );
    }
    if facts.original_fine <= Fen(0) {
        return refused(
            "discretion.daily_no_fine",
            "按日连续处罚须先有罚款处罚决定。",
            "A daily penalty needs a fine decided before.",
            "original_fine",
        );
    }
    if facts.daily_decision_on <= facts.decided_on {
        return refused(
            "discretion.daily_before_original",
            "按日连续处罚决定应当在原处罚决定之后作出。",
            "The daily decision comes after the original one.",
            "daily_decision_on",
        );
    }
    let ordered = facts.rounds.windows(2).all(|pair| pair[0].recheck_on <= pair[1].order_served_on)
        && facts.rounds.iter().all(|round| round.order_served_on < round.recheck_on)
        && facts.rounds.last().is_some_and(|round| round.recheck_on <= facts.daily_decision_on);
    if !ordered || facts.rounds.len() > ROUNDS_MAX {
        return refused(
            "discretion.daily_dates",
            "请按时间顺序填写每次责令改正的送达日和复查日：复查在送达之后，再次责令改正在上次复查当日或者之后，决定在最后一次复查当日或者之后。",
            "Orders and re-checks must follow each other in time, each re-check after its order, the decision last.",
            "rounds",
        );
    }
    Ok(())
}

fn late(round: &Round, legal_review: &mut Vec<Words>) {
    let days = round.recheck_on.since(round.order_served_on).map_or(0, |span| span.get_days());
    if days > RECHECK_DAYS_MAX {
        legal_review.push(Words::new(
            format!("{}的复查超过送达后三十日（令28号第十条），请法制审核确认能否计罚。", round.recheck_on),
            format!("The re-check on {} came more than thirty days after service; legal review confirms.", round.recheck_on),
        ));
    }
}

/// 再次复查仍拒不改正的，计罚日数累计执行: each order opens its own days; whether those before a late one count is not written.
fn gap(cycle: Option<&Cycle>, served: Date, legal_review: &mut Vec<Words>) {
    let Some(found) = cycle.map(|cycle| cycle.to).filter(|found| *found < served) else {
        return;
    };
    legal_review.push(Words::new(
        format!("{found}复查后，再次责令改正至{served}才送达，其间各日未计入；是否计入请法制审核确认。"),
        format!("After the re-check on {found} the next order was served only on {served}; the days between are not counted; legal review confirms."),
    ));
}

fn after(day: Date) -> Refused<Date> {
    day.tomorrow().map_err(|_| out_of_range())
}

fn between(from: Date, to: Date) -> Refused<u32> {
    let span = to.since(from).map_err(|_| out_of_range())?;
    u32::try_from(span.get_days()).map_err(|_| out_of_range())
}

fn times(fine: Fen, days: u32) -> Refused<Fen> {
    fine.0.checked_mul(days.into()).map(Fen).ok_or_else(out_of_range)
}

fn out_of_range() -> Refusal {
    Refusal::new(
        "discretion.daily_out_of_range",
        "按日连续处罚的日数或者金额超出范围，请核对。",
        "Days or amount are out of range; check them.",
    )
    .field("rounds")
}
