//! Grounds (情形): circumstances of law that allow or demand a departure from the computed fine.

use crate::law::Words;
use serde::{Deserialize, Serialize};

/// A circumstance that allows a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// Against measures in a public emergency such as a grave epidemic.
    EmergencyMeasures,
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
    /// Economic hardship: no ground for a lower fine, but for instalments; named so that it can be refused with its way out.
    EconomicHardship,
}

/// Which way a ground points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 从重.
    Heavier,
    /// 从轻或者减轻.
    Lighter,
    /// Neither.
    Neither,
}

impl Ground {
    /// Every one, those that aggravate first.
    pub const ALL: [Self; 13] = [
        Self::Malice,
        Self::RefusalToCorrect,
        Self::GraveHarm,
        Self::Repeated,
        Self::GraveEmergency,
        Self::EmergencyMeasures,
        Self::HarmReduced,
        Self::Restored,
        Self::Coerced,
        Self::Confessed,
        Self::Merit,
        Self::Minor,
        Self::EconomicHardship,
    ];

    /// Which way it points.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Malice
            | Self::RefusalToCorrect
            | Self::GraveHarm
            | Self::Repeated
            | Self::GraveEmergency
            | Self::EmergencyMeasures => Direction::Heavier,
            Self::HarmReduced
            | Self::Restored
            | Self::Coerced
            | Self::Confessed
            | Self::Merit
            | Self::Minor => Direction::Lighter,
            Self::EconomicHardship => Direction::Neither,
        }
    }

    /// Whether it speaks against the party.
    pub const fn aggravates(self) -> bool {
        matches!(self.direction(), Direction::Heavier)
    }

    /// The article or rule it stands in.
    pub const fn basis(self) -> &'static str {
        match self {
            Self::Malice | Self::RefusalToCorrect | Self::GraveHarm | Self::Repeated => {
                "生态环境法典第一千零五十六条第一款"
            }
            Self::GraveEmergency => "裁量权基准规定第九条",
            Self::EmergencyMeasures => "行政处罚法第四十九条",
            Self::HarmReduced | Self::Coerced | Self::Confessed | Self::Merit => {
                "行政处罚法第三十二条"
            }
            Self::Restored => "生态环境法典第一千零五十六条第二款",
            Self::Minor => "行政处罚法第三十条",
            Self::EconomicHardship => "行政处罚法第六十六条第二款",
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
            Self::EmergencyMeasures => {
                ("突发事件期间违反应对措施", "against the measures of a public emergency")
            }
            Self::HarmReduced => ("主动消除或者减轻危害后果", "removed or reduced the harm"),
            Self::Restored => {
                ("有效修复或者及时缴纳赔偿金", "effective restoration or compensation paid in time")
            }
            Self::Coerced => ("受他人胁迫或者诱骗", "coerced or tricked by others"),
            Self::Confessed => ("主动供述尚未掌握的违法行为", "confessed what was not known"),
            Self::Merit => ("配合查处有立功表现", "merit in helping the investigation"),
            Self::Minor => ("已满十四周岁不满十八周岁", "fourteen to eighteen years old"),
            Self::EconomicHardship => ("确有经济困难", "economic hardship"),
        };
        Words::new(zh, en)
    }
}
