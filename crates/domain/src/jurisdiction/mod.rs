//! Who may enforce what, where and when: refused with the reason, the article and the body that may.

mod answer;
mod checks;
mod designation;
mod grounds;
mod layer;
mod lists;
mod operation;
mod rules;
mod setting;
mod siting;
mod superior;
mod why;
mod withdrawn;

pub use answer::{Answer, Elsewhere, explain};
pub use designation::{Claim, Designation, DesignationKind, DesignationState, NewDesignation};
pub use grounds::{Footing, Grounds};
pub use layer::Layer;
pub use lists::Lists;
pub use operation::{Approval, Ended, Operation, OperationKind, Plan};
pub use rules::Rules;
pub use setting::{Acted, Acting, Question, Rival, Setting, Step};
pub use siting::{BoundaryChoice, Chosen, Ground, Near, Siting};
pub use superior::common_superior;
pub use withdrawn::Withdrawn;

use crate::agency::{Agency, AgencyKind};
use crate::item::{Department, Item, ListVersion};
use crate::law::{Certainty, Citation, Words};
use crate::region::Level;
use crate::{Date, Refusal, Refused};
use why::Why;

/// Whether a body, and whoever acts for it, may enforce an item at a place on a day on an occasion.
///
/// Rests on 行政处罚法第二十二条至第二十五条、第四十二条, 生态环境法典第五十三条, 生态环境行政处罚办法第十三条至第十六条 and the city's
/// allocation between levels.
///
/// # Errors
/// Refuses an unknown item, another department's item, a place outside the body's area, another level's case, an item
/// that is not on the list in force, a matter that was given to another body, or a town's whose delegation was taken back until somebody has chosen who goes
/// on with it, an operation that is not registered,
/// approved, running or there, an officer without certificate or of another body, and a decision on what somebody did
/// without a certificate; each refusal names the body that
/// may, where one is known.
pub fn may_enforce(lists: &Lists, rules: &Rules, question: &Question<'_>) -> Refused<Grounds> {
    let item = lists.items().get(question.item).ok_or_else(|| unknown_item(question.item))?;
    let asked = Asked { lists, question, item, on: question.on };
    if question.agency.kind != AgencyKind::TownTeam {
        asked.department()?;
    }
    let given = asked.given_by_designation()?;
    asked.operation()?;
    asked.withdrawn()?;
    let power = match given {
        Some(reason) => asked.listed().map(|list| asked.grounds(list, reason)),
        None => asked.power(),
    };
    let grounds = power.or_else(|refusal| asked.finishes(rules, refusal))?;
    asked.first_to_file()?;
    asked.who()?;
    asked.acted()?;
    Ok(grounds)
}

/// A question with its item, and the day on which the allocation is looked at.
#[derive(Clone, Copy)]
struct Asked<'a> {
    lists: &'a Lists,
    question: &'a Question<'a>,
    item: &'a Item,
    on: Date,
}

impl<'a> Asked<'a> {
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

    /// The power by area, level and list.
    fn power(&self) -> Refused<Grounds> {
        if !self.question.agency.territory.contains(self.question.place) {
            return Err(self.refuse(
                "jurisdiction.outside_area",
                Some("行政处罚法第二十二条"),
                "违法行为发生地不在本机构辖区",
                "the place of the act lies outside the body's area",
            ));
        }
        let why = self.why();
        if self.question.agency.level != why.level() {
            return Err(self.other_level());
        }
        Ok(self.grounds(self.listed()?, why.words()))
    }

