//! Known results, refusals, and the shipped data.

use super::*;
use crate::Fen;
use crate::law::{Acts, Certainty};
use rstest::rstest;
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(super) static TABLES: LazyLock<Benchmarks> = LazyLock::new(|| Benchmarks::shipped().unwrap());
pub(super) static RANGES: LazyLock<Ranges> = LazyLock::new(|| Ranges::shipped().unwrap());

fn table(code: &str) -> &'static Benchmark {
    TABLES.get(code).unwrap()
}

fn range(id: &str) -> &'static StatutoryRange {
    RANGES.get(id).unwrap()
}

/// Answers every factor; `pick` names the choices that are not the first.
pub(super) fn facts(table: &Benchmark, pick: &[(&str, &str)]) -> Facts {
    let first = |f: &Factor| (f.id.clone(), f.choices[0].id.clone());
    let mut choices: BTreeMap<_, _> = table.factors.iter().map(first).collect();
    for (factor, choice) in pick {
        choices.insert((*factor).to_owned(), (*choice).to_owned()).expect("a factor of the table");
    }
    Facts { choices, ..Facts::default() }
}

fn fine(code: &str, range_id: &str, pick: &[(&str, &str)]) -> Calculation {
    calculate(table(code), range(range_id), &facts(table(code), pick)).unwrap()
}

#[test]
fn every_table_can_reach_exactly_the_maximum() {
    let mut tables = 0;
    for table in TABLES.iter().filter(|table| table.set == "hunan-2021") {
        // The general method reaches it with the weights alone: Y + 1 × (1 − Y) = 1.
        assert_eq!(table.greatest_sum(), Exact::from(100), "{}", table.code);
        assert_eq!(table.certainty, Certainty::Sample, "{}", table.code);
        assert!(!table.factors.is_empty() && !table.label.zh.is_empty(), "{}", table.code);
        tables += 1;
    }
    assert_eq!(tables, 29, "25 tables, four of them with two columns");
}

#[test]
fn a_real_case_of_29000_yuan_comes_out() {
    // 2万–20万, Y = 10 %, Σ = 5 %: (0.10 + 0.05 × 0.90) × 200,000.
    let result = fine("HN-13", "eco_code:1086.1", &[("duration", "2")]);
    assert_eq!(result.amount(), Fen::from_yuan(29_000));
    assert_eq!(result.range, (Fen::from_yuan(20_000), Fen::from_yuan(200_000)));
    assert_eq!(result.version, "hunan-2021@2021-1");
    assert!(!result.requires_deliberation);
    insta::assert_snapshot!(
        result
            .trace
            .iter()
            .map(|step| format!("{} | {} | {}\n", step.words.zh, step.words.en, step.exact))
            .collect::<String>()
    );
}

#[rstest]
#[case("HN-13", "eco_code:1095.1/report", &[], 200_000)]
#[case("HN-13", "eco_code:1095.1/report", &[("area", "5"), ("site", "3")], 608_000)] // .2 + .51 × .8
#[case("HN-7-1", "eco_code:1107", &[], 100_000)]
#[case("HN-7-1", "eco_code:1107", &[("excess", "5"), ("wastewater", "2"), ("violations", "2")], 360_000)]
#[case("HN-6-1", "eco_code:1107", &[("period", "3"), ("excess", "3")], 270_000)]
#[case("HN-5-1", "eco_code:1108", &[("form", "4"), ("pollutant", "2"), ("duration", "4")], 640_000)]
#[case("HN-3-2", "eco_code:1102", &[("permit_class", "2")], 350_000)]
#[case("HN-2-1/1", "eco_code:1100", &[("facility", "2")], 320_000)]
#[case("HN-8-2/1", "eco_code:1178.1/disposal", &[("handling", "4")], 2_600_000)]
#[case("HN-12-3", "eco_code:1088/staff", &[("responsible", "2")], 87_500)] // (.25 + .25 × .75) × 200,000
#[case("HN-13", "eco_code:1106", &[], 3_000)] // no minimum: 3,000 ÷ 50,000
#[case("HN-13", "eco_code:1131.3/individual", &[], 500)]
fn known_fines(
    #[case] code: &str,
    #[case] range_id: &str,
    #[case] pick: &[(&str, &str)],
    #[case] yuan: i64,
) {
    assert_eq!(fine(code, range_id, pick).amount(), Fen::from_yuan(yuan));
}

