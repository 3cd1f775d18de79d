//! Questions of jurisdiction over the shipped lists of Langfang, and over changed ones.

use super::*;
use crate::agency::Agencies;
use crate::discretion::Violations;
use crate::item::{Items, Occasion};
use crate::region::Territory;
use crate::{Date, Refused};
use proptest::prelude::*;
use rstest::rstest;
use std::sync::LazyLock;

mod competing;
mod table;

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists::shipped().unwrap());

const AFTER: &str = "2026-11-02";
const BEFORE: &str = "2026-08-14";
const YANJIAO: &str = "1310/131082/131082109/";

fn rules() -> Rules {
    Rules::default()
}

fn ask(
    lists: &Lists,
    item: &str,
    place: &str,
    agency: &str,
    on: &str,
    occasion: Occasion,
) -> Refused<Grounds> {
    let agency = lists.agencies().get(agency).unwrap();
    let place = place.parse().unwrap();
    let question = Question {
        setting: Setting { occasion, operation: None },
        ..Question::about(item, &place, agency, on.parse().unwrap())
    };
    may_enforce(lists, &rules(), &question)
}

use Occasion::{AcrossTowns, Ordinary};

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

fn delegation_taken_back(in_flight: &str) -> Lists {
    let text = include_str!("../../../../data/law/lists.toml");
    let code = "code = \"delegation-sample-2026-08\"";
    let text = text.replacen(code, &format!("{code}\neffective_to = \"2026-12-01\""), 1).replacen(
        "in_flight_cases = \"finish\"",
        &format!("in_flight_cases = \"{in_flight}\""),
        1,
    );
    Lists::parse(&text, Items::shipped().unwrap(), Agencies::shipped().unwrap()).unwrap()
}

#[test]
fn a_delegation_taken_back_ends_on_its_day() {
    let lists = delegation_taken_back("finish");
    let town =
        |on| ask(&lists, "eco-1131-1", YANJIAO, "LF-131082109", on, Ordinary).map_err(|r| r.code);
    assert!(town("2026-11-30").is_ok());
    assert_eq!(town("2026-12-01").unwrap_err(), "jurisdiction.not_delegated");
}

#[rstest]
#[case("2026-11-30", "finish", Ok(()))] // filed on the last day
#[case("2026-12-01", "finish", Err("jurisdiction.not_delegated"))] // filed when it was gone
#[case("2026-08-14", "finish", Err("jurisdiction.not_delegated"))] // filed before it came
#[case("2026-11-30", "hand_over", Err("jurisdiction.not_delegated"))] // the site has it otherwise
fn a_case_filed_before_the_withdrawal_is_finished_by_the_town(
    #[case] filed: &str,
    #[case] in_flight: &str,
    #[case] expected: Result<(), &str>,
) {
    let lists = delegation_taken_back(in_flight);
    let agency = lists.agencies().get("LF-131082109").unwrap();
    let place: Territory = YANJIAO.parse().unwrap();
    let question = Question {
        step: Step::Decide,
        filed_on: Some(filed.parse().unwrap()),
        ..Question::about("eco-1131-1", &place, agency, "2027-01-10".parse().unwrap())
    };
    let got = may_enforce(&lists, &rules(), &question);
    match (got, expected) {
        (Ok(grounds), Ok(())) => {
            // The list was from memory, which is weaker than second-hand; the weaker label stays.
            assert_eq!(grounds.certainty, crate::law::Certainty::Memory);
            assert!(grounds.reason.zh.contains(filed), "{}", grounds.reason.zh);
            assert_eq!(grounds.on, question.on, "the day of the step is kept");
        }
        (Err(refusal), Err(code)) => assert_eq!(refusal.code, code),
        (got, expected) => panic!("{got:?} instead of {expected:?}"),
    }
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
            .filter_map(|agency| {
                may_enforce(&LISTS, &rules(), &Question::about(&item, &place, agency, on)).ok()
            })
            .map(|grounds| grounds.in_name_of)
            .collect();
        names.sort();
        names.dedup();
        prop_assert!(names.len() <= 1, "{item} at {place}: {names:?}");
    }
}
