//! Guangdong's tables: what was read, and fines worked out by hand with them.

use super::tests::{TABLES, all_proven, facts};
use super::*;
use crate::law::{Certainty, Words};
use crate::{Date, Fen};
use jiff::civil::date;
use rstest::rstest;
use std::collections::BTreeMap;

fn table(code: &str) -> &'static Benchmark {
    TABLES.of_version("guangdong-2022@2022-1", code).unwrap()
}

fn by_table(code: &str, facts: &Facts) -> Result<Calculation, &'static str> {
    let range = StatutoryRange::printed(table(code)).unwrap();
    calculate(table(code), &range, facts).map_err(|refusal| refusal.code)
}

fn yuan(code: &str, pick: &[(&str, &str)], base: Option<i64>) -> i64 {
    let base_amount = base.map(Fen::from_yuan);
    let facts = Facts { base_amount, ..facts(table(code), pick) };
    by_table(code, &facts).unwrap().amount().0 / 100
}

#[test]
fn the_weight_tables_sum_as_their_notes_say() {
    let set = TABLES.set("guangdong-2022@2022-1").unwrap();
    assert_eq!(set.tables.len(), 281);
    let (mut exact, mut above, mut fractions) = (0, 0, 0);
    for printed in set.tables.iter().filter(|table| table.method == Kind::Sum) {
        let columns = TABLES.iter().filter(|table| {
            table.set == set.id && table.code.split('/').next() == Some(&printed.code)
        });
        let sums: Vec<Exact> = columns.map(Benchmark::greatest_sum).collect();
        let hundred = Exact::from(100);
        if sums.iter().any(|sum| *sum > hundred) {
            above += 1;
            let note = "超过100%的";
            assert!(printed.printed.contains(note), "{} {sums:?}", printed.code);
        } else if printed
            .columns
            .iter()
            .any(|c| c.start.as_ref().unwrap().to_string().contains('/'))
        {
            fractions += 1;
            assert_eq!(sums, [hundred], "{}", printed.code);
        } else {
            exact += 1;
            assert!(sums.iter().all(|sum| *sum == hundred), "{} {sums:?}", printed.code);
        }
    }
    assert_eq!((exact, above, fractions), (33, 11, 1));
}

#[test]
fn range_tables_are_marked_and_what_was_not_read_stays_as_printed() {
    let set = TABLES.set("guangdong-2022@2022-1").unwrap();
    let ranges: Vec<&Table> = set.tables.iter().filter(|t| t.method == Kind::Range).collect();
    assert_eq!(ranges.len(), 236);
    assert!(ranges.iter().all(|table| table.certainty == Some(Certainty::Unreviewed)));
    let fines = || ranges.iter().flat_map(|table| &table.rows).flat_map(|row| &row.fines);
    let unread = fines().filter(|fine| fine.range.is_none()).count();
    assert_eq!(
        (unread, fines().count()),
        (23, 1_625),
        "each is listed in data/discretion/unread.md"
    );
    let columns = set.tables.iter().flat_map(|table| &table.columns);
    assert_eq!(columns.filter(|column| column.range.is_none()).count(), 46, "listed likewise");
    // A slip of the print is kept, never mended by guessing.
    let slip = fines().find(|fine| fine.printed == "45万元以上60万元以上").unwrap();
    assert_eq!(slip.range, None);
}

