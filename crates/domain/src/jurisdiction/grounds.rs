//! On what a body's power rests: only [`may_enforce`](super::may_enforce) makes grounds, and the steps of a case want them.

use super::setting::{Setting, Step};
use super::siting::Siting;
use crate::law::{Certainty, Citation, Words};
use crate::region::Territory;
use crate::{AgencyId, Date, DesignationId, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// On what a body's power rests in the matter at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Grounds {
    /// The item.
    pub item: String,
    /// Where.
    pub place: Territory,
    /// How sure that is; with the choice that a person made near a boundary.
    pub siting: Siting,
    /// The body that acts.
    pub agency: AgencyId,
    /// The body in whose name the decision is made and sealed.
    pub in_name_of: AgencyId,
    /// Who acts for it.
    pub officers: Vec<OfficerId>,
    /// For which step.
    pub step: Step,
    /// On which day.
    pub on: Date,
    /// What brought it about; the later steps use the same.
    pub setting: Setting,
    /// The designation or transfer it rests on.
    pub designation: Option<DesignationId>,
    /// The articles.
    pub basis: Vec<Citation>,
    /// The list version that names the item.
    pub list: String,
    /// How sure that list is.
    pub certainty: Certainty,
    /// Why this body.
    pub reason: Words,
}

impl Grounds {
    /// Refuses grounds that were given for something else.
    ///
    /// # Errors
    /// `jurisdiction.other_grounds`: a fault of the program that nobody should ever see.
    pub fn for_step(
        self,
        step: Step,
        item: &str,
        agency: AgencyId,
        place: &Territory,
    ) -> Refused<Self> {
        let same = self.step == step && self.item == item && self.agency == agency;
        if same && self.place == *place {
            return Ok(self);
        }
        Err(Refusal::new(
            "jurisdiction.other_grounds",
            "管辖依据与本步骤不符，请刷新后重试",
            "the grounds were given for another step; reload and try again",
        ))
    }

    /// Grounds for tests of what comes after the question.
    #[cfg(test)]
    pub(crate) fn given(step: Step, item: &str, agency: AgencyId, place: &Territory) -> Self {
        Self {
            item: item.to_owned(),
            place: place.clone(),
            siting: Siting::Named,
            agency,
            in_name_of: agency,
            officers: Vec::new(),
            step,
            on: Date::constant(2026, 9, 1),
            setting: Setting::default(),
            designation: None,
            basis: Vec::new(),
            list: "test".to_owned(),
            certainty: Certainty::Design,
            reason: Words::new("测试", "test"),
        }
    }
}
