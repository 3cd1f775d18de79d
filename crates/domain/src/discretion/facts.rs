//! What an officer states about a case, from which the fine follows.

use super::Tier;
use crate::Fen;
use crate::law::Words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The circumstances found, each with evidence in the case file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Which range of the article.
    #[serde(default)]
    pub tier: Tier,
    /// The amount that minimum and maximum are multiples of, where the article names one.
    #[serde(default)]
    pub base_amount: Option<Fen>,
    /// Factor id → id of the choice that was found.
    #[serde(default)]
    pub choices: BTreeMap<String, String>,
    /// A departure from the computed fine.
    #[serde(default)]
    pub adjustment: Option<Adjustment>,
    /// A reason not to punish.
    #[serde(default)]
    pub exemption: Option<Exemption>,
}

/// A departure from the computed fine; it needs a ground, a reason in words and collective deliberation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// Which way and how far.
    pub change: Change,
    /// The circumstance it rests on.
    pub ground: Ground,
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
}

/// A circumstance that allows a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Malicious damage.
    Malice,
    /// Refusal to correct.
    RefusalToCorrect,
    /// Serious harm caused.
    GraveHarm,
    /// Punished repeatedly.
    Repeated,
    /// A major emergency or major social impact (benchmark art. 9).
    GraveEmergency,
    /// Removed or reduced the harm.
    HarmReduced,
    /// Effective restoration, or compensation paid in time.
    Restored,
    /// Coerced or tricked.
    Coerced,
    /// Confessed what was not known.
    Confessed,
    /// Merit in helping the investigation.
    Merit,
    /// Fourteen to eighteen years old.
    Minor,
}

impl Ground {
    /// Whether it speaks against the party.
    pub const fn aggravates(self) -> bool {
        matches!(
            self,
            Self::Malice
                | Self::RefusalToCorrect
                | Self::GraveHarm
                | Self::Repeated
                | Self::GraveEmergency
        )
    }

    /// The article or rule it stands in.
    pub const fn basis(self) -> &'static str {
        match self {
            Self::Malice | Self::RefusalToCorrect | Self::GraveHarm | Self::Repeated => {
                "生态环境法典第一千零五十六条第一款"
            }
            Self::GraveEmergency => "裁量权基准规定第九条",
            Self::HarmReduced | Self::Coerced | Self::Confessed | Self::Merit => {
                "行政处罚法第三十二条"
            }
            Self::Restored => "生态环境法典第一千零五十六条第二款",
            Self::Minor => "行政处罚法第三十条",
        }
    }

    /// In words.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Malice => ("恶意损害生态环境", "malicious damage to the environment"),
            Self::RefusalToCorrect => ("拒不改正违法行为", "refusal to correct"),
            Self::GraveHarm => ("造成严重危害后果", "serious harm caused"),
            Self::Repeated => ("多次实施违法行为被处罚", "punished repeatedly"),
            Self::GraveEmergency => {
                ("造成重大突发环境事件或者重大社会影响", "major emergency or major social impact")
            }
            Self::HarmReduced => ("主动消除或者减轻危害后果", "removed or reduced the harm"),
            Self::Restored => {
                ("有效修复或者及时缴纳赔偿金", "effective restoration or compensation paid in time")
            }
            Self::Coerced => ("受他人胁迫或者诱骗", "coerced or tricked by others"),
            Self::Confessed => ("主动供述尚未掌握的违法行为", "confessed what was not known"),
            Self::Merit => ("配合查处有立功表现", "merit in helping the investigation"),
            Self::Minor => ("已满十四周岁不满十八周岁", "fourteen to eighteen years old"),
        };
        Words::new(zh, en)
    }
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
}

impl Exemption {
    /// The article.
    pub const fn basis(self) -> &'static str {
        match self {
            Self::MinorCorrectedHarmless | Self::FirstSlightCorrected => {
                "行政处罚法第三十三条第一款"
            }
            Self::NoFault => "行政处罚法第三十三条第二款",
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
        };
        Words::new(zh, en)
    }
}
