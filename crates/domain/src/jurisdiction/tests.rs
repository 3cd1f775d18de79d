//! Questions of jurisdiction over the shipped lists of Langfang, and over changed ones.

use super::*;
use crate::agency::Agencies;
use crate::discretion::Violations;
use crate::item::Items;
use proptest::prelude::*;
use rstest::rstest;
use std::sync::LazyLock;

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists::shipped().unwrap());

const AFTER: &str = "2026-11-02";
const BEFORE: &str = "2026-08-14";
const YANJIAO: &str = "1310/131082/131082109/";
const SANHE: &str = "1310/131082/";
const BAZHOU_TOWN: &str = "1310/131081/131081105/";
const CENTRE: &str = "1310/131003/131003003/";
const GUANGYANG_VILLAGE: &str = "1310/131003/131003101/";
const AIRPORT: &str = "1310/1310LK/";

fn ask(
    lists: &Lists,
    item: &str,
    place: &str,
    agency: &str,
    on: &str,
    occasion: Occasion,
) -> Refused<Grounds> {
    let agency = lists.agencies().get(agency).unwrap();
    may_enforce(lists, item, &place.parse().unwrap(), agency, on.parse().unwrap(), occasion)
}

use Occasion::{
    AcrossCounties, AcrossTowns, Audit, CityWide, CrossEnforcement, Ordinary, Patrol, TakenOver,
};

