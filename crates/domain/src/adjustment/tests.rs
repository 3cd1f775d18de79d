//! Every step in its order, every step refused out of order or by the wrong person, and what a list may hold.

use super::*;
use crate::enclosure::tests::paper;
use crate::item::{Delegation, ListVersion};
use crate::jurisdiction::Lists;
use crate::law::Acts;
use crate::{Date, Refused};
use rstest::rstest;
use std::sync::LazyLock;
use uuid::Uuid;

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists::shipped().unwrap());
static ACTS: LazyLock<Acts> = LazyLock::new(|| Acts::shipped().unwrap());
static FACTS: LazyLock<Facts<'static>> =
    LazyLock::new(|| Facts { lists: &LISTS, acts: &ACTS, uses: &[] });
const CITY: &str = "1310/";
const SANHE: &str = "1310/131082/";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn by(who: u128, on: &str) -> Signed {
    let at = Timestamp::start_of(day(on));
    Signed { by: OfficerId(Uuid::from_u128(who)), name: format!("人员{who}"), at }
}

fn listed(version: &str) -> Vec<String> {
    LISTS.by_name(version).unwrap().items.clone()
}

fn proposal(level: Level, territory: &str, items: Vec<String>) -> Proposal {
    Proposal {
        id: AdjustmentId(Uuid::from_u128(9)),
        title: "补充清单".to_owned(),
        trigger: Trigger::Enacted,
        reason: "生态环境法典施行".to_owned(),
        basis: vec!["eco_code:1242".parse().unwrap()],
        document: "廊环法〔2026〕1号".to_owned(),
        papers: vec![paper(1)],
        change_set: None,
        level,
        territory: territory.parse().unwrap(),
        sample: true,
        items,
        refinements: Vec::new(),
    }
}

fn with(more: &str) -> Vec<String> {
    let mut items = listed("city-sample-2026-08");
    items.push(more.to_owned());
    items
}

fn proposed() -> Adjustment {
    let proposal = proposal(Level::City, CITY, with("eco-1087-1"));
    proposal.propose(&FACTS, by(1, "2026-09-16")).unwrap()
}

type Step = fn(Adjustment) -> Refused<Adjustment>;

fn finding(agreed: bool) -> Finding {
    Finding {
        agreed,
        opinion: "意见".to_owned(),
        document: "法审1号".to_owned(),
        papers: vec![paper(2)],
    }
}

const AGREE: Step = |a| a.review(finding(true), by(2, "2026-09-17"));
const RETURN: Step = |a| a.review(finding(false), by(2, "2026-09-17"));
const OWN: Step = |a| a.review(finding(true), by(1, "2026-09-17"));
const REVISE: Step =
    |a| a.revise(with("eco-1089-1"), "改".to_owned(), vec![], &FACTS, by(1, "2026-09-18"));
const REVISE_OTHER: Step =
    |a| a.revise(with("eco-1089-1"), "改".to_owned(), vec![], &FACTS, by(2, "2026-09-18"));
const FILE: Step = |a| a.file(filing("2026-09-18"));
const FILE_EARLY: Step = |a| a.file(filing("2026-09-16"));
const FILE_LATE: Step = |a| a.file(filing("2026-09-19"));
const COPY: Step = |a| a.copy(copying("司1号"));
const COPY_EMPTY: Step = |a| a.copy(copying(" "));
const PUBLISH: Step = |a| publish(a, "2026-10-01").map(|published| published.adjustment);
const PUBLISH_BACK: Step = |a| publish(a, "2026-09-18").map(|published| published.adjustment);
const WITHDRAW: Step = |a| a.withdraw("不再需要".to_owned(), by(1, "2026-09-20"));

const AGREE_BARE: Step =
    |a| a.review(Finding { papers: vec![], ..finding(true) }, by(2, "2026-09-17"));
const RETURN_BARE: Step =
    |a| a.review(Finding { papers: vec![], ..finding(false) }, by(2, "2026-09-17"));
