//! Deliberation (集体讨论), decision (决定) and its service (送达).

use super::gates::above_notice;
use super::investigation::fine_of;
use super::{Case, Closing, Measure, Rechecked, Return, Service, Stage, Thresholds, text};
use crate::calendar::Counting;
use crate::discretion::{Asked, Calculation, Facts};
use crate::jurisdiction::{Footing, Grounds, Step};
use crate::{Date, Fen, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// Somebody at the deliberation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The officer.
    pub officer: OfficerId,
    /// The name.
    pub name: String,
    /// The post.
    pub post: String,
    /// Whether the person has a vote; investigators report but do not vote.
    pub votes: bool,
    /// What the person said.
    pub opinion: String,
}

/// The deliberation and its minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliberation {
    /// When.
    pub on: Date,
    /// Who.
    pub participants: Vec<Participant>,
    /// The conclusion in words.
    pub conclusion: String,
    /// A lower fine, where the deliberation departs from the proposal, with its reasons in the conclusion.
    pub fine: Option<Fen>,
}

/// A case that passed all it must pass before the decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    /// The rechecked case.
    pub rechecked: Rechecked,
    /// The deliberation, where it was required.
    pub deliberation: Option<Deliberation>,
}

/// The decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// 文号.
    pub number: String,
    /// The fine; none where no penalty is imposed.
    pub fine: Option<Fen>,
    /// On what the body's power rests on the day of the decision.
    pub grounds: Box<Footing>,
    /// Digest of the calculation that the fine rests on; none where there is no computation.
    #[serde(default)]
    pub calculation: Option<String>,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
    /// Last day to publish it (the period `publication`).
    pub publish_by: Date,
    /// How it departs from what the benchmark gives; none where it does not.
    #[serde(default)]
    pub departure: Option<Departure>,
}

/// A fine beside what the benchmark gives (突破裁量基准): reasons, collective discussion and approver in one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// What the benchmark gives without the departure.
    pub computed: Fen,
    /// What was decided.
    pub decided: Fen,
    /// Why, in words.
    pub reason: String,
    /// The day of the collective discussion.
    pub deliberated_on: Date,
    /// Who approved it: the head who decides.
    pub approved_by: OfficerId,
}

/// A decided case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// What had to be passed before.
    pub settled: Settled,
    /// The decision.
    pub decision: Decision,
}

/// A served decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Served {
    /// The decided case.
    pub decided: Decided,
    /// How it was served.
    pub service: Service,
    /// Last day to pay (the period `payment`).
    pub pay_until: Date,
    /// The closing that was proposed and waits for the head, or that the head approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<Closing>,
    /// Closings that the head sent back, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returns: Vec<Return>,
}

impl Rechecked {
    /// Goes to deliberation where that is required, else to the head.
    pub(super) fn settle(self, thresholds: &Thresholds) -> Stage {
        let concluded = &self.noticed.cleared.examined.concluded;
        let discussed = |new: &Calculation| new.requires_deliberation || !new.deviations.is_empty();
        let anew = self.recheck.calculation.as_ref().is_some_and(discussed);
        if thresholds.deliberation(concluded).required || anew {
            Stage::Deliberation(self)
        } else {
            Stage::DecisionDue(Settled { rechecked: self, deliberation: None })
        }
    }

    /// The fine as it stands after the recheck.
    pub fn fine(&self) -> Option<Fen> {
        self.calculation().and_then(fine_of)
    }

    /// The calculation as it stands after the recheck; none where no penalty was proposed without one.
    pub fn calculation(&self) -> Option<&Calculation> {
        let measure: &Measure = &self.noticed.cleared.examined.concluded.report.measure;
        self.recheck.calculation.as_ref().or(measure.calculation())
    }
}

