//! Complaints (投诉举报) against a party, kept with the case they belong to, so that they are counted and not typed.

use crate::region::Territory;
use crate::{CaseId, ComplaintId, Date, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// How a complaint came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 12369 and what took its place.
    Hotline,
    /// 12345 government hotline.
    CityHotline,
    /// By the network.
    Online,
    /// By letter or visit (来信来访).
    LetterOrVisit,
    /// Handed down by a superior body or an inspection (上级交办、督察转办).
    HandedDown,
    /// Handed over by another body (部门移送).
    HandedOver,
}

/// What was found when it was looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// Whether it is so (属实).
    pub verified: bool,
    /// What was found, in words.
    pub finding: String,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
}

/// A complaint. It names no complainant: who complained stays in the register it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// Identity.
    pub id: ComplaintId,
    /// The case it is kept with.
    pub case: CaseId,
    /// The party's code, under which it is counted.
    pub party: String,
    /// Where.
    pub territory: Territory,
    /// Its number in the register it came from; one number counts once for a party.
    pub number: String,
    /// How it came in.
    pub channel: Channel,
    /// When.
    pub received_on: Date,
    /// What it is about.
    pub about: String,
    /// What was found; none while nobody looked.
    pub verification: Option<Verification>,
    /// By whom entered.
    pub by: OfficerId,
    /// Revision of this entry.
    pub revision: u32,
}

impl Complaint {
    /// Checks what was entered.
    ///
    /// # Errors
    /// `complaint.*` with the field at fault.
    pub fn check(self, today: Date) -> Refused<Self> {
        let number = text(&self.number, "number", 60)?;
        let about = text(&self.about, "about", 1_000)?;
        if self.received_on > today {
            return Err(Refusal::new(
                "complaint.in_future",
                "投诉日期不得晚于今天",
                "the complaint lies in the future; correct the day",
            )
            .field("received_on"));
        }
        if let Some(found) = &self.verification {
            text(&found.finding, "finding", 1_000)?;
        }
        Ok(Self { number, about, ..self })
    }

    /// Whether it was found to be so.
    pub fn verified(&self) -> bool {
        self.verification.as_ref().is_some_and(|found| found.verified)
    }
}

fn text(value: &str, field: &'static str, chars_max: usize) -> Refused<String> {
    let value = value.trim();
    if (1..=chars_max).contains(&value.chars().count()) {
        return Ok(value.to_owned());
    }
    Err(Refusal::new(
        "complaint.text",
        format!("请填写此项（1至{chars_max}字）"),
        format!("this needs 1 to {chars_max} characters"),
    )
    .field(field))
}