const FILE_BARE: Step = |a| a.file(Sent { papers: vec![], ..filing("2026-09-18") });
const COPY_BARE: Step = |a| a.copy(Sent { papers: vec![], ..copying("司1号") });
const PUBLISH_BARE: Step = |a| {
    let bare = Announcement { papers: vec![], ..announcement("2026-10-01") };
    a.publish(bare, &LISTS, &ACTS, by(3, "2026-09-21")).map(|published| published.adjustment)
};

fn filing(on: &str) -> Sent {
    let (number, body) = ("廊政备〔2026〕3号".to_owned(), "廊坊市人民政府".to_owned());
    Sent { signed: by(1, "2026-09-18"), number, body, on: day(on), papers: vec![paper(3)] }
}

fn copying(number: &str) -> Sent {
    let (number, body) = (number.to_owned(), "廊坊市司法局".to_owned());
    Sent { number, body, papers: vec![paper(4)], ..filing("2026-09-18") }
}

fn announcement(from: &str) -> Announcement {
    let place = "公示栏".to_owned();
    Announcement { place, effective_from: day(from), papers: vec![paper(5)] }
}

fn publish(adjustment: Adjustment, from: &str) -> Refused<Published> {
    adjustment.publish(announcement(from), &LISTS, &ACTS, by(3, "2026-09-21"))
}

#[rstest]
// In order.
#[case(&[AGREE, FILE, COPY, PUBLISH], Ok("published"))]
#[case(&[RETURN, REVISE, AGREE, FILE, COPY, PUBLISH], Ok("published"))]
#[case(&[WITHDRAW], Ok("withdrawn"))]
#[case(&[RETURN, WITHDRAW], Ok("withdrawn"))]
#[case(&[AGREE, FILE, COPY, WITHDRAW], Ok("withdrawn"))]
// Each step at a wrong time.
#[case(&[REVISE], Err("adjustment.stage"))]
#[case(&[FILE], Err("adjustment.stage"))]
#[case(&[COPY], Err("adjustment.stage"))]
#[case(&[PUBLISH], Err("adjustment.stage"))]
#[case(&[AGREE, AGREE], Err("adjustment.stage"))]
#[case(&[AGREE, REVISE], Err("adjustment.stage"))]
#[case(&[AGREE, COPY], Err("adjustment.stage"))]
#[case(&[AGREE, PUBLISH], Err("adjustment.stage"))]
#[case(&[RETURN, FILE], Err("adjustment.stage"))]
#[case(&[RETURN, AGREE], Err("adjustment.stage"))]
#[case(&[AGREE, FILE, FILE], Err("adjustment.stage"))]
#[case(&[AGREE, FILE, PUBLISH], Err("adjustment.stage"))]
#[case(&[AGREE, FILE, AGREE], Err("adjustment.stage"))]
#[case(&[AGREE, FILE, COPY, COPY], Err("adjustment.stage"))]
#[case(&[AGREE, FILE, COPY, PUBLISH, PUBLISH], Err("adjustment.stage"))]
#[case(&[AGREE, FILE, COPY, PUBLISH, WITHDRAW], Err("adjustment.stage"))]
#[case(&[WITHDRAW, AGREE], Err("adjustment.stage"))]
#[case(&[WITHDRAW, WITHDRAW], Err("adjustment.stage"))]
// By the wrong person, on the wrong day, without papers.
#[case(&[OWN], Err("adjustment.own_review"))]
#[case(&[RETURN, REVISE_OTHER], Err("adjustment.not_proposer"))]
#[case(&[AGREE, FILE_EARLY], Err("adjustment.day"))]
#[case(&[AGREE, FILE_LATE], Err("adjustment.day"))]
#[case(&[AGREE, FILE, COPY_EMPTY], Err("adjustment.text"))]
#[case(&[AGREE, FILE, COPY, PUBLISH_BACK], Err("adjustment.day"))]
#[case(&[AGREE_BARE], Err("enclosure.missing"))]
#[case(&[RETURN_BARE], Err("enclosure.missing"))]
#[case(&[AGREE, FILE_BARE], Err("enclosure.missing"))]
#[case(&[AGREE, FILE, COPY_BARE], Err("enclosure.missing"))]
#[case(&[AGREE, FILE, COPY, PUBLISH_BARE], Err("enclosure.missing"))]
fn step_by_step(#[case] steps: &[Step], #[case] expected: Result<&str, &str>) {
    let reached = steps.iter().try_fold(proposed(), |adjustment, step| step(adjustment));
    let reached = reached.as_ref().map(|end| end.stage.name().as_str()).map_err(|no| no.code);
    assert_eq!(reached, expected);
}

