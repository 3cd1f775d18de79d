//! The penalty clauses of the code as a machine read them: the seed of the items, each to be confirmed by a person.

use super::{Department, Item, ItemKind, Review};
use crate::discretion::Ranges;
use crate::law::{Certainty, Citation, DataError, Words, from_json, from_toml, numeral};
use crate::region::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a person must look at with care, because the machine is known to read it wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The article lists several acts; which of them the range is for stands in the text.
    ListArticle,
    /// The paragraph names no range: it may stand in the next paragraph, or there is none.
    NoRange,
    /// The competent body was not recognised, or taken from the paragraph before.
    Department,
    /// Ranges of units and of persons stand in one row without a label.
    RangesUnlabelled,
}

impl Doubt {
    /// In words.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::ListArticle => (
                "本条以列举方式规定多种行为，请核对幅度对应哪一项",
                "the article lists several acts; check which one the range is for",
            ),
            Self::NoRange => (
                "本款未识别到罚款幅度，可能在下一款，或者本来没有",
                "no range was found here; it may stand in the next paragraph, or there is none",
            ),
            Self::Department => (
                "未直接识别到生态环境主管部门，请核对实施主体",
                "the ecology department was not recognised directly; check the competent body",
            ),
            Self::RangesUnlabelled => (
                "单位与个人的幅度混列，请区分",
                "ranges of units and of persons stand together; tell them apart",
            ),
        };
        Words::new(zh, en)
    }
}

/// One paragraph of the code that threatens a penalty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Article of the code.
    pub article: u16,
    /// Paragraph.
    pub para: u8,
    /// Its text, from the working copy.
    pub text: String,
    /// Who was recognised as the competent body, in the words of the text.
    pub who: Vec<String>,
    /// Fines from … to …, in yuan.
    pub fine_ranges_yuan: Vec<(u64, u64)>,
    /// Fines up to …, in yuan.
    pub fine_upto_yuan: Vec<u64>,
    /// Multiples of a base, from … to ….
    pub fine_multiples: Vec<(u16, u16)>,
    /// Days of detention.
    pub detention_days: Vec<(u16, u16)>,
    /// Whether persons are fined too.
    pub personal_fine: bool,
    /// Whether something is confiscated.
    pub confiscate: bool,
    /// Limits of production and the like.
    pub limit_or_stop: Vec<String>,
    /// Whether the ecology department was recognised as competent.
    pub eco_dept: bool,
    /// Whether the paragraph before, of the same article, names the ecology department.
    #[serde(skip)]
    follows_ecology: bool,
    /// The act in English, from `clause_names.toml`.
    #[serde(skip)]
    act_en: String,
}

impl Clause {
    /// Where it stands.
    pub fn citation(&self) -> Citation {
        Citation {
            act: "eco_code".to_owned(),
            article: self.article.into(),
            paragraph: Some(self.para),
            point: None,
        }
    }

    /// Code of the item that it seeds.
    pub(super) fn code(&self) -> String {
        format!("eco-{}-{}", self.article, self.para)
    }

    /// The same where another item has that code already.
    pub(super) fn other_code(&self) -> String {
        format!("eco-{}-p{}", self.article, self.para)
    }

    /// What a person must look at.
    pub fn doubts(&self) -> Vec<Doubt> {
        let lists = ["有下列", "前款第", "有前款"].iter().any(|mark| self.text.contains(mark));
        let no_range = self.fine_ranges_yuan.is_empty()
            && self.fine_upto_yuan.is_empty()
            && self.fine_multiples.is_empty();
        let mixed =
            self.personal_fine && self.fine_ranges_yuan.len() + self.fine_upto_yuan.len() > 1;
        [
            (Doubt::ListArticle, lists),
            (Doubt::NoRange, no_range),
            (Doubt::Department, !self.eco_dept),
            (Doubt::RangesUnlabelled, mixed),
        ]
        .into_iter()
        .filter_map(|(doubt, holds)| holds.then_some(doubt))
        .collect()
    }

