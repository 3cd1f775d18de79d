//! A town's matter after its delegation was taken back: nobody goes on with it before a person has chosen who does.

use super::Asked;
use super::designation::{Claim, Designation, DesignationKind, DesignationState, NewDesignation};
use super::setting::Step;
use crate::agency::Agency;
use crate::item::{Chosen, Delegation, InFlight, Occasion};
use crate::region::Level;
use crate::{Refusal, Refused};

/// What is known of a matter that a town had in hand when a delegation ended.
#[derive(Debug, Clone, Copy)]
pub struct Withdrawn<'a> {
    /// The delegation that was taken back.
    pub delegation: &'a Delegation,
    /// What was chosen for the matter.
    pub chosen: Option<&'a Chosen>,
}

impl Asked<'_> {
    /// Whether the body at hand is the one that was chosen to go on. The city asks by its own power, not by the town's.
    pub(super) fn withdrawn(&self) -> Refused<()> {
        let Some(Withdrawn { delegation, chosen }) = self.question.withdrawn else {
            return Ok(());
        };
        let level = self.question.agency.level;
        let own = self.question.setting.occasion == Occasion::AcrossTowns;
        if level == Level::City || (level == Level::County && own) {
            return Ok(());
        }
        let because = Because { delegation, step: self.question.step };
        match (chosen.map(|chosen| chosen.course), level) {
            (None, _) => Err(because.undecided()),
            (Some(InFlight::Finish), Level::County) => Err(because.the_towns()),
            (Some(InFlight::HandOver), Level::Town) => Err(because.the_countys()),
            (Some(InFlight::Finish), Level::Town | Level::City)
            | (Some(InFlight::HandOver), Level::County | Level::City) => Ok(()),
        }
    }
}

impl Designation {
    /// A town's matter goes to the body that has the power since the delegation was taken back. That is no transfer from one
    /// competent body to another, so it neither needs to be accepted nor uses up the one transfer.
    ///
    /// # Errors
    /// Only for a missing reason.
    pub fn withdrawal(new: NewDesignation, to: &Agency, before: Option<&Self>) -> Refused<Self> {
        let state = DesignationState::Accepted { agency: to.id, by: new.by, at: new.at };
        let claim = Claim { agency: to.id, filed_on: None, opinion: String::new() };
        let transferred = before.is_some_and(|before| before.transferred);
        let begun = new.begun(DesignationKind::Withdrawal, vec![claim], state)?;
        Ok(Self { transferred, ..begun })
    }
}

/// The words of a refusal name the page on which the choice is made.
struct Because<'a> {
    delegation: &'a Delegation,
    step: Step,
}

impl Because<'_> {
    fn undecided(&self) -> Refusal {
        let (zh, en) = self.said();
        self.refusal(
            "jurisdiction.withdrawal_undecided",
            format!("{zh}，该事项由谁继续办理尚未确定，确定前不得办理；请到{}逐件确定", self.page()),
            format!("{en}; nobody has chosen yet who goes on with this matter: choose it on the page {}", self.address()),
        )
    }

    fn the_towns(&self) -> Refusal {
        let (zh, en) = self.said();
        self.refusal(
            "jurisdiction.town_finishes",
            format!("{zh}，已确定由原乡镇、街道办结；需要改变的，请到{}重新确定", self.page()),
            format!(
                "{en}, and the town was chosen to finish it; choose otherwise on the page {}",
                self.address()
            ),
        )
    }

    fn the_countys(&self) -> Refusal {
        let (zh, en) = self.said();
        self.refusal(
            "jurisdiction.goes_to_county",
            format!("{zh}，已确定移交县级办理；见{}", self.page()),
            format!("{en}, and the matter goes to the county; see the page {}", self.address()),
        )
    }

    fn said(&self) -> (String, String) {
        let Delegation { document, effective_to, .. } = self.delegation;
        let end = effective_to.map(|end| end.to_string()).unwrap_or_default();
        (
            format!("该事项的下放（{document}）已于{end}收回"),
            format!("the delegation of this item ({document}) was taken back on {end}"),
        )
    }

    fn page(&self) -> String {
        format!("“收回下放的在办事项”页面（{}）", self.address())
    }

    fn address(&self) -> String {
        format!("/delegations/{}", self.delegation.code)
    }

    fn refusal(&self, code: &'static str, zh: String, en: String) -> Refusal {
        let refusal =
            Refusal::new(code, format!("{zh}。"), format!("{en}.")).basis("行政处罚法第二十四条");
        match self.step {
            Step::Dispatch => refusal.field("lead"),
            Step::Ask | Step::Inspect | Step::File | Step::Decide => refusal.field("agency"),
        }
    }
}