impl Decided {
    /// The amount of a decision is bound to its calculation: only a deliberation, with its reasons, goes below it.
    ///
    /// # Errors
    /// `case.fine_not_computed` where the amount is another, or the calculation is not the one that was decided on.
    pub fn bound(&self) -> Refused<()> {
        let computed = self.settled.rechecked.calculation();
        let lowered = self.settled.deliberation.as_ref().and_then(|held| held.fine);
        let expected = lowered.or(computed.and_then(fine_of));
        // Decisions of before the digest was kept have none.
        let named = self.decision.calculation.as_ref();
        let same = named.is_none_or(|digest| computed.is_some_and(|made| made.digest() == *digest));
        if self.decision.fine == expected && same && self.settled.rechecked.as_told() {
            return Ok(());
        }
        Err(Refusal::new(
            "case.fine_not_computed",
            "决定的罚款数额与裁量计算不一致，不能制发处罚决定书；请重新计算或者经集体讨论说明理由",
            "the amount differs from its calculation; the decision cannot be issued",
        )
        .field("fine"))
    }
}

impl Rechecked {
    /// Whether the party was told of the very calculation that stands, or of one that is not milder than its new one.
    fn as_told(&self) -> bool {
        let notice = &self.noticed.notice;
        let reported = self.noticed.cleared.examined.concluded.report.measure.calculation();
        let same = notice
            .calculation
            .as_ref()
            .is_none_or(|told| reported.is_some_and(|computed| computed.digest() == *told));
        same && self.fine().is_none_or(|fine| notice.fine.is_some_and(|told| fine <= told))
    }

    /// The computation as it stands after the recheck, and what was asked for it.
    fn computed(&self) -> Option<(&Calculation, Option<&Asked>)> {
        match (&self.recheck.calculation, &self.noticed.cleared.examined.concluded.report.measure) {
            (Some(anew), _) => Some((anew, self.recheck.asked.as_ref())),
            (None, Measure::Computed { calculation, asked, .. }) => {
                Some((calculation, asked.as_deref()))
            }
            (None, Measure::NoPenalty { .. }) => None,
        }
    }

    /// A deliberation may lower the fine, but not below the statutory range: 减轻 needs its ground in the computation.
    fn within_range(&self, fine: Option<Fen>) -> Refused<()> {
        let least = self.computed().map(|(computed, _)| computed.range.0.min(computed.amount()));
        match (fine, least) {
            (Some(fine), Some(least)) if fine < least => Err(Refusal::new(
                "case.fine_below_range",
                format!("低于法定最低罚款属于减轻处罚，须有法定减轻情形并在裁量计算中载明；本案不得低于{least}元"),
                format!(
                    "a fine below the statutory minimum needs a mitigating ground in the computation; here at least {least} yuan"
                ),
            )
            .basis("行政处罚法第三十二条")
            .field("fine_fen")),
            _ => Ok(()),
        }
    }
}

/// Why a fine departs from the benchmark, ground by ground.
fn reasons(facts: &Facts) -> String {
    let said: Vec<&str> = facts.adjustments().map(|each| each.reason.trim()).collect();
    said.join("；")
}

impl Settled {
    /// How a fine departs from what the benchmark gives. It needs the deliberation that led to it.
    fn departure(&self, fine: Option<Fen>, approved_by: OfficerId) -> Refused<Option<Departure>> {
        let (Some((computed, asked)), Some(decided)) = (self.rechecked.computed(), fine) else {
            return Ok(None);
        };
        let held = self.deliberation.as_ref();
        let adjusted = asked.map(|asked| reasons(&asked.facts)).filter(|said| !said.is_empty());
        let lowered = held.filter(|held| held.fine.is_some());
        let reason = match (lowered, adjusted) {
            (Some(held), None) => held.conclusion.clone(),
            (Some(held), Some(said)) => format!("{said}；{}", held.conclusion),
            (None, Some(said)) => said,
            (None, None) => return Ok(None),
        };
        let Some(held) = held else {
            return Err(Refusal::new(
                "case.departure_not_deliberated",
                "罚款偏离裁量基准，须经集体讨论后作出决定",
                "a fine beside the benchmark needs collective deliberation before the decision",
            )
            .basis("行政处罚法第五十七条"));
        };
        let computed = computed.before_departure.unwrap_or(computed.amount());
        Ok(Some(Departure { computed, decided, reason, deliberated_on: held.on, approved_by }))
    }
}

