//! The level that is due in a matter, and why.

use super::Lists;
use crate::item::{Item, Occasion};
use crate::law::{CODE_IN_FORCE, Words};
use crate::region::{Level, Territory};
use crate::{Date, agency::Agency};

/// Why a level is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Across counties, or of effect on the whole city.
    Wide,
    /// Found in a registered audit, cross or roving operation.
    Operation,
    /// The item is the city's by its list row.
    CityItem,
    /// Delegated by the province.
    Delegated,
    /// A branch has no name of its own yet.
    BeforeCode,
    /// 中心城区.
    CentralUrban,
    /// The county's daily work.
    Daily,
}

impl Why {
    /// The level that is due (行政处罚法第二十二条至第二十四条 and the allocation of the city's reform plan).
    pub(super) fn of(
        lists: &Lists,
        item: &Item,
        place: &Territory,
        agency: &Agency,
        on: Date,
        occasion: Occasion,
    ) -> Self {
        match occasion {
            Occasion::AcrossCounties | Occasion::CityWide => return Self::Wide,
            Occasion::Audit | Occasion::CrossEnforcement | Occasion::Patrol => {
                return Self::Operation;
            }
            Occasion::Ordinary
            | Occasion::Campaign
            | Occasion::AcrossTowns
            | Occasion::TakenOver => {}
        }
        let in_a_town = place.depth() >= 3 && occasion != Occasion::AcrossTowns;
        let delegated = in_a_town && lists.version(&item.code, Level::Town, place, on).is_some();
        if delegated && (agency.level == Level::Town || lists.delegated_excludes_county()) {
            Self::Delegated
        } else if item.first_responsible == Level::City {
            Self::CityItem
        } else if on < CODE_IN_FORCE {
            Self::BeforeCode
        } else if lists.is_central_urban(place) {
            Self::CentralUrban
        } else {
            Self::Daily
        }
    }

    pub(super) const fn level(self) -> Level {
        match self {
            Self::Wide
            | Self::Operation
            | Self::CityItem
            | Self::BeforeCode
            | Self::CentralUrban => Level::City,
            Self::Daily => Level::County,
            Self::Delegated => Level::Town,
        }
    }

    pub(super) fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Wide => (
                "跨县（市、区）或者具有全市影响的案件由市级查处",
                "cases across counties or of effect on the whole city are the city's",
            ),
            Self::Operation => (
                "稽查、交叉执法、巡回执法发现的案件由市级查处",
                "cases from audit, cross or roving enforcement are the city's",
            ),
            Self::CityItem => (
                "该事项的第一责任层级为市级",
                "the city is the first responsible level of the item",
            ),
            Self::Delegated => (
                "该事项已由省下放乡镇、街道行使",
                "the province has delegated the item to towns and sub-districts",
            ),
            Self::BeforeCode => (
                "2026年8月15日前分局不得以自己的名义处罚，由市生态环境局作出决定",
                "before 2026-08-15 a branch has no power in its own name; the bureau decides",
            ),
            Self::CentralUrban => (
                "中心城区的日常执法和案件由市级承担",
                "daily enforcement and cases of the central urban area are the city's",
            ),
            Self::Daily => (
                "日常检查和辖区内案件由县级承担",
                "daily inspection and cases of its area are the county's",
            ),
        };
        Words::new(zh, en)
    }
}
