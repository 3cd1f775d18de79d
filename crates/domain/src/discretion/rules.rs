//! Rules of a benchmark set: what holds for all its tables, as data.

use super::Exact;
use crate::law::Words;
use serde::{Deserialize, Serialize};

/// What holds for every table of a set. What a set does not name has no value here, and the platform adds none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Bounds of adjustment.
    pub limits: Limits,
    /// Windows in which earlier decisions and complaints count.
    pub windows: Vec<Window>,
    /// Within which a violation excludes a first offence (初次违法); none where the set says nothing and all count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_offence: Option<Window>,
    /// Whether 以上, 以下 and 不足 include the number.
    pub wording: Wording,
    /// What becomes of parts of a fen.
    pub rounding: Rounding,
    /// What becomes of a circumstance that cannot be found out.
    pub unknown: Unknown,
    /// How a fine is found within the range that a range table gives; none where the set has no such tables.
    pub within_range: Option<WithinRange>,
    /// Public apology and pledge (公开道歉承诺), where the set knows it.
    pub pledge: Option<PledgeRule>,
}

/// Bounds of adjustment, as shares; none where the set names none and only the statutory range bounds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// 从重: at most this share of the maximum is added.
    pub aggravate_of_maximum: Option<Exact>,
    /// 从轻: at most this share of the maximum is taken off.
    pub lighten_of_maximum: Option<Exact>,
    /// 减轻: at most this share of the minimum is taken off.
    pub mitigate_of_minimum: Option<Exact>,
    /// The rule of the set that the limits stand in.
    pub basis: Option<Words>,
}

/// What a window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Every environmental violation that was decided.
    AnyViolation,
    /// Only violations punished under the same clause (同一条款项).
    SameClause,
    /// Verified complaints.
    Complaints,
}

/// The day from which a window reaches back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The day the violation was discovered.
    Discovery,
    /// The day of the act.
    Act,
}

/// In which an earlier violation counts, reached back from a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Name, which factors refer to.
    pub id: String,
    /// What it counts.
    pub counts: Counts,
    /// How far it reaches back, years.
    pub years: u16,
    /// From which day.
    pub from: Anchor,
    /// Whether that day itself lies in the window.
    pub includes_anchor: bool,
    /// Whether the violation at hand is counted too.
    pub includes_this: bool,
    /// Whether several acts in one decision count one by one.
    pub each_act: bool,
    /// Where the set says so.
    pub basis: Words,
}

/// Whether the words of bounds include their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wording {
    /// `以上`, at least.
    pub at_least_includes: bool,
    /// `以下`, up to.
    pub up_to_includes: bool,
}

impl Default for Wording {
    /// Both include the number where the set says nothing else.
    fn default() -> Self {
        Self { at_least_includes: true, up_to_includes: true }
    }
}

/// What becomes of parts of a fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Parts of a fen are dropped.
    #[default]
    Fen,
    /// Parts of a yuan are dropped.
    Yuan,
}

/// What becomes of a circumstance that cannot be found out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// It must be answered.
    #[default]
    Refused,
    /// It counts as the lightest.
    Lightest,
}

/// The fine within the range of a range table (从重, 一般, 从轻).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithinRange {
    /// Share of the maximum for a lighter fine, where only a maximum is given.
    pub lighter_of_maximum: Exact,
    /// Share of the maximum for an ordinary fine, where only a maximum is given.
    pub ordinary_of_maximum: Exact,
    /// Multiple of the minimum for an ordinary fine, where only a minimum is given.
    pub ordinary_of_minimum: Exact,
    /// Multiple of the minimum for a heavier fine, where only a minimum is given.
    pub heavier_of_minimum: Exact,
    /// Where the set says so.
    pub basis: Words,
}

/// Public apology and pledge before the decision: the fine falls by a share, never below the statutory minimum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PledgeRule {
    /// Least share taken off, per cent.
    pub least: Exact,
    /// Greatest share taken off, per cent.
    pub most: Exact,
    /// Where the set says so.
    pub basis: Words,
    /// What excludes it; each is answered before it applies.
    pub exclusions: Vec<Exclusion>,
}

/// What excludes the apology and pledge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Name.
    pub id: String,
    /// In words.
    #[serde(flatten)]
    pub words: Words,
}