impl Case {
    /// Whether the decision, once made, still stands on its calculation.
    ///
    /// # Errors
    /// As [`Decided::bound`].
    pub fn bound(&self) -> Refused<()> {
        let decided = match &self.stage {
            Stage::Decided(decided) => Some(decided),
            Stage::Served(served) | Stage::Closed { served, .. } => Some(&served.decided),
            _ => None,
        };
        decided.map_or(Ok(()), Decided::bound)
    }

    /// The heads deliberate; investigators report but do not vote (重大问题 17, 18).
    pub fn deliberate(self, deliberation: Deliberation, today: Date) -> Refused<Self> {
        let Stage::Deliberation(rechecked) = self.stage.clone() else {
            return Err(self.not_now("集体讨论", "be deliberated"));
        };
        let voters = deliberation.participants.iter().filter(|person| person.votes);
        if voters.clone().any(|person| self.ever_handled_by(person.officer)) {
            return Err(Refusal::new(
                "case.investigator_votes",
                "承办人可以列席汇报，不得参与表决",
                "the handlers may report but not vote",
            )
            .basis("生态环境行政执法案卷评查细则（2024年版）重大问题第18项")
            .field("participants"));
        }
        let mut people: Vec<OfficerId> = voters.map(|person| person.officer).collect();
        people.sort();
        people.dedup();
        if people.len() < 2 {
            return Err(Refusal::new(
                "case.deliberation_alone",
                "集体讨论至少须有两名有表决权的负责人参加",
                "a deliberation needs at least two people with a vote",
            )
            .basis("行政处罚法第五十七条")
            .field("participants"));
        }
        let ready = rechecked.second_review.as_ref().map_or(rechecked.recheck.on, |it| it.on);
        if deliberation.on < ready || deliberation.on > today {
            return Err(Refusal::new(
                "case.deliberation_day_wrong",
                format!("讨论须在复核、审核完成之日{ready}之后，且不晚于今天"),
                format!("the deliberation follows what it deliberates, from {ready} to today"),
            )
            .field("held_on"));
        }
        if deliberation.fine.is_some_and(|fine| rechecked.fine().is_none_or(|was| fine > was)) {
            return Err(above_notice());
        }
        rechecked.within_range(deliberation.fine)?;
        let conclusion = text(&deliberation.conclusion, "conclusion", 5_000)?;
        let deliberation = Some(Deliberation { conclusion, ..deliberation });
        Ok(self.at(Stage::DecisionDue(Settled { rechecked, deliberation })))
    }

    /// The head decides. The amount is the one that was computed, noticed, rechecked and deliberated; it is not typed.
    pub fn decide(
        self,
        number: String,
        by: OfficerId,
        counting: Counting<'_>,
        today: Date,
        grounds: Grounds,
    ) -> Refused<Self> {
        let Stage::DecisionDue(settled) = self.stage.clone() else {
            return Err(self.not_now("作出决定", "be decided"));
        };
        let grounds = grounds.for_step(Step::Decide, &self.item, self.agency, self.place())?;
        self.not_a_handler(by)?;
        let lowered = settled.deliberation.as_ref().and_then(|deliberation| deliberation.fine);
        let fine = lowered.or(settled.rechecked.fine());
        let departure = settled.departure(fine, by)?;
        let publish_by = counting.ends("publication", today)?.date;
        let calculation = settled.rechecked.calculation().map(Calculation::digest);
        let grounds = Box::new(grounds);
        let decision =
            Decision { number, fine, grounds, calculation, by, on: today, publish_by, departure };
        let decided = Decided { settled, decision };
        decided.bound()?;
        Ok(self.at(Stage::Decided(decided)))
    }

    /// The decision was served; payment and remedies run.
    pub fn serve_decision(
        self,
        service: Service,
        counting: Counting<'_>,
        today: Date,
    ) -> Refused<Self> {
        let Stage::Decided(decided) = self.stage.clone() else {
            return Err(self.not_now("送达决定书", "be served"));
        };
        let service = service.check(decided.decision.on, today, counting)?;
        let pay_until = counting.ends("payment", service.effective_on())?.date;
        let served = Served { decided, service, pay_until, closing: None, returns: Vec::new() };
        Ok(self.at(Stage::Served(served)))
    }
}