    /// The item that it seeds, unreviewed. Level and department are proposals, to be confirmed.
    pub(super) fn item(&self, ranges: &Ranges) -> Item {
        let place = self.citation().place_zh();
        let act = self.act().or_else(|| self.listed());
        let zh = match act {
            Some(act) => format!("对{act}的行政处罚"),
            None => format!("对生态环境法典{place}所列行为的行政处罚"),
        };
        Item {
            code: self.code(),
            name: Words::new(zh, format!("administrative penalty for {}", self.act_en)),
            kind: ItemKind::Penalty,
            duty: Vec::new(),
            penalty: vec![self.citation()],
            duty_before: Vec::new(),
            penalty_before: Vec::new(),
            first_responsible: Level::County,
            department: self.department(),
            subject: self.who.join("、"),
            ranges: self.ranges(ranges),
            certainty: Certainty::Unreviewed,
            review: Review::Unreviewed,
        }
    }

    /// The act in the words of the clause, where one short sentence describes it.
    fn act(&self) -> Option<String> {
        let begins = self.text.find("规定，").map(|at| at + "规定，".len())?;
        let rest = self.text.get(begins..)?;
        let act = rest.split(['；', '。', '\n']).next()?;
        let act = act.split("的，由").next()?;
        let vague = ["有下列", "前款", "有前"].iter().any(|mark| act.contains(mark));
        (!vague && act.len() < rest.len() && act.chars().count() <= ACT_MAX).then(|| act.to_owned())
    }

    /// The first act of a clause that lists several, and how many there are.
    fn listed(&self) -> Option<String> {
        let points: Vec<&str> = self.text.lines().filter(|line| line.starts_with('（')).collect();
        let first = points.first()?.split_once('）')?.1;
        let first = first.trim_end_matches(['；', '。', ' ']);
        let count = numeral(u16::try_from(points.len()).ok()?);
        (first.chars().count() <= ACT_MAX).then(|| format!("{first}等{count}类行为"))
    }

    /// Ids of the ranges that people read from this clause, or from its article as a whole.
    fn ranges(&self, ranges: &Ranges) -> Vec<String> {
        let place = self.citation();
        let of = |cited: &Citation| place.covers(cited) || cited.covers(&place);
        let of_clause = ranges.iter().filter(|range| range.citation.as_ref().is_some_and(of));
        of_clause.map(|range| range.id.clone()).collect()
    }

    fn department(&self) -> Department {
        let text = &self.text;
        if text.contains("省级以上人民政府生态环境主管部门") {
            return Department::Other("省级以上人民政府生态环境主管部门".to_owned());
        }
        let ecology = ["负有生态环境保护监督管理职责", "、生态环境主管部门"];
        if self.eco_dept || self.follows_ecology || ecology.iter().any(|name| text.contains(name)) {
            return Department::Ecology;
        }
        let designated = ["人民政府确定的", "人民政府指定的"];
        if designated.iter().any(|name| text.contains(name)) {
            return Department::Designated;
        }
        match self.who.first() {
            Some(who) => Department::Other(who.split("按照").next().unwrap_or(who).to_owned()),
            None => Department::Other("条文所列的其他部门".to_owned()),
        }
    }
}

/// Longer descriptions of an act are no names.
const ACT_MAX: usize = 120;

/// The clauses, in the order of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clauses(Vec<Clause>);

