//! Adjustments of an item list (动态调整): from a reason to a published version, one step after the other.

mod cleanup;
mod paper;
mod step;
#[cfg(test)]
mod tests;

pub use cleanup::{Cleanup, CleanupKind, Figure, Use, cleanups};
pub use paper::{Announcement, Publication, Sent};
pub use step::{Facts, Finding, Proposal, Published};

use crate::enclosure::Enclosure;
use crate::item::{ListDiff, Wording};
use crate::law::{Citation, Words};
use crate::region::{Level, Territory};
use crate::{AdjustmentId, ChangeSetId, OfficerId, Timestamp};
use serde::{Deserialize, Serialize};

/// Why a list is adjusted (policy 二(一)3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// 立: law was enacted.
    Enacted,
    /// 改: law was amended.
    Amended,
    /// 废: law was repealed.
    Repealed,
    /// 释: law was interpreted.
    Interpreted,
    /// 简政放权: powers were given up or passed down.
    Simplified,
    /// 无依据: an item has lost its basis.
    NoBasis,
    /// 长期未发生且无必要.
    Unused,
    /// 交叉重复.
    Overlapping,
}

impl Trigger {
    /// Every trigger, in the order of the policy.
    pub const ALL: [Self; 8] = [
        Self::Enacted,
        Self::Amended,
        Self::Repealed,
        Self::Interpreted,
        Self::Simplified,
        Self::NoBasis,
        Self::Unused,
        Self::Overlapping,
    ];

    /// Whether a change of the law is the reason, which then must be named.
    pub const fn is_of_law(self) -> bool {
        matches!(self, Self::Enacted | Self::Amended | Self::Repealed | Self::Interpreted)
    }

    /// In words.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Enacted => ("法律法规规章制定", "law enacted"),
            Self::Amended => ("法律法规规章修改", "law amended"),
            Self::Repealed => ("法律法规规章废止", "law repealed"),
            Self::Interpreted => ("法律法规规章解释", "law interpreted"),
            Self::Simplified => ("简政放权", "powers given up or passed down"),
            Self::NoBasis => ("无依据", "no basis left"),
            Self::Unused => ("长期未发生且无实施必要", "unused for long and not needed"),
            Self::Overlapping => ("交叉重复", "overlapping"),
        };
        Words::new(zh, en)
    }
}

/// Who did a step, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who.
    pub by: OfficerId,
    /// The name.
    pub name: String,
    /// When.
    pub at: Timestamp,
}

/// What legal review said (法制审核).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalReview {
    /// The reviewer.
    pub signed: Signed,
    /// Whether the reviewer agrees; else it goes back to the proposer.
    pub agreed: bool,
    /// The opinion.
    pub opinion: String,
    /// Number or name of the review paper.
    pub document: String,
    /// The paper itself.
    #[serde(default)]
    pub papers: Vec<Enclosure>,
}

/// Where an adjustment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are the steps done")]
pub enum Stage {
    /// Waits for legal review.
    Proposed,
    /// Back with the proposer.
    Returned,
    /// Agreed; waits to be filed with the government.
    Reviewed,
    /// Filed (备案); waits to be copied to the justice department.
    Filed { filing: Sent },
    /// Copied (径送同级司法行政部门); waits for publication.
    Copied { filing: Sent, copying: Sent },
    /// Published; the version is in force from its day on.
    Published { filing: Sent, copying: Sent, publication: Publication },
    /// Withdrawn before publication.
    Withdrawn { from: StageName, signed: Signed, reason: String },
}

/// The name of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the stages of the same name")]
pub enum StageName {
    Proposed,
    Returned,
    Reviewed,
    Filed,
    Copied,
    Published,
    Withdrawn,
}

impl StageName {
    /// The name in tables and the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Returned => "returned",
            Self::Reviewed => "reviewed",
            Self::Filed => "filed",
            Self::Copied => "copied",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// In Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Proposed => "待法制审核",
            Self::Returned => "退回修改",
            Self::Reviewed => "待备案",
            Self::Filed => "待径送司法行政部门",
            Self::Copied => "待公布",
            Self::Published => "已公布",
            Self::Withdrawn => "已撤回",
        }
    }
}

impl Stage {
    /// Its name.
    pub const fn name(&self) -> StageName {
        match self {
            Self::Proposed => StageName::Proposed,
            Self::Returned => StageName::Returned,
            Self::Reviewed => StageName::Reviewed,
            Self::Filed { .. } => StageName::Filed,
            Self::Copied { .. } => StageName::Copied,
            Self::Published { .. } => StageName::Published,
            Self::Withdrawn { .. } => StageName::Withdrawn,
        }
    }
}

/// An adjustment of one list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Identity.
    pub id: AdjustmentId,
    /// What it is about, in one line.
    pub title: String,
    /// Why.
    pub trigger: Trigger,
    /// The reasons in full.
    pub reason: String,
    /// The articles that give the reason.
    pub basis: Vec<Citation>,
    /// Number or name of the proposal paper.
    pub document: String,
    /// The paper itself, and what else was handed in with it.
    #[serde(default)]
    pub papers: Vec<Enclosure>,
    /// The change set that gave rise to it.
    #[serde(default)]
    pub change_set: Option<ChangeSetId>,
    /// Whose list: bodies of this level …
    pub level: Level,
    /// … in this territory.
    pub territory: Territory,
    /// Whether the version is only a sample, on which unreviewed items may stand.
    pub sample: bool,
    /// The version it begins from; none where there was no list.
    pub base: Option<String>,
    /// Codes of the items on the list afterwards.
    pub items: Vec<String>,
    /// Items in words of its own; a county's only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refinements: Vec<Wording>,
    /// What that changes, computed when it was proposed.
    pub diff: ListDiff,
    /// How the items that go were used, counted when it was proposed.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// Who proposed it.
    pub proposed: Signed,
    /// Every legal review, oldest first.
    pub reviews: Vec<LegalReview>,
    /// Where it stands.
    pub stage: Stage,
    /// Revision of this entry.
    pub revision: u32,
}