#[test]
fn the_law_before_the_code_counts_in_multiples() {
    let table = table("HN-1");
    let mut facts = facts(table, &[("progress", "3")]);
    let missing = calculate(table, range("eia_law:31.1"), &facts).unwrap_err();
    assert_eq!(missing.code, "discretion.base_missing");
    facts.base_amount = Some(Fen::from_yuan(10_000_000));
    let result = calculate(table, range("eia_law:31.1"), &facts).unwrap();
    // (20 % + 15 %) × 10,000,000 × 5 %
    assert_eq!(result.amount(), Fen::from_yuan(175_000));
    assert_eq!(result.range, (Fen::from_yuan(100_000), Fen::from_yuan(500_000)));
}

#[test]
fn a_small_disposal_cost_counts_as_its_floor() {
    let table = table("HN-8-3");
    let mut facts = facts(table, &[]);
    facts.base_amount = Some(Fen::from_yuan(30_000));
    let result = calculate(table, range("waste_law:112.2/dumping"), &facts).unwrap();
    assert_eq!(result.amount(), Fen::from_yuan(600_000));
}

#[test]
fn the_heavier_tier_has_its_own_range() {
    let table = table("HN-13");
    let mut facts = facts(table, &[]);
    facts.tier = Tier::Heavier;
    let result = calculate(table, range("eco_code:1095.1/report"), &facts).unwrap();
    assert_eq!(result.amount(), Fen::from_yuan(1_000_000));
    let none = calculate(table, range("eco_code:1107"), &facts).unwrap_err();
    assert_eq!(none.code, "discretion.no_heavier_range");
}

fn adjusted(change: Change, ground: Ground, reason: &str) -> Result<Calculation, &'static str> {
    let table = table("HN-7-1");
    let mut facts = facts(table, &[("excess", "5")]); // 29 % of a million
    facts.adjustment = Some(Adjustment { change, ground, also: vec![], reason: reason.into() });
    calculate(table, range("eco_code:1107"), &facts).map_err(|refusal| refusal.code)
}

#[rstest]
#[case(Change::Aggravate(Fen::from_yuan(200_000)), Ground::Repeated, Ok(490_000))]
#[case(
    Change::Aggravate(Fen::from_yuan(200_001)),
    Ground::Repeated,
    Err("discretion.adjustment_too_far")
)]
#[case(
    Change::Aggravate(Fen::from_yuan(100_000)),
    Ground::Merit,
    Err("discretion.ground_does_not_carry")
)]
#[case(Change::ToMaximum, Ground::GraveEmergency, Ok(1_000_000))]
#[case(Change::ToMaximum, Ground::Repeated, Err("discretion.ground_does_not_carry"))]
#[case(Change::Lighten(Fen::from_yuan(100_000)), Ground::HarmReduced, Ok(190_000))]
#[case(Change::Lighten(Fen::from_yuan(200_000)), Ground::HarmReduced, Ok(100_000))] // stops at the minimum
#[case(Change::Lighten(Fen(0)), Ground::HarmReduced, Err("discretion.adjustment_too_far"))]
#[case(Change::Mitigate(Fen::from_yuan(50_000)), Ground::Restored, Ok(240_000))]
#[case(
    Change::Mitigate(Fen::from_yuan(50_001)),
    Ground::Restored,
    Err("discretion.adjustment_too_far")
)]
#[case(
    Change::Mitigate(Fen::from_yuan(50_000)),
    Ground::Malice,
    Err("discretion.ground_does_not_carry")
)]
fn departures_need_a_ground_and_stay_within_limits(
    #[case] change: Change,
    #[case] ground: Ground,
    #[case] expected: Result<i64, &'static str>,
) {
    let result = adjusted(change, ground, "已完成修复并经验收");
    assert!(result.as_ref().is_err() || result.as_ref().is_ok_and(|r| r.requires_deliberation));
    assert_eq!(result.map(|r| r.amount()), expected.map(Fen::from_yuan));
}

#[test]
fn a_departure_without_words_is_refused() {
    let refused = adjusted(Change::Lighten(Fen::from_yuan(1)), Ground::Merit, "  ");
    assert_eq!(refused.unwrap_err(), "discretion.reason_missing");
}

#[test]
fn mitigation_may_end_below_the_minimum() {
    let mitigated = |code: &str, range_id: &str| {
        let table = table(code);
        let mut facts = facts(table, &[]);
        let change = Change::Mitigate(Fen::from_yuan(30_000));
        let (ground, reason) = (Ground::HarmReduced, "主动清运".into());
        facts.adjustment = Some(Adjustment { change, ground, also: vec![], reason });
        calculate(table, range(range_id), &facts)
    };
    let below = mitigated("HN-7-1", "eco_code:1107").unwrap();
    assert_eq!(below.amount(), Fen::from_yuan(70_000));
    let no_minimum = mitigated("HN-13", "eco_code:1106").unwrap_err();
    assert_eq!(no_minimum.code, "discretion.no_minimum_to_mitigate");
}

