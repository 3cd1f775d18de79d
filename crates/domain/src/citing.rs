//! What rests on an article: items, ranges, violations, tables, periods, documents and refusals, found by their citations.

use crate::calendar::Periods;
use crate::case::Case;
use crate::discretion::{Benchmarks, Ranges, Route, StatutoryRange, Violations};
use crate::document::FIXED_CITATIONS;
use crate::item::{Item, Items, ListVersion};
use crate::law::{ArticleNumber, CODE_IN_FORCE, Citation, Words};
use crate::refusals::Refusals;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What kind of thing rests on an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CitingKind {
    /// An enforcement item (执法事项).
    Item,
    /// A list that holds such items, in the wording it was published with (执法事项清单).
    List,
    /// A statutory range (法定幅度).
    Range,
    /// A violation, which leads from an item to a range (违法行为).
    Violation,
    /// A discretion table that serves a range (裁量表).
    Benchmark,
    /// A period of the procedure (期限).
    Period,
    /// A document whose wording cites it (文书).
    Document,
    /// A rule of the program that names it when it says no (拒绝理由).
    Refusal,
    /// A case (案件).
    Case,
}

impl CitingKind {
    /// Every kind, in the order of lists.
    pub const ALL: [Self; 9] = [
        Self::Item,
        Self::List,
        Self::Range,
        Self::Violation,
        Self::Benchmark,
        Self::Period,
        Self::Document,
        Self::Refusal,
        Self::Case,
    ];

    /// The name in tables and addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::List => "list",
            Self::Range => "range",
            Self::Violation => "violation",
            Self::Benchmark => "benchmark",
            Self::Period => "period",
            Self::Document => "document",
            Self::Refusal => "refusal",
            Self::Case => "case",
        }
    }

    /// The word for people.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Item => ("执法事项", "item"),
            Self::List => ("执法事项清单", "item list"),
            Self::Range => ("法定罚款幅度", "statutory range"),
            Self::Violation => ("违法行为", "violation"),
            Self::Benchmark => ("裁量表", "discretion table"),
            Self::Period => ("办案期限", "period"),
            Self::Document => ("文书", "document"),
            Self::Refusal => ("系统拒绝理由", "refusal"),
            Self::Case => ("案件", "case"),
        };
        Words::new(zh, en)
    }
}

/// What an article is to the thing that cites it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CitedAs {
    /// Lays down the duty.
    Duty,
    /// Gives the power.
    Power,
    /// Gave the power before 2026-08-15: for acts of that time.
    PowerBefore,
    /// As the duty of before the code.
    DutyBefore,
    /// Sets the fine.
    Fine,
    /// Sets the length.
    Length,
    /// Stands in the wording.
    Wording,
    /// Is the reason why the program says no.
    Reason,
}

impl CitedAs {
    /// The word for people.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Duty => ("义务依据", "duty"),
            Self::Power => ("处罚依据", "power"),
            Self::PowerBefore => ("法典施行前的处罚依据", "power before the code"),
            Self::DutyBefore => ("法典施行前的义务条款", "duty before the code"),
            Self::Fine => ("罚款幅度依据", "fine"),
            Self::Length => ("期限依据", "length of the period"),
            Self::Wording => ("文书载明", "cited in the wording"),
            Self::Reason => ("拒绝依据", "reason of a refusal"),
        };
        Words::new(zh, en)
    }
}

/// One place that a thing cites.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CitedPlace {
    /// What for.
    pub cited_as: CitedAs,
    /// Where.
    pub place: Citation,
}

/// A thing with every article that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citing {
    /// What kind.
    pub kind: CitingKind,
    /// Which one of its kind.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// What it cites.
    pub places: Vec<CitedPlace>,
}

impl Citing {
    /// The same with only those places that lie in an act, and in one article of it where one is named. None where
    /// none does.
    pub fn within(mut self, act: &str, article: Option<ArticleNumber>) -> Option<Self> {
        self.places.retain(|cited| {
            cited.place.act == act && article.is_none_or(|number| cited.place.article == number)
        });
        (!self.places.is_empty()).then_some(self)
    }
}