#[rstest]
// The county's daily work, in its own name since the code.
#[case("eco-1107-water", YANJIAO, "LF-131082", AFTER, Ordinary, Ok("LF-131082"))]
#[case("eco-1107-water", SANHE, "LF-131082", "2026-08-15", Ordinary, Ok("LF-131082"))]
#[case("eco-1107-water", SANHE, "LF-131082", AFTER, AcrossTowns, Ok("LF-131082"))]
#[case("eco-1095-1", AIRPORT, "LF-1310LK", AFTER, Ordinary, Ok("LF-1310LK"))]
#[case("eco-1107-air", GUANGYANG_VILLAGE, "LF-131003", AFTER, Ordinary, Ok("LF-131003"))]
// Before the code a branch has no name of its own.
#[case("eco-1107-water", YANJIAO, "LF-131082", BEFORE, Ordinary, Err(("branch_not_in_own_name", "廊坊市生态环境局")))]
#[case("eco-1107-water", YANJIAO, "LF", BEFORE, Ordinary, Ok("LF"))]
#[case("eco-1107-water", YANJIAO, "LF-team", BEFORE, Ordinary, Ok("LF"))]
// Another county.
#[case("eco-1107-water", BAZHOU_TOWN, "LF-131082", AFTER, Ordinary, Err(("outside_area", "廊坊市生态环境局霸州市分局")))]
#[case("eco-1107-water", SANHE, "LF-1310LK", AFTER, Ordinary, Err(("outside_area", "廊坊市生态环境局三河市分局")))]
#[case("eco-1107-water", "1310/", "LF-131082", AFTER, AcrossCounties, Err(("outside_area", "廊坊市生态环境局")))]
// The city: wide cases, supervision, its own items, the centre; not the county's daily work.
#[case("eco-1107-water", YANJIAO, "LF", AFTER, AcrossCounties, Ok("LF"))]
#[case("eco-1107-water", YANJIAO, "LF", AFTER, CityWide, Ok("LF"))]
#[case("eco-1107-water", YANJIAO, "LF-team", AFTER, Audit, Ok("LF"))]
#[case("eco-1107-water", YANJIAO, "LF-team", AFTER, CrossEnforcement, Ok("LF"))]
#[case("eco-1107-water", YANJIAO, "LF", AFTER, Patrol, Ok("LF"))]
#[case("eco-1107-water", YANJIAO, "LF", AFTER, TakenOver, Ok("LF"))]
#[case("eco-1107-water", CENTRE, "LF", AFTER, Ordinary, Ok("LF"))]
#[case("eco-1229", YANJIAO, "LF", AFTER, Ordinary, Ok("LF"))]
#[case("eco-1107-water", YANJIAO, "LF", AFTER, Ordinary, Err(("county_first", "廊坊市生态环境局三河市分局")))]
#[case("eco-1107-water", CENTRE, "LF-131003", AFTER, Ordinary, Err(("city_first", "廊坊市生态环境局")))]
#[case("eco-1107-water", YANJIAO, "LF-131082", AFTER, CityWide, Err(("city_first", "廊坊市生态环境局")))]
#[case("eco-1229", YANJIAO, "LF-131082", AFTER, Ordinary, Err(("city_first", "廊坊市生态环境局")))]
// Towns: only what was delegated, only in their own area, only since it was.
#[case("eco-1131-1", YANJIAO, "LF-131082109", AFTER, Ordinary, Ok("LF-131082109"))]
#[case("eco-1132-3", CENTRE, "LF-131003003", AFTER, Ordinary, Ok("LF-131003003"))]
#[case("eco-1107-water", YANJIAO, "LF-131082109", AFTER, Ordinary, Err(("not_delegated", "廊坊市生态环境局三河市分局")))]
#[case("eco-1131-1", YANJIAO, "LF-131082109", BEFORE, Ordinary, Err(("not_delegated", "廊坊市生态环境局")))]
#[case("eco-1131-1", BAZHOU_TOWN, "LF-131082109", AFTER, Ordinary, Err(("outside_area", "霸州市胜芳镇综合行政执法队")))]
#[case("eco-1131-1", SANHE, "LF-131082109", AFTER, Ordinary, Err(("outside_area", "廊坊市生态环境局三河市分局")))]
// Whose the item is, and whether it is on the list at all.
#[case("eco-1131-1", YANJIAO, "LF-131082", AFTER, Ordinary, Err(("other_department", "地方人民政府确定的部门")))]
#[case("eco-1169-3", YANJIAO, "LF-131082", AFTER, Ordinary, Err(("other_department", "环境卫生主管部门")))]
#[case("eco-1088", YANJIAO, "LF", BEFORE, Ordinary, Err(("not_listed", "清单")))]
#[case("eco-1107-water", YANJIAO, "LF", "2021-07-14", Ordinary, Err(("not_listed", "清单")))]
#[case("no-such-item", YANJIAO, "LF", AFTER, Ordinary, Err(("unknown_item", "no-such-item")))]
fn who_may(
    #[case] item: &str,
    #[case] place: &str,
    #[case] agency: &str,
    #[case] on: &str,
    #[case] occasion: Occasion,
    #[case] expected: Result<&str, (&str, &str)>,
) {
    match (ask(&LISTS, item, place, agency, on, occasion), expected) {
        (Ok(grounds), Ok(name)) => {
            assert_eq!(LISTS.agencies().by_id(grounds.in_name_of).unwrap().code, name);
            assert!(grounds.basis.len() >= 2, "the item's article and the body's");
            assert!(!grounds.certainty.is_law());
        }
        (Err(refusal), Err((code, words))) => {
            assert_eq!(refusal.code, format!("jurisdiction.{code}"));
            assert!(refusal.zh.contains(words), "{}", refusal.zh);
            assert!(!refusal.en.is_empty() && refusal.field.is_some());
        }
        (got, expected) => panic!("{got:?} instead of {expected:?}"),
    }
}

#[test]
fn a_refusal_names_its_article() {
    for (item, agency, on, article) in [
        ("eco-1107-water", "LF-131082", BEFORE, Some("生态环境法典第五十三条")),
        ("eco-1107-water", "LF-131082109", AFTER, Some("行政处罚法第二十四条")),
        ("eco-1107-water", "LF-131081", AFTER, Some("行政处罚法第二十二条")),
        ("eco-1107-water", "LF", AFTER, None), // the city's own allocation, no statute
    ] {
        assert_eq!(ask(&LISTS, item, YANJIAO, agency, on, Ordinary).unwrap_err().basis, article);
    }
}