#[rstest]
// 20 + 5 + 6 + 15 + 8 = 54 %, of 10,000,000 × 5 %.
#[case("GD-1.1", &[("f1", "2"), ("f2", "2"), ("f3", "3"), ("f4", "3")], Some(10_000_000), 270_000)]
// Weights among the range tables: 10 + 20 + 20 = 50 % of 200,000.
#[case("GD-2.27", &[("f1", "2"), ("f2", "2")], None, 100_000)]
// Start 7 %, all lightest: 70,000, brought up to the statutory minimum.
#[case("GD-2.7.1", &[], None, 100_000)]
// 7 + 2 + 10 + 5 = 24 % of a million.
#[case("GD-2.7.1", &[("f1", "2"), ("f2", "2"), ("f5", "3")], None, 240_000)]
// 10 % counts as 20 %: the table's own floor.
#[case("GD-2.8.2", &[], None, 200_000)]
// 1/3 + 1/8 + 1/4 + 1/24 = 3/4, of 80,000 × 3; below the floor of the base: exact fractions.
#[case("GD-4.7", &[("f1", "2"), ("f2", "3"), ("f4", "2")], Some(400_000), 900_000)]
// 50 + 10 + 13 + 12 + 15 + 11 + 14 + 5 = 130 %, counts as 100 %, of two million.
#[case("GD-1.8/2", &[("f1", "3"), ("f2", "3"), ("f3", "3"), ("f4", "3"), ("f5", "3"), ("f6", "4"), ("f7", "2")], None, 2_000_000)]
// Range: 20万–40万 → the mean of 30万–40万 is 35万.
#[case("GD-2.9", &[("f1", "2"), ("f2", "2")], None, 350_000)]
// Multiples: 3 to 3.5 times a fee of 60,000 → 3.25 times.
#[case("GD-1.5", &[], Some(60_000), 195_000)]
// Only a maximum: 50 % of 10,000.
#[case("GD-1.3", &[], None, 5_000)]
// A fixed row.
#[case("GD-1.3", &[("f1", "2"), ("f2", "2")], None, 50_000)]
fn fines_by_hand(
    #[case] code: &str,
    #[case] pick: &[(&str, &str)],
    #[case] base: Option<i64>,
    #[case] expected: i64,
) {
    assert_eq!(yuan(code, pick, base), expected);
}

fn departure(code: &str, change: Change, ground: Ground) -> Result<i64, &'static str> {
    let pick: &[(&str, &str)] = if code == "GD-2.9" { &[("f1", "2"), ("f2", "2")] } else { &[] };
    let mut facts = facts(table(code), pick);
    let reason = "见调查报告".to_owned();
    facts.adjustment = Some(Adjustment { change, ground, also: vec![], reason });
    by_table(code, &facts).map(|result| result.amount().0 / 100)
}

#[rstest]
// 从重: not below the mean of 350,000.
#[case("GD-2.9", Change::UpperHalf(Some(Fen::from_yuan(350_000))), Ground::Repeated, Ok(350_000))]
#[case("GD-2.9", Change::UpperHalf(Some(Fen::from_yuan(400_000))), Ground::Repeated, Ok(400_000))]
#[case(
    "GD-2.9",
    Change::UpperHalf(Some(Fen::from_yuan(349_999))),
    Ground::Repeated,
    Err("discretion.outside_half")
)]
#[case("GD-2.9", Change::UpperHalf(None), Ground::Repeated, Err("discretion.outside_half"))]
// 从轻: below the mean.
#[case("GD-2.9", Change::LowerHalf(Some(Fen::from_yuan(300_000))), Ground::Merit, Ok(300_000))]
#[case(
    "GD-2.9",
    Change::LowerHalf(Some(Fen::from_yuan(350_000))),
    Ground::Merit,
    Err("discretion.outside_half")
)]
#[case(
    "GD-2.9",
    Change::LowerHalf(Some(Fen::from_yuan(320_000))),
    Ground::Malice,
    Err("discretion.ground_does_not_carry")
)]
// Only a maximum of 10,000: 从轻 20 %.
#[case("GD-1.3", Change::LowerHalf(None), Ground::Merit, Ok(2_000))]
#[case("GD-1.3", Change::UpperHalf(Some(Fen::from_yuan(9_000))), Ground::Repeated, Ok(9_000))]
// Amounts to add belong to weights, halves to rows.
#[case(
    "GD-2.9",
    Change::Lighten(Fen::from_yuan(1)),
    Ground::Merit,
    Err("discretion.row_has_halves")
)]
#[case("GD-2.3", Change::LowerHalf(None), Ground::Merit, Err("discretion.table_has_no_rows"))]
fn heavier_and_lighter_within_a_row(
    #[case] code: &str,
    #[case] change: Change,
    #[case] ground: Ground,
    #[case] expected: Result<i64, &'static str>,
) {
    assert_eq!(departure(code, change, ground), expected);
}

