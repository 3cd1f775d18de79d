//! What an officer states about a case, from which the fine follows.

use super::{Counted, Exact, Ground, Tier};
use crate::law::Words;
use crate::{EvidenceId, Fen};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a factor is answered with where a circumstance cannot be found out; only where the set has a rule for it.
pub const UNKNOWN: &str = "unknown";

/// Under this name what the party's cases say about a first offence stands among what was counted.
pub const FIRST_OFFENCE: &str = "first_offence";

/// The circumstances found, each with evidence in the case file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Facts {
    /// Which range of the article.
    pub tier: Tier,
    /// The amount that minimum and maximum are multiples of, where the article names one.
    pub base_amount: Option<Fen>,
    /// How that amount was found: audit, contract, invoice …
    pub base_found: Option<String>,
    /// Factor id → id of the choice that was found.
    pub choices: BTreeMap<String, String>,
    /// Factor id → what the cases of the party give for it. The platform fills it in, nobody types it.
    pub counted: BTreeMap<String, Counted>,
    /// Factor id → why another choice is right than the one counted from the cases.
    pub deviations: BTreeMap<String, String>,
    /// A departure from the computed fine.
    pub adjustment: Option<Adjustment>,
    /// Further departures the same way, each with a ground and a reason of its own; the bounds hold for all together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Adjustment>,
    /// Public apology and pledge, where the set knows it.
    pub pledge: Option<Pledge>,
    /// A reason not to punish.
    pub exemption: Option<Exemption>,
    /// Condition id → whether it is proven, and by what. Every condition of the exemption is answered.
    pub conditions: BTreeMap<String, Answered>,
}

impl Facts {
    /// Every departure, the main one first.
    pub fn adjustments(&self) -> impl Iterator<Item = &Adjustment> {
        self.adjustment.iter().chain(&self.further)
    }
}

/// A point of a checklist: whether it is proven, and by what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "AnsweredAs")]
pub struct Answered {
    /// Whether it is proven.
    pub proven: bool,
    /// What proves it, in words: a point that is proven names it.
    pub evidence: String,
    /// The items of evidence in the file, where there is one.
    pub evidence_ids: Vec<EvidenceId>,
}

/// As it may be written; cases of before evidence was asked for hold the bare answer.
#[derive(Deserialize)]
#[serde(untagged)]
enum AnsweredAs {
    Bare(bool),
    Whole {
        proven: bool,
        #[serde(default)]
        evidence: String,
        #[serde(default)]
        evidence_ids: Vec<EvidenceId>,
    },
}

impl From<AnsweredAs> for Answered {
    fn from(written: AnsweredAs) -> Self {
        match written {
            AnsweredAs::Bare(proven) => Self { proven, ..Self::default() },
            AnsweredAs::Whole { proven, evidence, evidence_ids } => {
                Self { proven, evidence, evidence_ids }
            }
        }
    }
}

/// A departure from the computed fine; it needs a ground, a reason in words and collective deliberation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// Which way and how far.
    pub change: Change,
    /// The main circumstance; it gives the direction.
    pub ground: Ground,
    /// Every other circumstance that was found, also those that speak the other way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Ground>,
    /// Why, in the words of the case.
    pub reason: String,
}

/// Which way, and by how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "by")]
pub enum Change {
    /// 从重: add, within the range.
    Aggravate(Fen),
    /// Up to the maximum, for grave emergencies or grave social impact.
    ToMaximum,
    /// 从轻: take off, within the range.
    Lighten(Fen),
    /// 减轻: take off, also below the minimum.
    Mitigate(Fen),
    /// 从重 by a range table: not below the middle of the row, at this amount; none where the set fixes it.
    UpperHalf(Option<Fen>),
    /// 从轻 by a range table: below the middle of the row, at this amount; none where the set fixes it.
    LowerHalf(Option<Fen>),
}

impl Change {
    /// By how much it adds or takes off; none where it names the fine itself.
    pub const fn by(self) -> Option<Fen> {
        match self {
            Self::Aggravate(by) | Self::Lighten(by) | Self::Mitigate(by) => Some(by),
            Self::ToMaximum | Self::UpperHalf(_) | Self::LowerHalf(_) => None,
        }
    }

    /// Whether it makes the fine heavier.
    pub const fn aggravates(self) -> bool {
        matches!(self, Self::Aggravate(_) | Self::ToMaximum | Self::UpperHalf(_))
    }
}

/// A public apology and pledge before the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// How much the fine falls, per cent.
    pub percent: Exact,
    /// Exclusion id → whether it is there; every one is answered.
    pub excluded: BTreeMap<String, bool>,
}

/// Why no penalty is imposed (不予处罚).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exemption {
    /// Minor, corrected in time, no harm: no penalty **must** follow.
    MinorCorrectedHarmless,
    /// First offence, slight harm, corrected in time: no penalty **may** follow.
    FirstSlightCorrected,
    /// The party proved that it was not at fault: no penalty **must** follow.
    NoFault,
    /// The party is under fourteen: no penalty **must** follow; the guardian is told.
    UnderFourteen,
}

impl Exemption {
    /// Every one, in the order of the law.
    pub const ALL: [Self; 4] = [
        Self::MinorCorrectedHarmless,
        Self::FirstSlightCorrected,
        Self::NoFault,
        Self::UnderFourteen,
    ];

    /// The article.
    pub const fn basis(self) -> &'static str {
        match self {
            Self::MinorCorrectedHarmless | Self::FirstSlightCorrected => {
                "行政处罚法第三十三条第一款"
            }
            Self::NoFault => "行政处罚法第三十三条第二款",
            Self::UnderFourteen => "行政处罚法第三十条",
        }
    }

    /// Whether the authority has no choice.
    pub const fn mandatory(self) -> bool {
        !matches!(self, Self::FirstSlightCorrected)
    }

    /// In words.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::MinorCorrectedHarmless => (
                "违法行为轻微并及时改正，没有造成危害后果",
                "minor, corrected in time and without harm",
            ),
            Self::FirstSlightCorrected => (
                "初次违法且危害后果轻微并及时改正",
                "first offence, slight harm, corrected in time",
            ),
            Self::NoFault => ("当事人证明没有主观过错", "the party proved it was not at fault"),
            Self::UnderFourteen => ("当事人不满十四周岁", "the party is under fourteen"),
        };
        Words::new(zh, en)
    }

    /// What must be proven for it, one by one: id, Chinese, English.
    pub const fn conditions(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            Self::MinorCorrectedHarmless => &[
                ("minor", "违法行为轻微", "the violation is minor"),
                ("corrected", "已经及时改正", "it was corrected in time"),
                ("harmless", "没有造成危害后果", "it did no harm"),
            ],
            Self::FirstSlightCorrected => &[
                ("first", "初次违法", "it is a first offence"),
                ("slight", "危害后果轻微", "the harm is slight"),
                ("corrected", "已经及时改正", "it was corrected in time"),
            ],
            Self::NoFault => &[
                (
                    "no_fault",
                    "当事人有证据足以证明没有主观过错",
                    "the party proves it was not at fault",
                ),
                (
                    "no_other_rule",
                    "法律、行政法规没有另外的规定",
                    "no statute or regulation rules otherwise",
                ),
            ],
            Self::UnderFourteen => &[(
                "under_fourteen",
                "行为时不满十四周岁，身份证明在卷",
                "under fourteen at the time of the act, proof of age in the file",
            )],
        }
    }
}
