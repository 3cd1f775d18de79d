//! The text of the on-site inspection record (现场检查笔录), section by section.

use super::evidence::Position;
use crate::{OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A section of the record holds at most this many characters.
const SECTION_CHARS_MAX: usize = 5_000;

/// The inspected party, as found on site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inspected {
    /// Name.
    pub name: String,
    /// 统一社会信用代码.
    pub credit_code: String,
}

/// Who received the officers (现场负责人).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OnSitePerson {
    /// Name.
    pub name: String,
    /// Number of the identity card.
    pub id_number: String,
    /// Telephone.
    pub phone: String,
    /// Post.
    pub post: String,
    /// Relation to the case (与本案关系).
    pub relation: String,
}

/// What the officers told before they began (告知事项).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Disclosure {
    /// Certificates were shown (亮证).
    pub certificates_shown: bool,
    /// Rights and duties were told.
    pub rights_told: bool,
    /// The party was asked whether it wants an officer to withdraw (回避).
    pub recusal_asked: bool,
    /// It does.
    pub recusal_requested: bool,
    /// The duty to cooperate was told.
    pub cooperation_told: bool,
}

/// When each thing was told, by the clock of the officer's device set right against the server's; unknown where the
/// record was written without one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ToldAt {
    /// Certificates were shown.
    pub certificates_shown: Option<Timestamp>,
    /// Rights and duties were told.
    pub rights_told: Option<Timestamp>,
    /// The party was asked for objections against an officer.
    pub recusal_asked: Option<Timestamp>,
    /// The duty to cooperate was told.
    pub cooperation_told: Option<Timestamp>,
}

/// What was found, in the five sections of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Findings {
    /// Production or construction (生产建设情况).
    pub production: String,
    /// Environmental procedures (环保手续).
    pub procedures: String,
    /// Pollution and treatment (污染产生与设施).
    pub pollution_and_facilities: String,
    /// Violations (违法情况).
    pub violations: String,
    /// Sampling and images (采样拍摄).
    pub sampling_and_images: String,
}

/// The offence that the officers see, and its facts for the discretion benchmark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offence {
    /// The enforcement item by code.
    pub item_code: String,
    /// Factor id → option id of the benchmark.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
}

/// The record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// When the inspection began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Where, in words.
    pub place: String,
    /// Where, by position.
    pub location: Option<Position>,
    /// The inspected party.
    pub inspected: Inspected,
    /// Who received the officers.
    pub on_site_person: OnSitePerson,
    /// The inspecting officers.
    pub inspector_ids: Vec<OfficerId>,
    /// The officer who writes.
    pub recorder_id: Option<OfficerId>,
    /// Others present.
    pub others: Vec<String>,
    /// What was told.
    pub disclosure: Disclosure,
    /// When it was told.
    pub told_at: ToldAt,
    /// What was found.
    pub findings: Findings,
    /// What the inspected party says to it.
    pub opinion_of_inspected: String,
    /// The offence seen, if any.
    pub offence: Option<Offence>,
}

/// How far the clock of a device, set right against the server's, may still be ahead.
pub const AHEAD_MAX_MS: i64 = 10 * 60_000;

impl Record {
    /// Refuses an inspection that began before its officers were sent, or ends in the future.
    pub(super) fn check_times(&self, sent_at: Timestamp, now: Timestamp) -> Refused<()> {
        // Times of a record are written to the minute.
        let sent = Timestamp::from_millis(sent_at.as_millis() / 60_000 * 60_000);
        if self.started_at.is_some_and(|began| began < sent) {
            return Err(Refusal::new(
                "inspection.started_before_sent",
                "检查开始时间早于任务派发时间，请更正",
                "the inspection cannot begin before its officers were sent; correct the time",
            )
            .field("record.started_at"));
        }
        let latest = now.plus_millis(AHEAD_MAX_MS);
        if self.ended_at.is_some_and(|ended| ended > latest) {
            return Err(Refusal::new(
                "inspection.ends_in_future",
                "检查结束时间晚于现在，请更正",
                "the inspection cannot end in the future; correct the time",
            )
            .field("record.ended_at"));
        }
        Ok(())
    }

    /// Refuses texts that are too long, naming the field.
    pub(super) fn check_lengths(&self) -> Refused<()> {
        let findings = &self.findings;
        let texts = [
            ("record.place", &self.place),
            ("record.findings.production", &findings.production),
            ("record.findings.procedures", &findings.procedures),
            ("record.findings.pollution_and_facilities", &findings.pollution_and_facilities),
            ("record.findings.violations", &findings.violations),
            ("record.findings.sampling_and_images", &findings.sampling_and_images),
            ("record.opinion_of_inspected", &self.opinion_of_inspected),
            ("record.inspected.name", &self.inspected.name),
            ("record.on_site_person.name", &self.on_site_person.name),
        ];
        match texts.into_iter().find(|(_, text)| text.chars().count() > SECTION_CHARS_MAX) {
            None => Ok(()),
            Some((field, text)) => Err(Refusal::new(
                "inspection.text_too_long",
                format!("此项不得超过{SECTION_CHARS_MAX}字，现为{}字", text.chars().count()),
                format!("at most {SECTION_CHARS_MAX} characters, not {}", text.chars().count()),
            )
            .field(field)),
        }
    }
}