fn changed(from: &str, to: &str) -> Result<Lists, crate::law::DataError> {
    let text = include_str!("../../../../data/law/lists.toml");
    let text = text.replacen(from, to, 1);
    Lists::parse(&text, Items::shipped().unwrap(), Agencies::shipped().unwrap())
}

#[test]
fn what_towns_were_delegated_the_county_no_longer_exercises() {
    let designated = "designated_to_ecology = [\"eco-1131-1\"]";
    let lists = changed("designated_to_ecology = []", designated).unwrap();
    let county = |lists| ask(lists, "eco-1131-1", YANJIAO, "LF-131082", AFTER, Ordinary);
    let refusal = county(&lists).unwrap_err();
    assert_eq!(refusal.code, "jurisdiction.delegated_to_town");
    assert!(refusal.zh.contains("三河市燕郊镇综合行政执法队"), "{}", refusal.zh);
    // A case across towns is not the town's any more, but the county list does not name the item.
    let across = ask(&lists, "eco-1131-1", YANJIAO, "LF-131082", AFTER, AcrossTowns).unwrap_err();
    assert_eq!(across.code, "jurisdiction.not_listed");
}

#[test]
fn a_delegation_taken_back_ends_on_its_day() {
    let version = "version = \"town-sample-2026-08\"";
    let ended = format!("{version}\neffective_to = \"2026-12-01\"");
    let lists = changed(version, &ended).unwrap();
    let town =
        |on| ask(&lists, "eco-1131-1", YANJIAO, "LF-131082109", on, Ordinary).map_err(|r| r.code);
    assert!(town("2026-11-30").is_ok());
    assert_eq!(town("2026-12-01").unwrap_err(), "jurisdiction.not_delegated");
}

#[rstest]
#[case("effective_to = \"2026-08-15\"", "effective_to = \"2026-08-16\"", "overlaps")]
#[case("effective_to = \"2026-08-15\"", "effective_to = \"2021-07-15\"", "ends before")]
#[case("\"eco-1095-1\"", "\"eco-9999\"", "eco-9999")]
#[case("level = \"city\"", "level = \"moon\"", "moon")]
fn lists_that_contradict_are_refused(#[case] from: &str, #[case] to: &str, #[case] words: &str) {
    let error = changed(from, to).unwrap_err();
    assert!(error.reason.contains(words), "{error}");
}

#[test]
fn every_violation_has_its_item_and_every_item_a_list() {
    for violation in Violations::shipped().unwrap().iter() {
        assert!(LISTS.items().get(&violation.item).is_some(), "{}", violation.code);
    }
    let anywhere: Territory = YANJIAO.parse().unwrap();
    for item in Items::written().unwrap().iter() {
        let listed = [Level::City, Level::County, Level::Town]
            .map(|level| LISTS.version(&item.code, level, &anywhere, AFTER.parse().unwrap()));
        assert!(listed.iter().any(Option::is_some), "{}", item.code);
    }
}

proptest! {
    /// For every item and place, at most one name decides an ordinary case, so no two bodies punish side by side.
    #[test]
    fn one_name_decides(
        item in proptest::sample::select(LISTS.items().iter().map(|i| i.code.clone()).collect::<Vec<_>>()),
        place in proptest::sample::select(LISTS.agencies().iter().map(|a| a.territory.clone()).collect::<Vec<_>>()),
        after in any::<bool>(),
    ) {
        let on: Date = if after { AFTER } else { BEFORE }.parse().unwrap();
        let mut names: Vec<_> = LISTS
            .agencies()
            .iter()
            .filter_map(|agency| may_enforce(&LISTS, &item, &place, agency, on, Ordinary).ok())
            .map(|grounds| grounds.in_name_of)
            .collect();
        names.sort();
        names.dedup();
        prop_assert!(names.len() <= 1, "{item} at {place}: {names:?}");
    }
}
