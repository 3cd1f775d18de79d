//! Who may enforce what, where and when: refused with the reason, the article and the body that may.

mod lists;

pub use lists::Lists;

use crate::agency::{Agency, AgencyKind};
use crate::item::{Department, Item, ListVersion, Occasion};
use crate::law::{CODE_IN_FORCE, Certainty, Citation, Words};
use crate::region::{Level, Territory};
use crate::{AgencyId, Date, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// On what a body's power rests in the case at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// The item.
    pub item: String,
    /// The body that acts.
    pub agency: AgencyId,
    /// The body in whose name the decision is made and sealed.
    pub in_name_of: AgencyId,
    /// The articles.
    pub basis: Vec<Citation>,
    /// The list version that names the item.
    pub list: String,
    /// How sure that list is.
    pub certainty: Certainty,
    /// Why this level.
    pub reason: Words,
}

/// The level that is due, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Across counties, or of effect on the whole city.
    Wide,
    /// Found in audit, cross or roving enforcement, or taken over.
    Superior,
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
    const fn level(self) -> Level {
        match self {
            Self::Wide
            | Self::Superior
            | Self::CityItem
            | Self::BeforeCode
            | Self::CentralUrban => Level::City,
            Self::Daily => Level::County,
            Self::Delegated => Level::Town,
        }
    }

    fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Wide => (
                "跨县（市、区）或者具有全市影响的案件由市级查处",
                "cases across counties or of effect on the whole city are the city's",
            ),
            Self::Superior => (
                "稽查、交叉执法、巡回执法发现的或者上级提级、指定管辖的案件由市级查处",
                "cases from audit, cross or roving enforcement, or taken over, are the city's",
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

/// Whether a body may enforce an item at a place on a day.
///
/// Rests on 行政处罚法第二十二条, 第二十三条, 第二十四条, 生态环境法典第五十三条 and the city's allocation between levels.
///
/// # Errors
/// Refuses an unknown item, another department's item, a place outside the body's area, another level's case, and an
/// item that is not on the list in force; each refusal names the body that may, where one is known.
pub fn may_enforce(
    lists: &Lists,
    item: &str,
    place: &Territory,
    agency: &Agency,
    on: Date,
    occasion: Occasion,
) -> Refused<Grounds> {
    let item = lists.items().get(item).ok_or_else(|| unknown_item(item))?;
    let why = due(lists, item, place, agency, on, occasion);
    let asked = Asked { lists, item, place, agency, why };
    if agency.kind != AgencyKind::TownTeam {
        asked.department()?;
    }
    if !agency.territory.contains(place) {
        return Err(asked.refuse(
            "jurisdiction.outside_area",
            Some("行政处罚法第二十二条"),
            "违法行为发生地不在本机构辖区",
            "the place of the act lies outside the body's area",
        ));
    }
    if agency.level != why.level() {
        return Err(asked.other_level());
    }
    let listed = lists.version(&item.code, agency.level, place, on).ok_or_else(|| {
        asked.refuse(
            "jurisdiction.not_listed",
            None,
            "该事项不在当日有效的执法事项清单内，不得超范围执法；请按程序调整清单",
            "the item is not on the list in force that day; adjust the list by its procedure",
        )
    })?;
    Ok(asked.grounds(listed, on))
}

/// The level that is due (行政处罚法 and the allocation of the city's reform plan).
fn due(
    lists: &Lists,
    item: &Item,
    place: &Territory,
    agency: &Agency,
    on: Date,
    occasion: Occasion,
) -> Why {
    match occasion {
        Occasion::AcrossCounties | Occasion::CityWide => return Why::Wide,
        Occasion::Audit | Occasion::CrossEnforcement | Occasion::Patrol | Occasion::TakenOver => {
            return Why::Superior;
        }
        Occasion::Ordinary | Occasion::AcrossTowns => {}
    }
    let in_a_town = place.depth() >= 3 && occasion == Occasion::Ordinary;
    let delegated = in_a_town && lists.version(&item.code, Level::Town, place, on).is_some();
    if delegated && (agency.level == Level::Town || lists.delegated_excludes_county()) {
        Why::Delegated
    } else if item.first_responsible == Level::City {
        Why::CityItem
    } else if on < CODE_IN_FORCE {
        Why::BeforeCode
    } else if lists.is_central_urban(place) {
        Why::CentralUrban
    } else {
        Why::Daily
    }
}

/// A question with what is known so far, so that every refusal can name the body that may.
struct Asked<'a> {
    lists: &'a Lists,
    item: &'a Item,
    place: &'a Territory,
    agency: &'a Agency,
    why: Why,
}

