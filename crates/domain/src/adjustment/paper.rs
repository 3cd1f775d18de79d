//! Papers of the last steps: what went to other bodies, and what was published.

use super::Signed;
use crate::enclosure::{self, Enclosure};
use crate::{Date, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// A paper that went to another body of the same level: filed with the government (备案), or copied to the justice
/// department (径送).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Who entered it.
    pub signed: Signed,
    /// Number of the filing or the letter.
    pub number: String,
    /// The body.
    pub body: String,
    /// The day of the filing or the letter.
    pub on: Date,
    /// The paper itself.
    #[serde(default)]
    pub papers: Vec<Enclosure>,
}

impl Sent {
    pub(super) fn check(&self, after: Date) -> Refused<()> {
        text("number", &self.number, LINE_MAX)?;
        text("body", &self.body, LINE_MAX)?;
        day("on", self.on, after, self.signed.at.date())?;
        enclosure::needed(&self.papers)
    }
}

/// Publication (公开).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Who published it.
    pub signed: Signed,
    /// Where, for instance the name of the column or the address of the page.
    pub place: String,
    /// The day.
    pub on: Date,
    /// First day in force.
    pub effective_from: Date,
    /// Name of the version that it made.
    pub version: String,
    /// The announcement itself.
    #[serde(default)]
    pub papers: Vec<Enclosure>,
}

/// What whoever publishes says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of a publication")]
pub struct Announcement {
    pub place: String,
    pub effective_from: Date,
    pub papers: Vec<Enclosure>,
}

/// Characters of a title, a number, a name.
pub(super) const LINE_MAX: usize = 200;
/// Characters of reasons and opinions.
pub(super) const TEXT_MAX: usize = 5_000;

pub(super) fn text(field: &str, text: &str, max: usize) -> Refused<()> {
    if !text.trim().is_empty() && text.chars().count() <= max {
        return Ok(());
    }
    Err(Refusal::new(
        "adjustment.text",
        format!("此项必填，且不超过{max}字。"),
        format!("This is needed, with at most {max} characters."),
    )
    .field(field))
}

fn day(field: &str, on: Date, from: Date, today: Date) -> Refused<()> {
    if (from..=today).contains(&on) {
        return Ok(());
    }
    Err(Refusal::new(
        "adjustment.day",
        format!("日期应在{from}至{today}之间：不早于上一步，不晚于今天。"),
        format!("The day must lie between {from} and {today}: not before the step before it, not after today."),
    )
    .field(field))
}