impl Clauses {
    /// The clauses shipped in `data/law/eco_code_2026_penalty_clauses.json`.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        let text = include_str!("../../../../data/law/eco_code_2026_penalty_clauses.json");
        let mut rows: Vec<Clause> = from_json("eco_code_2026_penalty_clauses.json", text)?;
        for index in 1..rows.len() {
            let (before, after) = rows.split_at_mut(index);
            if let (Some(before), Some(clause)) = (before.last(), after.first_mut()) {
                let ecology = before.eco_dept || before.follows_ecology;
                let refers = clause.who.is_empty() && clause.text.contains("前款");
                clause.follows_ecology = before.article == clause.article && ecology && refers;
            }
        }
        let names: BTreeMap<String, String> =
            from_toml("clause_names.toml", include_str!("../../../../data/law/clause_names.toml"))?;
        for clause in &mut rows {
            let place = format!("{}.{}", clause.article, clause.para);
            let named = || clause.citation().place_en();
            clause.act_en = names.get(&place).cloned().unwrap_or_else(named);
        }
        Ok(Self(rows))
    }

    /// Every clause.
    pub fn iter(&self) -> impl Iterator<Item = &Clause> {
        self.0.iter()
    }

    /// The clauses that an item's power rests on, then the others of the same articles, to which they may refer.
    pub fn of<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Clause> {
        let cited = |clause: &Citation| {
            item.penalty.iter().any(|cited| cited.covers(clause) || clause.covers(cited))
        };
        let beside = |clause: &Citation| {
            item.penalty.iter().any(|one| one.act == clause.act && one.article == clause.article)
        };
        let others = self.0.iter().filter(move |clause| {
            let place = clause.citation();
            beside(&place) && !cited(&place)
        });
        self.0.iter().filter(move |clause| cited(&clause.citation())).chain(others)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::Items;
    use rstest::rstest;

    #[test]
    fn every_clause_has_an_item_and_none_of_them_is_presented_as_law() {
        let (clauses, items) = (Clauses::shipped().unwrap(), Items::shipped().unwrap());
        assert_eq!(clauses.iter().count(), 183);
        for clause in clauses.iter() {
            let place = clause.citation();
            let seeded = items.iter().find(|item| item.penalty.iter().any(|c| c.covers(&place)));
            let item = seeded.unwrap_or_else(|| panic!("{place} has no item"));
            assert_eq!(item.review, Review::Unreviewed, "{}", item.code);
            assert!(!item.certainty.is_law(), "{}", item.code);
        }
    }

    #[test]
    fn rows_that_people_wrote_come_before_the_seed() {
        let (written, items) = (Items::written().unwrap(), Items::shipped().unwrap());
        for row in written.iter() {
            assert_eq!(items.get(&row.code), Some(row));
        }
        let seeds = items.iter().filter(|item| written.get(&item.code).is_none());
        for seed in seeds {
            let covered = written
                .iter()
                .any(|row| row.penalty.iter().any(|cited| cited.covers(&seed.penalty[0])));
            assert!(!covered, "{}", seed.code);
        }
        assert!(items.get("eco-1179-1").is_none(), "detention only, not among the clauses");
        assert_eq!(items.get("eco-1086-2").unwrap().penalty[0].to_string(), "eco_code:1086.1(2)");
        assert_eq!(items.get("eco-1086-p2").unwrap().penalty[0].to_string(), "eco_code:1086.2");
    }

    #[rstest]
    #[case("eco-1087-1", Department::Ecology)]
    #[case("eco-1136-2", Department::Ecology)] // no body of its own: that of the paragraph before
    #[case("eco-1134-2", Department::Designated)]
    #[case("eco-1185-1", Department::Designated)]
    #[case("eco-1123-1", Department::Other("省级以上人民政府生态环境主管部门".to_owned()))]
    #[case("eco-1118-1", Department::Other("海事管理机构、渔业渔政主管部门".to_owned()))]
    #[case("eco-1200-1", Department::Ecology)]
    fn the_competent_body_is_proposed(#[case] code: &str, #[case] department: Department) {
        assert_eq!(Items::shipped().unwrap().get(code).unwrap().department, department);
    }

    #[rstest]
    #[case(1136, 1, &[Doubt::ListArticle, Doubt::NoRange])]
    #[case(1136, 2, &[Doubt::ListArticle, Doubt::Department])]
    #[case(1088, 1, &[Doubt::RangesUnlabelled])]
    #[case(1087, 1, &[])]
    fn known_traps_are_named(#[case] article: u16, #[case] para: u8, #[case] doubts: &[Doubt]) {
        let clauses = Clauses::shipped().unwrap();
        let clause = clauses.iter().find(|c| (c.article, c.para) == (article, para)).unwrap();
        assert_eq!(clause.doubts(), doubts);
    }

    #[test]
    fn a_name_is_taken_from_the_text_or_from_the_place() {
        let items = Items::shipped().unwrap();
        let name = |code: &str| items.get(code).unwrap().name.zh.clone();
        assert!(
            name("eco-1233-1").starts_with("对排放污染物的企业事业单位"),
            "{}",
            name("eco-1233-1")
        );
        assert_eq!(name("eco-1136-1"), "对向水体排放油类、酸液、碱液等五类行为的行政处罚");
        assert_eq!(name("eco-1136-2"), "对生态环境法典第一千一百三十六条第二款所列行为的行政处罚");
        for item in items.iter() {
            assert!(!item.name.en.contains("art. "), "{} has no English name", item.code);
        }
    }

    #[test]
    fn a_seed_names_the_ranges_that_people_read_from_its_clause() {
        let items = Items::shipped().unwrap();
        assert_eq!(items.get("eco-1095-2").map(|item| item.ranges.len()), Some(0));
        assert_eq!(items.get("eco-1086-p2").unwrap().ranges, ["eco_code:1086.2"]);
    }
}
