//! A flat view of what a case holds so far, for screens and documents; the proofs stay nested in the stage.

use super::{
    Case, CloseGround, Concluded, Decided, Decision, Deliberation, Examination, Filed,
    Investigation, NoticeIssued, Noticed, Proposal, Recheck, Rechecked, Report, Review, Served,
    Settled, Stage,
};
use crate::Date;
use crate::discretion::{Calculation, Premises};

/// What has been done so far; `None` is what lies ahead or was not required.
#[derive(Debug, Clone, Copy, Default)]
#[expect(missing_docs, reason = "each field is the step of the same name")]
pub struct Steps<'a> {
    pub proposal: Option<&'a Proposal>,
    pub filed: Option<&'a Filed>,
    pub investigation: Option<&'a Investigation>,
    pub concluded: Option<&'a Concluded>,
    pub report: Option<&'a Report>,
    pub examination: Option<&'a Examination>,
    pub review: Option<&'a Review>,
    pub issued: Option<&'a NoticeIssued>,
    pub noticed: Option<&'a Noticed>,
    pub recheck: Option<&'a Recheck>,
    pub second_review: Option<&'a Review>,
    pub deliberation: Option<&'a Deliberation>,
    pub decision: Option<&'a Decision>,
    pub served: Option<&'a Served>,
    pub closed: Option<(CloseGround, Date)>,
}

impl Case {
    /// Walks down the proofs of the stage.
    pub fn steps(&self) -> Steps<'_> {
        let mut steps = Steps::default();
        match &self.stage {
            Stage::FilingProposed(proposal) | Stage::NotFiled { proposal, .. } => {
                steps.proposal = Some(proposal);
            }
            Stage::Investigating(investigation) => steps.investigation(investigation),
            Stage::UnderExamination(concluded) => steps.concluded(concluded),
            Stage::LegalReview(examined) => {
                steps.concluded(&examined.concluded);
                steps.examination = Some(&examined.examination);
            }
            Stage::NoticeDue(cleared) => steps.cleared(cleared),
            Stage::NoticeIssued(issued) => {
                steps.cleared(&issued.cleared);
                steps.issued = Some(issued);
            }
            Stage::Noticed(noticed) | Stage::Hearing(noticed) | Stage::Recheck(noticed) => {
                steps.noticed(noticed);
            }
            Stage::SecondReview(rechecked) | Stage::Deliberation(rechecked) => {
                steps.rechecked(rechecked);
            }
            Stage::DecisionDue(settled) => steps.settled(settled),
            Stage::Decided(decided) => steps.decided(decided),
            Stage::Served(served) => steps.served(served),
            Stage::Closed { served, ground, on, .. } => {
                steps.served(served);
                steps.closed = Some((*ground, *on));
            }
        }
        steps
    }

    /// The proposal every case begins with.
    pub fn proposal(&self) -> Option<&Proposal> {
        self.steps().proposal
    }

    /// Whether the decision was annulled after it was made.
    pub const fn annulled(&self) -> bool {
        matches!(self.stage, Stage::Closed { ground: CloseGround::Annulled, .. })
    }
}

impl<'a> Steps<'a> {
    /// The calculation as it stands, with its premises where they were kept: the recheck's, else the report's.
    pub fn computed(&self) -> Option<(&'a Calculation, Option<&'a Premises>)> {
        let anew = self
            .recheck
            .and_then(|recheck| Some((recheck.calculation.as_ref()?, recheck.premises.as_deref())));
        let measure = || self.report.map(|report| &report.measure);
        anew.or_else(|| Some((measure()?.calculation()?, measure()?.premises())))
    }

    fn investigation(&mut self, investigation: &'a Investigation) {
        self.proposal = Some(&investigation.filed.proposal);
        self.filed = Some(&investigation.filed);
        self.investigation = Some(investigation);
    }

    fn concluded(&mut self, concluded: &'a Concluded) {
        self.investigation(&concluded.investigation);
        self.concluded = Some(concluded);
        self.report = Some(&concluded.report);
    }

    fn cleared(&mut self, cleared: &'a super::Cleared) {
        self.concluded(&cleared.examined.concluded);
        self.examination = Some(&cleared.examined.examination);
        self.review = cleared.review.as_ref();
    }

    fn noticed(&mut self, noticed: &'a Noticed) {
        self.cleared(&noticed.cleared);
        self.noticed = Some(noticed);
    }

    fn rechecked(&mut self, rechecked: &'a Rechecked) {
        self.noticed(&rechecked.noticed);
        self.recheck = Some(&rechecked.recheck);
        self.second_review = rechecked.second_review.as_ref();
    }

    fn settled(&mut self, settled: &'a Settled) {
        self.rechecked(&settled.rechecked);
        self.deliberation = settled.deliberation.as_ref();
    }

    fn decided(&mut self, decided: &'a Decided) {
        self.settled(&decided.settled);
        self.decision = Some(&decided.decision);
    }

    fn served(&mut self, served: &'a Served) {
        self.decided(&served.decided);
        self.served = Some(served);
    }
}