/// The checklist of an exemption, every point proven.
pub(super) fn all_proven(exemption: Exemption) -> BTreeMap<String, Answered> {
    let proven =
        || Answered { proven: true, evidence: "现场检查笔录".into(), ..Answered::default() };
    exemption.conditions().iter().map(|(id, ..)| ((*id).to_owned(), proven())).collect()
}

#[rstest]
#[case(Exemption::MinorCorrectedHarmless, "行政处罚法第三十三条第一款", true)]
#[case(Exemption::FirstSlightCorrected, "行政处罚法第三十三条第一款", false)]
#[case(Exemption::NoFault, "行政处罚法第三十三条第二款", true)]
fn an_exemption_ends_without_a_fine(
    #[case] exemption: Exemption,
    #[case] basis: &str,
    #[case] mandatory: bool,
) {
    let conditions = all_proven(exemption);
    let facts = Facts { exemption: Some(exemption), conditions, ..Facts::default() };
    let result = calculate(table("HN-7-1"), range("eco_code:1107"), &facts).unwrap();
    assert_eq!(result.outcome, Outcome::NoPenalty { exemption });
    assert_eq!(result.amount(), Fen(0));
    assert_eq!(exemption.mandatory(), mandatory);
    assert!(result.requires_deliberation);
    assert!(result.trace.last().unwrap().words.zh.contains(basis));
}

#[rstest]
#[case("HN-3-3", "eco_code:1103", "discretion.table_does_not_fit", "benchmark")]
#[case("HN-13", "eco_code:1088/staff", "discretion.table_does_not_fit", "benchmark")]
#[case("HN-12-3", "eco_code:1088", "discretion.table_does_not_fit", "benchmark")]
fn a_table_must_fit_the_range(
    #[case] code: &str,
    #[case] range_id: &str,
    #[case] refusal: &str,
    #[case] field: &str,
) {
    let table = table(code);
    let refused = calculate(table, range(range_id), &facts(table, &[])).unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (refusal, Some(field)));
}

#[test]
fn every_factor_must_be_answered_and_no_other() {
    let table = table("HN-7-1");
    let mut facts = facts(table, &[]);
    facts.choices.insert("weather".into(), "1".into());
    let refused = calculate(table, range("eco_code:1107"), &facts).unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        ("discretion.unknown_factor", Some("choices.weather"))
    );
    facts.choices.remove("weather");
    facts.choices.insert("excess".into(), "9".into());
    let refused = calculate(table, range("eco_code:1107"), &facts).unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        ("discretion.factor_unanswered", Some("choices.excess"))
    );
}

#[test]
fn every_violation_leads_to_a_fine() {
    let (violations, acts) = (Violations::shipped().unwrap(), Acts::shipped().unwrap());
    for violation in violations.iter() {
        assert!(!violation.law.is_empty(), "{}", violation.code);
        for (route, act) in violation
            .law
            .iter()
            .map(|route| (route, "eco_code"))
            .chain(violation.old_law.iter().map(|route| (route, "")))
        {
            let (table, range) = (table(&route.table), range(&route.range));
            let mut facts = facts(table, &[]);
            facts.tier = route.tier;
            facts.base_amount = Some(Fen::from_yuan(1_000_000));
            let result = calculate(table, range, &facts).unwrap();
            assert_eq!(result.amount(), result.range.0, "{} {}", violation.code, route.table);
            let cited = &range.citation.as_ref().unwrap().act;
            assert!(acts.get(cited).is_some(), "{}", range.id);
            assert_eq!(cited == "eco_code", act == "eco_code", "{}", violation.code);
        }
    }
    assert!(violations.iter().count() >= 9);
}

#[test]
fn a_damaged_table_is_refused_with_its_name() {
    let whole = include_str!("../../../../data/discretion/hunan_discretion_2021.json");
    for (from, to) in [
        (r#""weights": [0, 0]"#, r#""weights": [0]"#),
        (r#""weights": [15]"#, r#""weights": [-15]"#),
        (r#""code": "HN-3-2""#, r#""code": "HN-3-1""#),
        (r#"{"start": 20}"#, "{}"),
        (r#""window": "violations""#, r#""window": "years""#),
    ] {
        let damaged = whole.replacen(from, to, 1);
        assert_ne!(damaged, whole);
        assert!(Benchmarks::parse("damaged", &damaged).is_err(), "{to}");
    }
}
