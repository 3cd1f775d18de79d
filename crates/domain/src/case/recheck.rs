//! Recheck (复核) of what the party said: point by point, and the fine may only fall.

use super::gates::above_notice;
use super::investigation::fine_of;
use super::{ActTime, Case, Measure, Noticed, Review, Stage, Thresholds, text};
use crate::discretion::{Asked, Calculation, Premises};
use crate::law::law_by_time;
use crate::{Date, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// One point of the defence and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The point.
    pub point: String,
    /// Whether it is adopted.
    pub adopted: bool,
    /// Why.
    pub reason: String,
}

/// The recheck.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recheck {
    /// Point by point.
    pub points: Vec<Point>,
    /// The opinion in words.
    pub opinion: String,
    /// A new computation where an adopted point changes it; never above the notice.
    pub calculation: Option<Calculation>,
    /// What was asked for it; absent in cases rechecked before it was kept.
    #[serde(default)]
    pub asked: Option<Asked>,
    /// What the other law gives, where both were computed anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Calculation>,
    /// The question and the rules of its day, where it was computed anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<Box<Premises>>,
    /// When the act was done, where the recheck finds otherwise than the report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActTime>,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
}

/// A case whose defence has been answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rechecked {
    /// The told case.
    pub noticed: Noticed,
    /// The recheck.
    pub recheck: Recheck,
    /// The repeated legal review, where new evidence or a hearing made it necessary.
    pub second_review: Option<Review>,
}

impl Case {
    /// What the party said is answered point by point; the fine may only fall.
    pub fn recheck(self, recheck: Recheck, thresholds: &Thresholds) -> Refused<Self> {
        let Stage::Recheck(noticed) = self.stage.clone() else {
            return Err(self.not_now("复核", "be rechecked"));
        };
        let said = noticed.defences.iter().flat_map(|defence| &defence.points);
        let answered = |said: &str| recheck.points.iter().any(|it| it.point.trim() == said.trim());
        if let Some(open) = said.map(String::as_str).find(|said| !answered(said)) {
            return Err(Refusal::new(
                "case.recheck_incomplete",
                format!("当事人的意见“{open}”尚未复核，须逐条复核并说明是否采纳及理由"),
                format!(
                    "the point \"{open}\" of the party is not answered; answer each, in its words"
                ),
            )
            .basis("行政处罚法第四十五条")
            .field("points"));
        }
        for point in &recheck.points {
            text(&point.reason, "points.reason", 2_000)?;
        }
        let opinion = text(&recheck.opinion, "opinion", 5_000)?;
        let new = recheck.calculation.as_ref().and_then(fine_of);
        if new.is_some_and(|fine| noticed.notice.fine.is_none_or(|told| fine > told)) {
            return Err(above_notice());
        }
        noticed.act_stands(&recheck)?;
        let again = noticed.defences.iter().any(|defence| defence.new_evidence)
            || noticed.hearing.is_some()
            || noticed.now_across(&recheck);
        let recheck = Recheck { opinion, ..recheck };
        let rechecked = Rechecked { noticed, recheck, second_review: None };
        let next =
            if again { Stage::SecondReview(rechecked) } else { rechecked.settle(thresholds) };
        Ok(self.at(next))
    }
}

impl Noticed {
    /// Whether only the new computation runs across two laws, so that nobody has reviewed the choice between them.
    fn now_across(&self, recheck: &Recheck) -> bool {
        let reviewed = match &self.cleared.examined.concluded.report.measure {
            Measure::Computed { law, .. } => law.legal_review,
            Measure::NoPenalty { .. } => false,
        };
        !reviewed && recheck.premises.as_ref().is_some_and(|now| now.law.legal_review)
    }

    /// The law by time rests on the act as recorded: another time, or a law that changed since, needs a new computation.
    fn act_stands(&self, recheck: &Recheck) -> Refused<()> {
        let concluded = &self.cleared.examined.concluded;
        let proposal = &concluded.investigation.filed.proposal;
        let (years, found_on) = (proposal.limitation_years(), proposal.found_on);
        if let Some(act) = recheck.act {
            act.check(found_on, years, recheck.on)?;
        }
        let (None, Measure::Computed { law, .. }) =
            (&recheck.calculation, &concluded.report.measure)
        else {
            return Ok(());
        };
        let reported = concluded.report.act;
        let act = recheck.act.or(reported).unwrap_or(ActTime::on(proposal.act_on));
        let now = law_by_time(act.from, act.until, recheck.on)?;
        if recheck.act.is_none_or(|act| Some(act) == reported) && now.substance == law.substance {
            return Ok(());
        }
        Err(Refusal::new(
            "case.compute_anew",
            "行为时间或者应当适用的法律与调查报告不同，请重新计算罚款",
            "the time of the act, or the law that applies, is not that of the report; compute the fine anew",
        )
        .basis("行政处罚法第三十七条")
        .field("discretion"))
    }
}
