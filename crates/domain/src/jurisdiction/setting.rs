//! A question of jurisdiction: every fact that the answer may depend on.

use super::{Designation, Operation, Siting, Withdrawn};
use crate::agency::Agency;
use crate::item::Occasion;
use crate::law::Words;
use crate::officer::Officer;
use crate::region::Territory;
use crate::{Date, OfficerId, Timestamp};
use serde::{Deserialize, Serialize};

/// At which step a body asks for its power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Somebody asks; nothing is done.
    Ask,
    /// Officers are sent.
    Dispatch,
    /// They inspect.
    Inspect,
    /// A case is filed.
    File,
    /// It is decided.
    Decide,
}

/// What brought the body to act: kept from the task to the decision, so that every step rests on the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// The occasion.
    pub occasion: Occasion,
    /// The registered operation, by code.
    pub operation: Option<String>,
}

/// Who acts for the body.
#[derive(Debug, Clone, Copy, Default)]
pub enum Acting<'a> {
    /// Nobody in particular: the question is about the body.
    #[default]
    Body,
    /// Officers who enforce: each holds a certificate.
    Officers(&'a [Officer]),
    /// A head who approves or decides: of that body, no certificate needed.
    Head(&'a Officer),
}

/// Another body's case of the same matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    /// Its name.
    pub name: String,
    /// When it filed.
    pub filed_at: Timestamp,
}

/// What an officer did in the matter on a day: only who held a certificate that day may have done it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// Who.
    pub officer: Officer,
    /// On which day.
    pub on: Date,
    /// What, as a verb phrase.
    pub what: Words,
}

/// The question.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The item by code.
    pub item: &'a str,
    /// Where the act was.
    pub place: &'a Territory,
    /// How sure that is.
    pub siting: Siting,
    /// The body.
    pub agency: &'a Agency,
    /// Who acts for it.
    pub acting: Acting<'a>,
    /// The day of the step.
    pub on: Date,
    /// The step.
    pub step: Step,
    /// What brought it about.
    pub setting: Setting,
    /// The operation that the setting names, where there is one of that code.
    pub operation: Option<&'a Operation>,
    /// What became of the matter's jurisdiction, where that was in question.
    pub designation: Option<&'a Designation>,
    /// The day on which the officers went, once they have.
    pub found_on: Option<Date>,
    /// The day on which the case was filed, once it is.
    pub filed_on: Option<Date>,
    /// The instant of it.
    pub filed_at: Option<Timestamp>,
    /// What was done in the matter until now, and by whom; asked of a decision.
    pub acted: Vec<Acted>,
    /// Another body's case.
    pub rival: Option<Rival>,
    /// That it was a town's, under a delegation that was taken back since.
    pub withdrawn: Option<Withdrawn<'a>>,
}

impl<'a> Question<'a> {
    /// The plain question: an ordinary occasion, no officer, nothing before.
    pub fn about(item: &'a str, place: &'a Territory, agency: &'a Agency, on: Date) -> Self {
        Self {
            item,
            place,
            siting: Siting::Named,
            agency,
            acting: Acting::Body,
            on,
            step: Step::Ask,
            setting: Setting::default(),
            operation: None,
            designation: None,
            found_on: None,
            filed_on: None,
            filed_at: None,
            acted: Vec::new(),
            rival: None,
            withdrawn: None,
        }
    }

    /// The officers who act, for the grounds.
    pub(super) fn who(&self) -> Vec<OfficerId> {
        match self.acting {
            Acting::Body => Vec::new(),
            Acting::Officers(officers) => officers.iter().map(|officer| officer.id).collect(),
            Acting::Head(head) => vec![head.id],
        }
    }
}