impl Asked<'_> {
    fn department(&self) -> Refused<()> {
        let name = match &self.item.department {
            Department::Ecology => return Ok(()),
            Department::Designated if self.lists.is_designated(&self.item.code) => return Ok(()),
            Department::Designated => "地方人民政府确定的部门",
            Department::Other(name) => name,
        };
        Err(Refusal::new(
            "jurisdiction.other_department",
            format!("“{}”由{name}实施，生态环境部门不得实施；请移送。", self.item.name.zh),
            format!(
                "`{}` belongs to {name}, not to the ecology department; transfer it.",
                self.item.name.en
            ),
        )
        .basis("行政处罚法第二十三条")
        .field("item"))
    }

    fn other_level(&self) -> Refusal {
        let Words { zh, en } = self.why.words();
        let (code, basis) = match (self.agency.level, self.why) {
            (_, Why::Delegated) => ("jurisdiction.delegated_to_town", Some("行政处罚法第二十四条")),
            (Level::Town, _) => ("jurisdiction.not_delegated", Some("行政处罚法第二十四条")),
            (_, Why::BeforeCode) => {
                ("jurisdiction.branch_not_in_own_name", Some("生态环境法典第五十三条"))
            }
            (Level::County, _) => ("jurisdiction.city_first", None),
            (Level::City, _) => ("jurisdiction.county_first", None),
        };
        self.refuse(code, basis, &zh, &en)
    }

    fn refuse(
        &self,
        code: &'static str,
        basis: Option<&'static str>,
        zh: &str,
        en: &str,
    ) -> Refusal {
        let kind = match self.why.level() {
            Level::City => AgencyKind::Bureau,
            Level::County => AgencyKind::Branch,
            Level::Town => AgencyKind::TownTeam,
        };
        let may =
            self.lists.agencies().at(kind, self.place).filter(|body| body.id != self.agency.id);
        let (may_zh, may_en) = match may {
            Some(body) => (
                format!("；有权机构：{}", body.name),
                format!("; the body that may: {}", body.name),
            ),
            None => Default::default(),
        };
        let refusal = Refusal::new(code, format!("{zh}{may_zh}。"), format!("{en}{may_en}."));
        match basis {
            Some(article) => refusal.basis(article),
            None => refusal,
        }
        .field("agency")
    }

    fn grounds(&self, list: &ListVersion, on: Date) -> Grounds {
        let agency = self.agency;
        let own: &[(&str, u16)] = match agency.kind {
            AgencyKind::Branch => &[("eco_code", 53), ("penalty_law", 22)],
            AgencyKind::TownTeam => &[("penalty_law", 24), ("penalty_law", 22)],
            AgencyKind::Bureau | AgencyKind::BureauTeam => {
                &[("penalty_law", 22), ("penalty_law", 23)]
            }
        };
        let cite = |&(act, article): &(&str, u16)| Citation {
            act: act.to_owned(),
            article,
            paragraph: None,
            point: None,
        };
        let in_name_of = match agency.kind {
            AgencyKind::BureauTeam => agency.parent.unwrap_or(agency.id),
            AgencyKind::Bureau | AgencyKind::Branch | AgencyKind::TownTeam => agency.id,
        };
        Grounds {
            item: self.item.code.clone(),
            agency: agency.id,
            in_name_of,
            basis: self.item.power(on).iter().cloned().chain(own.iter().map(cite)).collect(),
            list: list.version.clone(),
            certainty: list.certainty,
            reason: self.why.words(),
        }
    }
}

fn unknown_item(item: &str) -> Refusal {
    Refusal::new(
        "jurisdiction.unknown_item",
        format!("执法事项“{item}”不存在，请从清单中选择。"),
        format!("There is no enforcement item `{item}`; choose one from the list."),
    )
    .field("item")
}

#[cfg(test)]
mod tests;