#[rstest]
#[case(Level::City, CITY, "eco-1087-1", None)]
#[case(Level::City, CITY, "no-such", Some("list.unknown_item"))]
#[case(Level::City, CITY, "eco-1169-3", Some("list.other_department"))]
#[case(Level::City, CITY, "eco-1131-1", Some("list.other_department"))]
#[case(Level::City, SANHE, "eco-1087-1", Some("list.place"))]
// A county supplements, but not with what is the city's.
#[case(Level::County, SANHE, "eco-1087-1", None)]
#[case(Level::County, SANHE, "eco-1229", Some("list.city_item"))]
// A town: only what was delegated.
#[case(Level::Town, "1310/131082/131082109/", "eco-1131-1", None)]
#[case(Level::Town, "1310/131082/131082109/", "eco-1100", Some("list.not_delegated"))]
#[case(Level::Town, SANHE, "eco-1087-1", Some("list.not_delegated"))]
fn what_a_list_may_hold(
    #[case] level: Level,
    #[case] territory: &str,
    #[case] item: &str,
    #[case] expected: Option<&str>,
) {
    let asked = proposal(level, territory, vec![item.to_owned()]);
    let refused = asked.propose(&FACTS, by(1, "2026-09-16")).err();
    assert_eq!(refused.as_ref().map(|refusal| refusal.code), expected);
    if let Some(refusal) = refused.filter(|refusal| refusal.code != "list.place") {
        assert!(refusal.zh.contains(item), "names the item: {}", refusal.zh);
    }
}

#[test]
fn a_diff_says_what_is_added_and_what_goes() {
    let mut items = with("eco-1087-1");
    items.retain(|code| code != "eco-52");
    let asked = proposal(Level::City, CITY, items);
    let adjustment = asked.propose(&FACTS, by(1, "2026-09-16")).unwrap();
    let codes = |lines: &[crate::item::DiffLine]| -> Vec<String> {
        lines.iter().map(|line| line.code.clone()).collect()
    };
    assert_eq!(codes(&adjustment.diff.added), ["eco-1087-1"]);
    assert_eq!(codes(&adjustment.diff.removed), ["eco-52"]);
    assert_eq!(adjustment.diff.added[0].basis[0].to_string(), "eco_code:1087.1");
    assert!(adjustment.diff.changed.is_empty());
    let same = proposal(Level::City, CITY, listed("city-sample-2026-08"));
    let refused = same.propose(&FACTS, by(1, "2026-09-16")).unwrap_err();
    assert_eq!(refused.code, "adjustment.no_change");
}