#[test]
fn a_row_that_was_not_read_is_refused_with_its_print() {
    // 45万元以上60万元以上
    let facts = facts(table("GD-2.12"), &[("f1", "2"), ("f2", "2")]);
    let range = StatutoryRange {
        ordinary: Bounds { minimum: Some(100_000.into()), maximum: 1_000_000.into() },
        ..StatutoryRange::printed(table("GD-2.9")).unwrap()
    };
    let refused = calculate(table("GD-2.12"), &range, &facts).unwrap_err();
    assert_eq!(refused.code, "discretion.row_not_read");
    assert!(refused.zh.contains("45万元以上60万元以上"));
}

#[test]
fn only_a_minimum_is_placed_by_its_multiples() {
    // 一般 2 ×, 从重 5 ×, never above the maximum.
    let text = r#"{"id":"t","version":"1","title":{"zh":"例"},"source":{"zh":"例"},"certainty":"design","label":{"zh":"例"},
      "rules":{"within_range":{"lighter_of_maximum":"1/5","ordinary_of_maximum":"1/2","ordinary_of_minimum":2,"heavier_of_minimum":5,"basis":{"zh":"例","en":"e"}}},
      "tables":[{"code":"T","zh":"例","subject":"party","method":"range","columns":[{"range":{"minimum":10000,"maximum":200000}}],
        "factors":[{"id":"a","zh":"甲","options":[{"id":"1","zh":"一"},{"id":"2","zh":"二"}]}],
        "rows":[{"when":{"a":"1"},"fines":[{"printed":"1万元以上","range":{"minimum":10000}}]},
                {"when":{"a":"2"},"fines":[{"printed":"20万元","range":{"minimum":200000,"maximum":200000}}]}]}]}"#;
    let sets = Benchmarks::parse("t", text).unwrap();
    let table = sets.get("T").unwrap();
    let range = StatutoryRange::printed(table).unwrap();
    let mut facts = Facts { choices: [("a".into(), "1".into())].into(), ..Facts::default() };
    let fine = |facts: &Facts| calculate(table, &range, facts).unwrap().amount().0 / 100;
    assert_eq!(fine(&facts), 20_000);
    let heavier = Adjustment {
        change: Change::UpperHalf(None),
        ground: Ground::Malice,
        also: vec![],
        reason: "见报告".into(),
    };
    facts.adjustment = Some(heavier);
    assert_eq!(fine(&facts), 50_000);
}

#[test]
fn mixed_grounds_are_weighed_by_the_main_one_and_all_listed() {
    let mut facts = facts(table("GD-2.7.1"), &[("f5", "6")]); // 30 % of a million
    let change = Change::Lighten(Fen::from_yuan(50_000));
    let also = vec![Ground::Malice, Ground::Restored];
    facts.adjustment =
        Some(Adjustment {
            change, ground: Ground::HarmReduced, also, reason: "主动治理".into()
        });
    let result = by_table("GD-2.7.1", &facts).unwrap();
    assert_eq!(
        (result.amount(), result.before_departure),
        (Fen::from_yuan(250_000), Some(Fen::from_yuan(300_000)))
    );
    let said: String = result.trace.iter().map(|step| step.words.zh.as_str()).collect();
    for words in ["主动消除或者减轻危害后果", "恶意损害生态环境", "有效修复", "主要情节"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    facts.adjustment.as_mut().unwrap().also.push(Ground::EconomicHardship);
    let range = StatutoryRange::printed(table("GD-2.7.1")).unwrap();
    let refused = calculate(table("GD-2.7.1"), &range, &facts).unwrap_err();
    assert_eq!(refused.code, "discretion.hardship_is_no_ground");
    assert!(refused.zh.contains("分期缴纳"));
}

fn pledged(
    percent: i64,
    change: impl Fn(&mut BTreeMap<String, bool>),
) -> Result<i64, &'static str> {
    let rule = table("GD-2.7.1").rules.pledge.as_ref().unwrap();
    let mut excluded: BTreeMap<_, _> =
        rule.exclusions.iter().map(|e| (e.id.clone(), false)).collect();
    assert_eq!(excluded.len(), 11);
    change(&mut excluded);
    let mut facts = facts(table("GD-2.7.1"), &[("f2", "2")]); // 17 %: 170,000
    facts.pledge = Some(Pledge { percent: percent.into(), excluded });
    by_table("GD-2.7.1", &facts).map(|result| result.amount().0 / 100)
}