/// The tables that cite articles.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "each field is the table of the same name")]
pub struct Tables<'a> {
    pub items: &'a Items,
    pub lists: &'a [ListVersion],
    pub ranges: &'a Ranges,
    pub violations: &'a Violations,
    pub benchmarks: &'a Benchmarks,
    pub periods: &'a Periods,
    pub refusals: &'a Refusals,
}

impl Tables<'_> {
    /// Everything that cites an article, by kind and in the order of the tables. Cases stand in the store.
    pub fn citing(&self) -> Vec<Citing> {
        let mut found = Vec::new();
        for item in self.items.iter() {
            found.push(thing(
                CitingKind::Item,
                &item.code,
                item.name.clone(),
                of_item(item).collect(),
            ));
        }
        // A version that another took the place of has ended with the wording it had.
        for list in self.lists.iter().filter(|list| list.effective_to.is_none()) {
            let items = list.items.iter().filter_map(|code| list.item(code, self.items));
            let places: BTreeSet<CitedPlace> = items.flat_map(of_item).collect();
            let name = Words::new(
                format!("执法事项清单（{}）", list.version),
                format!("item list {}", list.version),
            );
            found.push(thing(CitingKind::List, &list.version, name, places.into_iter().collect()));
        }
        for range in self.ranges.iter() {
            let places = fine(range).into_iter().collect();
            found.push(thing(CitingKind::Range, &range.id, range.case.clone(), places));
        }
        for violation in self.violations.iter() {
            let routes = violation.law.iter().chain(&violation.old_law);
            let places = self.fines(routes);
            found.push(thing(
                CitingKind::Violation,
                &violation.code,
                violation.name.clone(),
                places,
            ));
        }
        for table in self.benchmarks.iter() {
            let routes = self.violations.iter().flat_map(|row| row.law.iter().chain(&row.old_law));
            let places = self.fines(routes.filter(|route| route.table == table.code));
            let code = format!("{}/{}", table.version, table.code);
            found.push(thing(CitingKind::Benchmark, &code, table.title.clone(), places));
        }
        for period in self.periods.iter() {
            let places = period.basis.iter().map(|place| cited(CitedAs::Length, place)).collect();
            found.push(thing(CitingKind::Period, &period.key, period.name.clone(), places));
        }
        for (code, zh, en, places) in FIXED_CITATIONS {
            let places = places.iter().filter_map(|text| text.parse::<Citation>().ok());
            let places = places.map(|place| cited(CitedAs::Wording, &place)).collect();
            found.push(thing(CitingKind::Document, code, Words::new(*zh, *en), places));
        }
        for row in self.refusals.iter() {
            let places = row.places.iter().map(|place| cited(CitedAs::Reason, place)).collect();
            let (zh, en) = (
                format!("引用“{}”的拒绝、审查规则", row.basis),
                format!("rules of the program that rest on {}", row.basis),
            );
            let (name, code) = (Words::new(zh, en), row.codes.join(" "));
            let code = if code.is_empty() { row.basis.clone() } else { code };
            found.push(thing(CitingKind::Refusal, &code, name, places));
        }
        found.retain(|thing| !thing.places.is_empty());
        found
    }

    /// What a case rests on: the power of its item by the law of the day of the act, the duty, and the range of its
    /// computed fine.
    pub fn of_case(&self, case: &Case) -> Vec<CitedPlace> {
        let Some(proposal) = case.proposal() else { return Vec::new() };
        let mut places = Vec::new();
        if let Some(item) = self.items.get(&case.item) {
            // The duties of an item are those of the code; for acts before it only the power was entered.
            if proposal.act_on >= CODE_IN_FORCE {
                places.extend(item.duty.iter().map(|place| cited(CitedAs::Duty, place)));
            }
            places.extend(
                item.power(proposal.act_on).iter().map(|place| cited(CitedAs::Power, place)),
            );
        }
        let steps = case.steps();
        let anew = steps.recheck.and_then(|recheck| recheck.calculation.as_ref());
        let computed = steps.report.and_then(|report| report.measure.calculation());
        let range = anew.or(computed).and_then(|fine| self.ranges.get(&fine.range_id));
        places.extend(range.and_then(fine));
        places.sort();
        places.dedup();
        places
    }

    fn fines<'a>(&self, routes: impl Iterator<Item = &'a Route>) -> Vec<CitedPlace> {
        let ranges = routes.filter_map(|route| self.ranges.get(&route.range));
        let mut places: Vec<_> = ranges.filter_map(fine).collect();
        places.sort();
        places.dedup();
        places
    }
}

