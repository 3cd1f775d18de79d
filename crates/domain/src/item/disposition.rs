//! What becomes of one matter that a town had in hand when a delegation was taken back (在办事项去向): the town finishes it,
//! or it goes to the body that has the power from then on.

use super::InFlight;
use crate::region::Territory;
use crate::{
    AgencyId, DesignationId, DispositionId, LeadId, OfficerId, Refusal, Refused, Timestamp,
};
use serde::{Deserialize, Serialize};

/// A choice, with who made it and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Who goes on with it.
    pub course: InFlight,
    /// Why.
    pub reason: String,
    /// By whom chosen.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

/// That the matter went over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedOut {
    /// The handing over; none where the matter had come to its end before.
    pub designation: Option<DesignationId>,
    /// When.
    pub at: Timestamp,
}

/// What becomes of one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    /// Identity.
    pub id: DispositionId,
    /// Code of the delegation that was taken back.
    pub delegation: String,
    /// The lead with which the matter began; task, inspection and case follow from it.
    pub lead: LeadId,
    /// Where the act was.
    pub place: Territory,
    /// The town's body.
    pub town: AgencyId,
    /// The body that has the power once the delegation has ended.
    pub heir: AgencyId,
    /// The choice that counts.
    pub chosen: Chosen,
    /// The choices before it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Chosen>,
    /// That it went over, where it did.
    pub carried_out: Option<CarriedOut>,
    /// Revision of this entry.
    pub revision: u32,
}

/// Choices of one matter that are kept.
const BEFORE_MAX: usize = 20;

impl Chosen {
    /// A choice in words.
    ///
    /// # Errors
    /// `disposition.reason` for a missing or too long reason.
    pub fn new(course: InFlight, reason: &str, by: OfficerId, at: Timestamp) -> Refused<Self> {
        let reason = reason.trim();
        if !(1..=500).contains(&reason.chars().count()) {
            return Err(Refusal::new(
                "disposition.reason",
                "请说明确定去向的理由（1至500字）。",
                "Say why, in 1 to 500 characters.",
            )
            .field("reason"));
        }
        Ok(Self { course, reason: reason.to_owned(), by, at })
    }
}

impl Disposition {
    /// Chooses otherwise, as long as the matter has not gone over.
    ///
    /// # Errors
    /// `disposition.carried_out`, `disposition.too_often`.
    pub fn choose_again(mut self, chosen: Chosen) -> Refused<Self> {
        if self.carried_out.is_some() {
            return Err(Refusal::new(
                "disposition.carried_out",
                "该事项已经移交，不能再改变去向；有争议的，报请共同的上级机构指定管辖。",
                "The matter went over already; where that is disputed, ask the common superior.",
            ));
        }
        if self.before.len() >= BEFORE_MAX {
            return Err(Refusal::new(
                "disposition.too_often",
                format!("同一事项的去向至多更改{BEFORE_MAX}次。"),
                format!("The choice for one matter is changed {BEFORE_MAX} times at most."),
            ));
        }
        self.before.push(std::mem::replace(&mut self.chosen, chosen));
        Ok(self)
    }

    /// It went over, or there was nothing left to go.
    pub fn carry_out(self, designation: Option<DesignationId>, at: Timestamp) -> Self {
        Self { carried_out: Some(CarriedOut { designation, at }), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn chosen(course: InFlight) -> Chosen {
        Chosen::new(course, "镇里已调查终结", OfficerId(Uuid::nil()), Timestamp::from_millis(1))
            .unwrap()
    }

    #[test]
    fn a_choice_has_a_reason_and_may_change_until_the_matter_went_over() {
        let by = OfficerId(Uuid::nil());
        let bare = Chosen::new(InFlight::Finish, "  ", by, Timestamp::from_millis(1));
        assert_eq!(bare.unwrap_err().code, "disposition.reason");
        let made = Disposition {
            id: DispositionId(Uuid::nil()),
            delegation: "d".to_owned(),
            lead: LeadId(Uuid::nil()),
            place: "1310/131082/131082109/".parse().unwrap(),
            town: AgencyId(Uuid::nil()),
            heir: AgencyId(Uuid::nil()),
            chosen: chosen(InFlight::Finish),
            before: Vec::new(),
            carried_out: None,
            revision: 1,
        };
        let other = made.choose_again(chosen(InFlight::HandOver)).unwrap();
        assert_eq!(other.before, [chosen(InFlight::Finish)]);
        let gone = other.carry_out(None, Timestamp::from_millis(2));
        let late = gone.choose_again(chosen(InFlight::Finish)).unwrap_err();
        assert_eq!(late.code, "disposition.carried_out");
    }
}