#[test]
fn a_pledge_lowers_the_fine_but_not_below_the_minimum() {
    assert_eq!(pledged(30, |_| {}), Ok(119_000));
    assert_eq!(pledged(50, |_| {}), Ok(100_000), "85,000 is below the minimum");
    assert_eq!(pledged(29, |_| {}), Err("discretion.pledge"));
    assert_eq!(pledged(51, |_| {}), Err("discretion.pledge"));
    let crime = |excluded: &mut BTreeMap<String, bool>| {
        excluded.insert("crime".into(), true);
    };
    assert_eq!(pledged(30, crime), Err("discretion.pledge"));
    assert_eq!(
        pledged(30, |excluded| excluded.retain(|id, _| id != "crime")),
        Err("discretion.pledge")
    );
}

#[test]
fn what_cannot_be_found_out_counts_as_the_lightest_here() {
    let mut facts = facts(table("GD-2.7.1"), &[("f2", "2")]);
    facts.choices.insert("f2".into(), UNKNOWN.into());
    assert_eq!(by_table("GD-2.7.1", &facts).unwrap().amount(), Fen::from_yuan(100_000));
}

fn earlier(on: Date, clause: &str, acts: u32) -> Earlier {
    Earlier {
        number: format!("廊环罚〔{}〕{}号", on.year(), on.day()),
        cause: "超标排污".into(),
        on,
        clauses: vec![clause.into()],
        acts,
        complaint: false,
        exempted: false,
        succession: None,
    }
}

#[rstest]
// Hunan: all violations, two years before discovery, that day excluded, this one counted, acts one by one.
#[case("hunan-2021@2021-1", "violations", 1 + 1 + 2 + 1)]
// Guangdong: the same clause only, back from the day of the act; a decision counts once.
#[case("guangdong-2022@2022-1", "same_clause_2y_with_this", 2 + 1)]
#[case("guangdong-2022@2022-1", "same_clause_2y", 2)]
#[case("guangdong-2022@2022-1", "same_clause_1y", 1)]
fn violations_are_counted_by_the_window_of_the_set(
    #[case] set: &str,
    #[case] window: &str,
    #[case] count: u32,
) {
    let rules = &TABLES.set(set).unwrap().rules;
    let window = rules.windows.iter().find(|known| known.id == window).unwrap();
    let at_hand = AtHand {
        discovered_on: date(2026, 11, 10),
        act_on: date(2026, 11, 1),
        clause: "eco_code:1107",
        acts: 1,
        successions: &Successions::default(),
    };
    let all = [
        earlier(date(2024, 10, 30), "eco_code:1107", 1), // before both windows
        earlier(date(2024, 11, 9), "eco_code:1102", 1),  // the day before Hunan's; another clause
        earlier(date(2024, 11, 10), "eco_code:1102", 1), // first day of Hunan's window
        earlier(date(2025, 3, 1), "eco_code:1107", 2),   // two acts in one decision
        earlier(date(2026, 10, 31), "eco_code:1107", 1),
        earlier(date(2026, 11, 10), "eco_code:1107", 1), // the day of discovery: excluded
    ];
    let counted = look_back(window, &at_hand, &all).unwrap();
    assert_eq!(counted.count, count, "{counted:?}");
}