fn of_item(item: &Item) -> impl Iterator<Item = CitedPlace> {
    let duty = item.duty.iter().map(|place| cited(CitedAs::Duty, place));
    let power = item.penalty.iter().map(|place| cited(CitedAs::Power, place));
    let before = item.penalty_before.iter().map(|place| cited(CitedAs::PowerBefore, place));
    let earlier = item.duty_before.iter().map(|place| cited(CitedAs::DutyBefore, place));
    duty.chain(earlier).chain(power).chain(before)
}

/// The article of a range; none for one that only a table prints.
fn fine(range: &StatutoryRange) -> Option<CitedPlace> {
    range.citation.as_ref().map(|citation| cited(CitedAs::Fine, citation))
}

fn thing(kind: CitingKind, code: &str, name: Words, places: Vec<CitedPlace>) -> Citing {
    Citing { kind, code: code.to_owned(), name, places }
}

fn cited(cited_as: CitedAs, place: &Citation) -> CitedPlace {
    CitedPlace { cited_as, place: place.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_cites_a_repealed_law_is_missed() {
        let (items, ranges) = (Items::shipped().unwrap(), Ranges::shipped().unwrap());
        let (violations, benchmarks) =
            (Violations::shipped().unwrap(), Benchmarks::shipped().unwrap());
        let periods = Periods::shipped().unwrap();
        let refusals = Refusals::shipped().unwrap();
        let lists = crate::jurisdiction::Lists::shipped().unwrap();
        let tables = Tables {
            lists: lists.versions(),
            refusals: &refusals,
            items: &items,
            ranges: &ranges,
            violations: &violations,
            benchmarks: &benchmarks,
            periods: &periods,
        };
        let found: Vec<_> = tables
            .citing()
            .into_iter()
            .filter_map(|thing| thing.within("water_law", None))
            .collect();
        let counted = |kind| found.iter().filter(|thing| thing.kind == kind).count();
        // Counted in the files themselves, without our readers.
        let blocks = |text: &str, mark: &str, wanted: &str| {
            text.split(mark).skip(1).filter(|block| block.contains(wanted)).count()
        };
        let items = include_str!("../../../data/law/items.toml");
        assert_eq!(counted(CitingKind::Item), blocks(items, "[[item]]", "\"water_law:"));
        let ranges = include_str!("../../../data/law/statutory_ranges.toml");
        assert_eq!(
            counted(CitingKind::Range),
            blocks(ranges, "[[range]]", "citation = \"water_law:")
        );
        let routes = include_str!("../../../data/discretion/violations.toml");
        assert_eq!(
            counted(CitingKind::Violation),
            blocks(routes, "[[violation]]", "range = \"water_law:")
        );
        let listed: Vec<_> = found
            .iter()
            .filter(|thing| thing.kind == CitingKind::List)
            .map(|one| &one.code)
            .collect();
        assert!(listed.iter().any(|code| *code == "county-sample-2026-08"), "{listed:?}");
        assert!(listed.iter().all(|code| *code != "city-sample-2021"), "that one has ended");
        assert!(counted(CitingKind::Item) > 0 && counted(CitingKind::Violation) > 0);
        let rights = tables
            .citing()
            .into_iter()
            .filter_map(|thing| thing.within("penalty_law", Some(44.into())));
        assert!(rights.into_iter().any(|thing| thing.kind == CitingKind::Document));
        let designated = tables
            .citing()
            .into_iter()
            .filter_map(|thing| thing.within("penalty_law", Some(25.into())));
        let refusals: Vec<_> =
            designated.filter(|thing| thing.kind == CitingKind::Refusal).collect();
        assert!(refusals.iter().any(|thing| thing.code.contains("jurisdiction.filed_first")));
    }
}
