//! A person looks at an item beside its article, and confirms or corrects it.

use super::{Department, Item, ItemKind};
use crate::discretion::Ranges;
use crate::law::{Acts, Certainty, Citation, Words};
use crate::region::Level;
use crate::{OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// Whether a person has confirmed an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Review {
    /// Nobody has: it is no more than a proposal.
    #[default]
    Unreviewed,
    /// Somebody has.
    Confirmed {
        /// Who.
        by: OfficerId,
        /// The name.
        name: String,
        /// When.
        at: Timestamp,
        /// What the person wrote about it.
        note: String,
    },
}

impl Review {
    /// Whether a person has.
    pub const fn is_confirmed(&self) -> bool {
        matches!(self, Self::Confirmed { .. })
    }
}

/// A person's word for an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    /// Who.
    pub by: OfficerId,
    /// The name.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// What the person compared, or wants to be known.
    pub note: String,
    /// Which duty the clause penalises.
    pub duty: Duty,
}

/// What a reviewer says of the duty (义务条款).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duty {
    /// Nothing: the row names it already.
    AsItStands,
    /// These articles lay it down.
    Articles(Vec<Citation>),
    /// The clause that gives the power states it itself.
    InClause,
}

/// What a correction changes: everything but the code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of an item")]
pub struct Revision {
    pub name: Words,
    pub kind: ItemKind,
    pub duty: Vec<Citation>,
    pub penalty: Vec<Citation>,
    pub penalty_before: Vec<Citation>,
    pub first_responsible: Level,
    pub department: Department,
    pub subject: String,
    pub ranges: Vec<String>,
}

impl Revision {
    /// The row of that code with this content, which nobody has confirmed yet.
    pub fn into_item(self, code: String) -> Item {
        let Self { name, kind, duty, penalty, penalty_before, .. } = self;
        let Self { first_responsible, department, subject, ranges, .. } = self;
        Item {
            code,
            name,
            kind,
            duty,
            penalty,
            duty_before: Vec::new(),
            penalty_before,
            first_responsible,
            department,
            subject,
            ranges,
            certainty: Certainty::Unreviewed,
            review: Review::Unreviewed,
        }
    }
}

/// Characters of a note.
const NOTE_MAX: usize = 1_000;

impl Item {
    /// Confirms the row as it stands. It is then as sure as the text of the act that it cites, and no surer.
    ///
    /// # Errors
    /// `item.confirmed_already`, `item.note_too_long`, `item.duty_open`, `item.duty_known`, and whatever is wrong with the
    /// row itself.
    pub fn confirm(self, confirm: Confirm, acts: &Acts, ranges: &Ranges) -> Refused<Self> {
        if self.review.is_confirmed() {
            return Err(Refusal::new(
                "item.confirmed_already",
                "该事项已经复核确认；如需更改，请先更正。",
                "This item is confirmed already; correct it if something is wrong.",
            ));
        }
        if confirm.note.chars().count() > NOTE_MAX {
            return Err(Refusal::new(
                "item.note_too_long",
                format!("复核说明不超过{NOTE_MAX}字。"),
                format!("A note has at most {NOTE_MAX} characters."),
            )
            .field("note"));
        }
        let Confirm { by, name, at, note, duty } = confirm;
        let known = Self { duty: self.stated(duty)?, ..self };
        known.check(acts, ranges)?;
        let cited = known.penalty.iter().chain(&known.penalty_before).chain(&known.duty);
        let texts = cited.filter_map(|citation| Some(acts.get(&citation.act)?.certainty));
        // The later a variant stands in `Certainty`, the less sure it is.
        let certainty = texts.max().unwrap_or(Certainty::WorkingCopy);
        let review = Review::Confirmed { by, name, at, note: note.trim().to_owned() };
        Ok(Self { certainty, review, ..known })
    }

    /// The duty after a reviewer's word. What the row names is corrected, not confirmed away.
    fn stated(&self, duty: Duty) -> Refused<Vec<Citation>> {
        let open = self.duty.is_empty();
        match duty {
            Duty::AsItStands if open && self.kind == ItemKind::Penalty => Err(Refusal::new(
                "item.duty_open",
                "请选择规定义务的条文，或者说明本条自身规定了义务。",
                "Choose the article that lays down the duty, or say that the clause itself does.",
            )
            .field("duty")),
            Duty::AsItStands => Ok(self.duty.clone()),
            Duty::Articles(_) | Duty::InClause if !open => Err(Refusal::new(
                "item.duty_known",
                "该事项已有义务条款；如有错误，请提出更正。",
                "The item names its duty already; enter a correction if it is wrong.",
            )
            .field("duty")),
            Duty::Articles(articles) if articles.is_empty() => self.stated(Duty::AsItStands),
            Duty::Articles(articles) => Ok(articles),
            Duty::InClause => Ok(self.penalty.clone()),
        }
    }

    /// Corrects the row; it must then be confirmed anew.
    ///
    /// # Errors
    /// `item.unchanged`, and whatever is wrong with the new content.
    pub fn revise(self, revision: Revision, acts: &Acts, ranges: &Ranges) -> Refused<Self> {
        // The duty of the law before the code has no column of its own: it stays as it is.
        let duty_before = self.duty_before.clone();
        let revised = Self { duty_before, ..revision.into_item(self.code.clone()) };
        if revised.same_content(&self) {
            return Err(Refusal::new(
                "item.unchanged",
                "内容没有变化；如内容无误，请直接确认。",
                "Nothing was changed; confirm the row if it is right.",
            ));
        }
        revised.check(acts, ranges)?;
        Ok(revised)
    }
}