#[test]
fn verified_complaints_count_one_year_back() {
    let rules = &TABLES.set("hunan-2021@2021-1").unwrap().rules;
    let window = rules.windows.iter().find(|known| known.id == "complaints").unwrap();
    let at_hand = AtHand {
        discovered_on: date(2026, 11, 10),
        act_on: date(2026, 11, 1),
        clause: "",
        acts: 1,
        successions: &Successions::default(),
    };
    let complaint = |on| Earlier { complaint: true, ..earlier(on, "", 1) };
    let all = [
        complaint(date(2025, 11, 9)),
        complaint(date(2025, 11, 10)),
        earlier(date(2026, 1, 1), "", 1),
    ];
    assert_eq!(look_back(window, &at_hand, &all).unwrap().count, 1);
}

#[test]
fn another_choice_than_the_one_counted_needs_a_reason() {
    let mut facts = facts(table("GD-2.7.1"), &[]);
    let counted = Counted {
        from: date(2024, 11, 1),
        to: date(2026, 10, 31),
        count: 2,
        includes_this: true,
        cases: vec![earlier(date(2025, 3, 1), "eco_code:1107", 1)],
        basis: Words::new("例", "e"),
        proposes: Some("2".into()),
    };
    facts.counted.insert("f6".into(), counted);
    assert_eq!(by_table("GD-2.7.1", &facts), Err("discretion.count_deviates"));
    facts.deviations.insert("f6".into(), "在先决定已被撤销".into());
    let said: String =
        by_table("GD-2.7.1", &facts).unwrap().trace.iter().map(|s| s.words.zh.clone()).collect();
    assert!(said.contains("廊环罚〔2025〕1号") && said.contains("在先决定已被撤销"), "{said}");
    facts.choices.insert("f6".into(), "2".into());
    facts.deviations.clear();
    assert!(by_table("GD-2.7.1", &facts).is_ok());
}

#[test]
fn one_act_is_fined_once_by_the_higher_norm() {
    let low = by_table("GD-2.7.1", &facts(table("GD-2.7.1"), &[])).unwrap();
    let high = by_table("GD-2.8.1", &facts(table("GD-2.8.1"), &[("f1", "3")])).unwrap();
    assert_eq!((low.amount(), high.amount()), (Fen::from_yuan(100_000), Fen::from_yuan(300_000)));
    let name = |zh: &str| Words::new(zh, zh);
    let chosen = higher(vec![(name("超标"), low.clone()), (name("逃避监管"), high)]).unwrap();
    assert_eq!(chosen.amount(), Fen::from_yuan(300_000));
    assert_eq!(chosen.trace.last().unwrap().step, Step::Higher);
    assert_eq!(higher(vec![(name("超标"), low.clone())]), Some(low));
    assert_eq!(higher(vec![]), None);
}

#[test]
fn conditions_of_an_exemption_are_a_checklist() {
    for exemption in Exemption::ALL {
        let mut facts = Facts { exemption: Some(exemption), ..Facts::default() };
        facts.conditions = all_proven(exemption);
        assert_eq!(by_table("GD-2.7.1", &facts).unwrap().outcome, Outcome::NoPenalty { exemption });
        for (id, ..) in exemption.conditions() {
            let mut lacking = facts.clone();
            lacking.conditions.insert((*id).to_owned(), Answered::default());
            assert_eq!(
                by_table("GD-2.7.1", &lacking),
                Err("discretion.exemption_condition"),
                "{id}"
            );
        }
    }
}

#[test]
fn the_digest_changes_with_the_calculation_only() {
    let compute = |pick| by_table("GD-2.7.1", &facts(table("GD-2.7.1"), pick)).unwrap().digest();
    assert_eq!(compute(&[]), compute(&[]));
    assert_ne!(compute(&[]), compute(&[("f1", "2")]));
    assert_eq!(compute(&[]).len(), 64);
}
