//! Records made on site: inspection record and photographs.

use super::IdNumber;
use super::{Head, OfficerBlock, Participant, PartyBlock, PersonName, Phone, Picture, Signature};
use crate::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// 现场检查（勘察）笔录. Every page carries the line of signatures; the text ends with 以下空白.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InspectionRecord {
    /// Organ and draft mark.
    pub head: Head,
    /// When the inspection began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// Where.
    pub place: String,
    /// The inspected party.
    pub party: PartyBlock,
    /// The person on site.
    pub on_site: OnSitePerson,
    /// Inspecting officers, two or more.
    pub inspectors: Vec<OfficerBlock>,
    /// Who writes.
    pub recorder: OfficerBlock,
    /// Others present.
    pub participants: Vec<Participant>,
    /// What was told first, and the answers.
    pub told: Told,
    /// What was found.
    pub situation: Situation,
    /// What the inspected party says to the record, in its words; empty where it said nothing.
    pub opinion: String,
    /// Why the party did not sign, where it did not.
    pub refusal: Option<String>,
    /// Signatures: the party, inspectors, recorder, others.
    pub signatures: Vec<Signature>,
    /// Ground plan (平面图).
    pub sketch: Option<Picture>,
}

/// The person on site (现场负责人).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnSitePerson {
    /// Name.
    pub name: PersonName,
    /// Post.
    pub post: String,
    /// Telephone.
    pub phone: Phone,
    /// Number of the identity card.
    pub id_number: IdNumber,
    /// Relation to the case (与本案关系).
    pub relation: String,
}

/// What the officers told the party (告知事项), confirmed one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Certificates were shown (亮证).
    pub certificates_shown: bool,
    /// The right to ask for recusal was told (回避).
    pub recusal: bool,
    /// The party asked for recusal.
    pub recusal_requested: bool,
    /// The duty to cooperate was told.
    pub cooperation: bool,
    /// The right to state and to defend was told (陈述申辩).
    pub defence: bool,
    /// When each was told; printed where it is known.
    #[serde(default, skip_serializing_if = "ToldWhen::is_unknown")]
    pub at: ToldWhen,
}

/// When each thing was told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldWhen {
    /// Certificates.
    pub certificates_shown: Option<Timestamp>,
    /// Recusal.
    pub recusal: Option<Timestamp>,
    /// The duty to cooperate.
    pub cooperation: Option<Timestamp>,
    /// Statement and defence.
    pub defence: Option<Timestamp>,
}

impl ToldWhen {
    fn is_unknown(&self) -> bool {
        *self == Self::default()
    }
}

/// What was found, in the five sections of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Situation {
    /// 生产（建设）情况.
    pub production: String,
    /// 环保手续履行情况.
    pub formalities: String,
    /// 污染物产生及污染防治设施情况.
    pub pollution: String,
    /// 违法情况.
    pub violations: String,
    /// 采样、拍摄情况.
    pub sampling: String,
}

/// 照片证据: one or more photographs, each with what makes it evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhotoSheet {
    /// Organ and draft mark.
    pub head: Head,
    /// 案由.
    pub cause: String,
    /// The party.
    pub party: PartyBlock,
    /// The photographs.
    pub photos: Vec<Photo>,
    /// Confirmation by the party, and the officers.
    pub signatures: Vec<Signature>,
    /// When the sheet was made.
    pub date: Date,
}

/// A photograph as evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Photo {
    /// The picture as printed.
    pub picture: Picture,
    /// SHA-256 of the original file in hex, as recorded when it was taken; the print may be smaller than the original.
    pub original_sha256: String,
    /// What it proves (证明对象).
    pub proves: String,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// Where it was taken.
    pub place: String,
    /// Position, where the device knew it.
    pub position: Option<Coordinates>,
    /// Who took it.
    pub photographer: OfficerBlock,
    /// Original carrier (原始载体), for instance the device and where the file is kept.
    pub carrier: String,
}

/// A position in WGS 84, degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// Degrees east.
    pub longitude: f64,
    /// Degrees north.
    pub latitude: f64,
}
