//! On what a body's power rests. [`Grounds`] come from [`may_enforce`](super::may_enforce) alone and open a step;
//! [`Footing`] is what is kept of them, and opens nothing.

use super::setting::{Setting, Step};
use super::siting::Siting;
use crate::law::{Certainty, Citation, Words};
use crate::region::Territory;
use crate::{AgencyId, Date, DesignationId, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// The proof that the question was asked and answered with yes. It can be neither read from JSON nor put together:
/// ```compile_fail
/// let forged: domain::jurisdiction::Grounds = serde_json::from_str("{}").unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds(Footing);

/// On what a body's power rested in the matter at hand, as it is kept with the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footing {
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

impl Deref for Grounds {
    type Target = Footing;

    fn deref(&self) -> &Footing {
        &self.0
    }
}

impl Grounds {
    /// Only the question itself gives grounds.
    pub(super) const fn given_by_law(footing: Footing) -> Self {
        Self(footing)
    }

    /// The same answer for another day or with other words.
    pub(super) fn with(self, change: impl FnOnce(Footing) -> Footing) -> Self {
        Self(change(self.0))
    }

    /// What is kept of them; grounds that were given for something else are refused.
    ///
    /// # Errors
    /// `jurisdiction.other_grounds`: a fault of the program that nobody should ever see.
    pub fn for_step(
        self,
        step: Step,
        item: &str,
        agency: AgencyId,
        place: &Territory,
    ) -> Refused<Footing> {
        let same = self.step == step && self.item == item && self.agency == agency;
        if same && self.place == *place {
            return Ok(self.0);
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
        Self(Footing {
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
        })
    }
}