#[test]
fn a_proposal_names_its_reason_and_shows_its_paper_and_its_figures() {
    let asked = || proposal(Level::City, CITY, with("eco-1087-1"));
    let code = |proposal: Proposal| proposal.propose(&FACTS, by(1, "2026-09-16")).unwrap_err().code;
    assert_eq!(code(Proposal { papers: vec![], ..asked() }), "enclosure.missing");
    assert_eq!(code(Proposal { basis: vec![], ..asked() }), "adjustment.basis");
    let set = Some(crate::ChangeSetId(Uuid::from_u128(5)));
    let from_set = Proposal { basis: vec![], change_set: set, ..asked() };
    assert_eq!(from_set.propose(&FACTS, by(1, "2026-09-16")).unwrap().change_set, set);

    let mut items = listed("city-sample-2026-08");
    items.retain(|code| code != "eco-1107-water");
    let last_on = Some(day("2026-09-01"));
    let used = Use { item: "eco-1107-water".to_owned(), total: 7, recent: 2, last_on };
    let facts = Facts { uses: &[used], ..*FACTS };
    let unused = Proposal { trigger: Trigger::Unused, basis: vec![], ..asked() };
    let unused = Proposal { items, ..unused };
    let figures = unused.propose(&facts, by(1, "2026-09-16")).unwrap().figures;
    let [figure] = figures.as_slice() else { panic!("{figures:?}") };
    assert_eq!((figure.item.as_str(), figure.cases), ("eco-1107-water", 7));
    assert_eq!((figure.last_case_on, figure.has_basis), (last_on, true));
    assert_eq!(figure.listed_since, day("2021-07-15"));
    assert_eq!(figure.overlaps, ["eco-1107-air"]);
}

#[test]
fn unreviewed_items_stand_on_samples_only() {
    let real = Adjustment { sample: false, ..proposed() };
    let ready = [AGREE, FILE, COPY].iter().try_fold(real, |a, step| step(a)).unwrap();
    let refused = publish(ready, "2026-10-01").unwrap_err();
    assert_eq!(refused.code, "list.unreviewed");
    for code in with("eco-1087-1") {
        assert!(refused.en.contains(&code), "names {code}");
    }
}

#[test]
fn a_published_version_ends_the_one_before_on_its_day() {
    let ready = [AGREE, FILE, COPY].iter().try_fold(proposed(), |a, step| step(a)).unwrap();
    let Published { version, adjustment } = publish(ready, "2026-10-01").unwrap();
    assert_eq!(version.version, "city-1310-2026-10-01");
    assert_eq!(version.snapshot.len(), version.items.len());
    let lists = LISTS.clone().with_versions([version.clone()]);
    let place: Territory = "1310/131082/131082109/".parse().unwrap();
    let named = |item: &str, on: &str| {
        lists.version(item, Level::City, &place, day(on)).map(|v| v.version.as_str())
    };
    assert_eq!(named("eco-1087-1", "2026-09-30"), None);
    assert_eq!(named("eco-1087-1", "2026-10-01"), Some("city-1310-2026-10-01"));
    assert_eq!(named("eco-1100", "2026-09-30"), Some("city-sample-2026-08"));
    assert_eq!(named("eco-1100", "2026-10-01"), Some("city-1310-2026-10-01"));
    let before = lists.by_name("city-sample-2026-08").unwrap();
    assert_eq!(before.effective_to, Some(day("2026-10-01")));
    let stale = Adjustment { stage: copied(), ..proposed() };
    let late = stale.publish(announcement("2026-11-01"), &lists, &ACTS, by(3, "2026-10-08"));
    assert_eq!(late.unwrap_err().code, "adjustment.base_changed");
    assert_eq!(adjustment.stage.name(), StageName::Published);
}

fn copied() -> Stage {
    Stage::Copied { filing: filing("2026-09-18"), copying: copying("司1号") }
}

#[test]
fn a_county_with_a_list_of_its_own_works_by_it() {
    let own = ListVersion {
        version: "county-131082-2026-10-01".to_owned(),
        level: Level::County,
        territory: SANHE.parse().unwrap(),
        effective_from: day("2026-10-01"),
        items: vec!["eco-1100".to_owned(), "eco-1087-1".to_owned()],
        ..LISTS.by_name("county-sample-2026-08").unwrap().clone()
    };
    let lists = LISTS.clone().with_versions([own]);
    let listed = |item: &str, place: &str, on: &str| {
        lists.version(item, Level::County, &place.parse().unwrap(), day(on)).is_some()
    };
    assert!(listed("eco-1102", SANHE, "2026-09-30") && !listed("eco-1102", SANHE, "2026-10-01"));
    assert!(listed("eco-1087-1", SANHE, "2026-10-01"));
    assert!(listed("eco-1102", "1310/131081/", "2026-10-01"), "the others keep the common list");
}

