//! Successions (条款承继): which clause took the place of which, as data that a reviewer confirms or rejects.

use crate::law::{Certainty, Citation, DataError, Words, from_toml};
use crate::{Date, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// One clause in the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Succession {
    /// Stable name, for instance `water-83-2`.
    pub code: String,
    /// The clause before.
    pub old: Citation,
    /// The clause in its place.
    pub new: Citation,
    /// What both are about.
    pub about: Words,
    /// Where the row comes from.
    pub source: Words,
    /// How sure it is; `unreviewed` until a reviewer confirms it.
    pub certainty: Certainty,
    /// What a reviewer found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<SuccessionReview>,
}

/// What a reviewer found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessionReview {
    /// Whether the one is the other's successor.
    pub holds: bool,
    /// Why, in words.
    pub reason: String,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
}

/// A reason has at most so many characters.
const REASON_MAX: usize = 1_000;

impl Succession {
    /// Whether it counts: as long as no reviewer found otherwise.
    pub fn counts(&self) -> bool {
        self.review.as_ref().is_none_or(|review| review.holds)
    }

    /// Whether a reviewer confirmed it; until then it is labelled.
    pub fn confirmed(&self) -> bool {
        self.review.as_ref().is_some_and(|review| review.holds)
    }

    /// The same as a reviewer found it.
    ///
    /// # Errors
    /// `succession.reason_missing` without a reason.
    pub fn reviewed(self, review: SuccessionReview) -> Refused<Self> {
        let reason = review.reason.trim().to_owned();
        if !(1..=REASON_MAX).contains(&reason.chars().count()) {
            return Err(Refusal::new(
                "succession.reason_missing",
                format!("请说明确认或者否定的理由（1至{REASON_MAX}字）。"),
                format!("Say why, in 1 to {REASON_MAX} characters."),
            )
            .field("reason"));
        }
        Ok(Self { review: Some(SuccessionReview { reason, ..review }), ..self })
    }
}

/// The successions, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successions {
    #[serde(rename = "succession")]
    rows: Vec<Succession>,
}

impl Successions {
    /// The rows shipped in `data/discretion/successions.toml`.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        const FILE: &str = "successions.toml";
        let table: Self =
            from_toml(FILE, include_str!("../../../../data/discretion/successions.toml"))?;
        for (index, row) in table.rows.iter().enumerate() {
            if table.rows[..index].iter().any(|earlier| earlier.code == row.code) {
                return Err(DataError::new(FILE, format!("`{}` stands twice", row.code)));
            }
        }
        Ok(table)
    }

    /// These with those that were reviewed on the platform over them.
    #[must_use]
    pub fn with(mut self, reviewed: Vec<Succession>) -> Self {
        for row in reviewed {
            match self.rows.iter_mut().find(|known| known.code == row.code) {
                Some(known) => *known = row,
                None => self.rows.push(row),
            }
        }
        self
    }

    /// The row by which one clause counts as the other, whichever is the older; none where none says so.
    pub fn between(&self, one: &str, other: &str) -> Option<&Succession> {
        self.rows.iter().filter(|row| row.counts()).find(|row| {
            let (old, new) = (row.old.to_string(), row.new.to_string());
            (old == one && new == other) || (old == other && new == one)
        })
    }

    /// The row of a code.
    pub fn get(&self, code: &str) -> Option<&Succession> {
        self.rows.iter().find(|row| row.code == code)
    }

    /// Every row, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Succession> {
        self.rows.iter()
    }
}