    fn listed(&self) -> Refused<&'a ListVersion> {
        let Question { agency, place, .. } = self.question;
        self.lists.version(&self.item.code, agency.level, place, self.on).ok_or_else(|| {
            self.refuse(
                "jurisdiction.not_listed",
                None,
                "该事项不在当日有效的执法事项清单内，不得超范围执法；请按程序调整清单",
                "the item is not on the list in force that day; adjust the list by its procedure",
            )
        })
    }

    /// What was lawfully filed is finished by who filed it, though the allocation changed since.
    fn finishes(&self, rules: &Rules, refusal: Refusal) -> Refused<Grounds> {
        let Question { agency, place, on, .. } = *self.question;
        let stays = |filed_on: &Date| match agency.level {
            Level::Town => self.lists.town_finishes(&self.item.code, place, *filed_on, on),
            Level::City | Level::County => rules.filed_cases_are_finished,
        };
        let before = |filed_on: &Date| *filed_on <= on;
        let Some(filed_on) = self.question.filed_on.filter(before).filter(stays) else {
            return Err(refusal);
        };
        let then = Self { on: filed_on, ..*self };
        let Ok(grounds) = then.power() else {
            return Err(refusal);
        };
        let certainty = grounds.certainty.max(Certainty::SecondHand);
        let reason = Words::new(
            format!(
                "案件于{filed_on}依当时的清单和分工立案，其后权限调整（下放、收回等），由原立案机构办结（二手来源，以本地规定为准）"
            ),
            format!(
                "filed on {filed_on} under the list and allocation of that day; what changed since leaves it with the body that filed it (second-hand, the local rule prevails)"
            ),
        );
        Ok(grounds.with(|then| Footing { certainty, reason, on: self.on, ..then }))
    }

    fn why(&self) -> Why {
        let Question { place, agency, setting, .. } = self.question;
        Why::of(self.lists, self.item, place, agency, self.on, setting.occasion)
    }

    fn other_level(&self) -> Refusal {
        let why = self.why();
        let Words { zh, en } = why.words();
        let (code, basis) = match (self.question.agency.level, why) {
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

    /// The body of the level that is due at the place.
    fn due_body(&self) -> Option<&'a Agency> {
        let kind = match self.why().level() {
            Level::City => AgencyKind::Bureau,
            Level::County => AgencyKind::Branch,
            Level::Town => AgencyKind::TownTeam,
        };
        self.lists.agencies().at(kind, self.question.place)
    }

    fn refuse(
        &self,
        code: &'static str,
        basis: Option<&'static str>,
        zh: &str,
        en: &str,
    ) -> Refusal {
        let may = self.due_body().filter(|body| body.id != self.question.agency.id);
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

    fn grounds(&self, list: &ListVersion, reason: Words) -> Grounds {
        let Question { agency, designation, .. } = *self.question;
        let own: &[(&str, u16)] = match agency.kind {
            AgencyKind::Branch => &[("eco_code", 53), ("penalty_law", 22)],
            AgencyKind::TownTeam => &[("penalty_law", 24), ("penalty_law", 22)],
            AgencyKind::Bureau | AgencyKind::BureauTeam => {
                &[("penalty_law", 22), ("penalty_law", 23)]
            }
        };
        let given: &[(&str, u16)] = match designation {
            Some(_) => &[("penalty_law", 25)],
            None => &[],
        };
        let cite = |&(act, article): &(&str, u16)| Citation {
            act: act.to_owned(),
            article: article.into(),
            paragraph: None,
            point: None,
        };
        let power = self.item.power(self.on).iter().cloned();
        Grounds::given_by_law(Footing {
            item: self.item.code.clone(),
            place: self.question.place.clone(),
            siting: self.question.siting.clone(),
            agency: agency.id,
            in_name_of: in_name_of(agency),
            officers: self.question.who(),
            step: self.question.step,
            on: self.question.on,
            setting: self.question.setting.clone(),
            designation: designation.map(|designation| designation.id),
            basis: power.chain(own.iter().chain(given).map(cite)).collect(),
            list: list.version.clone(),
            certainty: list.certainty,
            reason,
        })
    }
}

/// The body in whose name a body acts: a bureau's team acts in the bureau's.
pub fn in_name_of(agency: &Agency) -> crate::AgencyId {
    match agency.kind {
        AgencyKind::BureauTeam => agency.parent.unwrap_or(agency.id),
        AgencyKind::Bureau | AgencyKind::Branch | AgencyKind::TownTeam => agency.id,
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