#[test]
fn a_delegation_taken_back_leaves_what_was_filed() {
    let delegation = LISTS.delegations()[0].clone();
    assert_eq!(
        delegation.clone().withdraw(day("2026-08-15"), "x").unwrap_err().code,
        "delegation.withdrawal_day"
    );
    let back = delegation.withdraw(day("2026-12-01"), "冀政〔2026〕9号").unwrap();
    assert_eq!(
        back.clone().withdraw(day("2027-01-01"), "x").unwrap_err().code,
        "delegation.withdrawn"
    );
    let lists = LISTS.clone().with_delegations([back]);
    let town: Territory = "1310/131082/131082109/".parse().unwrap();
    let on = |d: &str| lists.version("eco-1131-1", Level::Town, &town, day(d)).is_some();
    assert!(on("2026-11-30") && !on("2026-12-01"));
    assert!(lists.town_finishes("eco-1131-1", &town, day("2026-11-30"), day("2026-12-20")));
    assert!(!lists.town_finishes("eco-1131-1", &town, day("2026-12-01"), day("2026-12-20")));
    assert!(!lists.town_finishes("eco-1100", &town, day("2026-11-30"), day("2026-12-20")));
    let empty = Delegation { document: String::new(), ..lists.delegations()[0].clone() };
    assert_eq!(empty.check().unwrap_err().code, "delegation.document");
}

#[test]
fn the_platform_says_what_to_clean_up_and_how_it_knows() {
    let on = day("2026-11-20");
    let place: Territory = CITY.parse().unwrap();
    let mut uses = vec![Use {
        item: "eco-1100".to_owned(),
        total: 4,
        recent: 2,
        last_on: Some(day("2026-10-10")),
    }];
    let kinds = |uses: &[Use], kind: CleanupKind, lists: &Lists| -> Vec<Vec<String>> {
        let found = cleanups(lists, &ACTS, uses, &place, on, 3);
        let city = found.into_iter().filter(|one| one.kind == kind && one.list.starts_with("city"));
        city.map(|one| one.items).collect()
    };
    let unused = kinds(&uses, CleanupKind::Unused, &LISTS);
    assert!(unused.contains(&vec!["eco-1102".to_owned()]), "listed since 2021, never used");
    assert!(!unused.contains(&vec!["eco-1100".to_owned()]), "used");
    assert!(!unused.contains(&vec!["eco-1088".to_owned()]), "listed for three months only");
    let pair = vec!["eco-1107-water".to_owned(), "eco-1107-air".to_owned()];
    assert!(kinds(&uses, CleanupKind::Overlapping, &LISTS).contains(&pair));
    assert!(kinds(&uses, CleanupKind::NoBasis, &LISTS).is_empty());

    let county = cleanups(&LISTS, &ACTS, &uses, &SANHE.parse().unwrap(), on, 3);
    assert!(county.iter().all(|one| !one.list.starts_with("city")), "not the city's list");
    assert!(county.iter().any(|one| one.list.starts_with("county")));

    uses.clear();
    let old = crate::item::Item {
        penalty: vec!["water_law:83".parse().unwrap()],
        ..LISTS.items().get("eco-1108").unwrap().clone()
    };
    let lists = LISTS.clone().with_items([old]);
    assert_eq!(kinds(&uses, CleanupKind::NoBasis, &lists), [["eco-1108"]]);
    let found = cleanups(&lists, &ACTS, &uses, &place, on, 3);
    let baseless = found.iter().find(|one| one.kind == CleanupKind::NoBasis).unwrap();
    assert!(baseless.words.zh.contains("2026-08-15"), "{}", baseless.words.zh);
}
