//! Several departures, first offences, and clauses that took the place of others: worked out by hand.

use super::tests::{RANGES, TABLES, all_proven, facts};
use super::*;
use crate::law::Certainty;
use crate::{Date, Fen, OfficerId, Refused};
use jiff::civil::date;
use rstest::rstest;
use uuid::Uuid;

fn change(change: Change, ground: Ground) -> Adjustment {
    Adjustment { change, ground, also: vec![], reason: "见调查报告".into() }
}

const fn yuan(yuan: i64) -> Fen {
    Fen::from_yuan(yuan)
}

/// HN-7-1 at 29 %: 290,000 of a million, with these departures.
fn departed(all: &[Adjustment]) -> Refused<Calculation> {
    let table = TABLES.get("HN-7-1").unwrap();
    let mut facts = facts(table, &[("excess", "5")]);
    facts.adjustment = all.first().cloned();
    facts.further = all.iter().skip(1).cloned().collect();
    calculate(table, RANGES.get("eco_code:1107").unwrap(), &facts)
}

#[test]
fn several_grounds_the_same_way_add_up_within_one_limit() {
    let lighten = |by, ground| change(Change::Lighten(yuan(by)), ground);
    let two = [lighten(80_000, Ground::HarmReduced), lighten(60_000, Ground::Confessed)];
    let fine = departed(&two).unwrap();
    assert_eq!((fine.amount(), fine.before_departure), (yuan(150_000), Some(yuan(290_000))));
    assert!(fine.requires_deliberation);
    let said: String = fine.trace.iter().map(|step| step.words.zh.as_str()).collect();
    assert!(said.contains("主动消除") && said.contains("主动供述"), "{said}");
    // Together at most a fifth of the maximum: 200,000.
    let far = [lighten(150_000, Ground::HarmReduced), lighten(50_001, Ground::Confessed)];
    let refused = departed(&far).unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        ("discretion.adjustment_too_far", Some("further.0.change"))
    );
    // Lighter stops at the minimum, mitigation has a limit of its own and goes below it.
    let below = [
        lighten(200_000, Ground::HarmReduced),
        change(Change::Mitigate(yuan(50_000)), Ground::Merit),
    ];
    assert_eq!(departed(&below).unwrap().amount(), yuan(50_000));
    // What was mitigated first is not raised again by a lighter one.
    let first = [
        change(Change::Mitigate(yuan(50_000)), Ground::Merit),
        lighten(200_000, Ground::HarmReduced),
    ];
    assert_eq!(departed(&first).unwrap().amount(), yuan(100_000));
}

#[rstest]
#[case(change(Change::Aggravate(yuan(1)), Ground::Malice), "discretion.adjustments_oppose")]
#[case(change(Change::Lighten(yuan(1)), Ground::HarmReduced), "discretion.ground_twice")]
#[case(change(Change::LowerHalf(None), Ground::Merit), "discretion.adjustment_stands_alone")]
#[case(
    change(Change::Lighten(yuan(1)), Ground::EconomicHardship),
    "discretion.hardship_is_no_ground"
)]
#[case(Adjustment { reason: " ".into(), ..change(Change::Lighten(yuan(1)), Ground::Merit) }, "discretion.reason_missing")]
fn what_does_not_stand_beside_another(#[case] second: Adjustment, #[case] code: &str) {
    let first = change(Change::Lighten(yuan(1_000)), Ground::HarmReduced);
    assert_eq!(departed(&[first, second]).unwrap_err().code, code);
}

fn earlier(on: Date, clause: &str) -> Earlier {
    Earlier {
        number: format!("廊环罚〔{}〕{}号", on.year(), on.day()),
        cause: "超标排污".into(),
        on,
        clauses: vec![clause.into()],
        acts: 1,
        complaint: false,
        exempted: false,
        succession: None,
    }
}

fn at_hand<'a>(successions: &'a Successions) -> AtHand<'a> {
    AtHand {
        discovered_on: date(2026, 11, 10),
        act_on: date(2026, 11, 1),
        clause: "eco_code:1107",
        acts: 1,
        successions,
    }
}

#[test]
fn a_first_offence_is_what_the_cases_say() {
    let successions = Successions::default();
    let at_hand = at_hand(&successions);
    let let_off = Earlier { exempted: true, ..earlier(date(2019, 3, 1), "eco_code:1102") };
    let complaint = Earlier { complaint: true, ..earlier(date(2026, 1, 1), "") };
    let same_day = earlier(date(2026, 11, 10), "eco_code:1107");
    let all = [let_off.clone(), complaint, same_day];
    // The law names no period: a violation of 2019 that was let off counts; a complaint and the day of discovery do not.
    let ever = first_offence(None, &at_hand, &all).unwrap();
    assert_eq!((ever.count, ever.cases.len()), (1, 1));
    let rules = &TABLES.set("hunan-2021@2021-1").unwrap().rules;
    let window = rules.windows.iter().find(|known| known.id == "violations").unwrap();
    // Two years by the rule of a set; the violation at hand is not one before it.
    assert_eq!(first_offence(Some(window), &at_hand, &all).unwrap().count, 0);
    let recent = [earlier(date(2025, 1, 1), "eco_code:1102")];
    assert_eq!(first_offence(Some(window), &at_hand, &recent).unwrap().count, 1);
    // What was let off is no repetition, though.
    assert_eq!(look_back(window, &at_hand, &[let_off]).unwrap().count, 1, "only the one at hand");
}

#[test]
fn against_the_cases_a_first_offence_needs_its_reason_and_is_marked() {
    let (table, range) = (TABLES.get("HN-7-1").unwrap(), RANGES.get("eco_code:1107").unwrap());
    let exemption = Exemption::FirstSlightCorrected;
    let successions = Successions::default();
    let before = [earlier(date(2025, 1, 1), "eco_code:1107")];
    let counted = first_offence(None, &at_hand(&successions), &before).unwrap();
    let mut facts =
        Facts { exemption: Some(exemption), conditions: all_proven(exemption), ..Facts::default() };
    facts.counted.insert(FIRST_OFFENCE.into(), counted);
    let refused = calculate(table, range, &facts).unwrap_err();
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        ("discretion.not_a_first_offence", Some("deviations.first_offence"))
    );
    facts.deviations.insert(FIRST_OFFENCE.into(), "在先决定已被复议撤销".into());
    let found = calculate(table, range, &facts).unwrap();
    assert_eq!(found.deviations, [FIRST_OFFENCE]);
    assert!(found.trace.iter().any(|step| step.words.zh.contains("在先决定已被复议撤销")));
    // Nobody before: nothing to approve.
    facts.deviations.clear();
    let none = first_offence(None, &at_hand(&successions), &[]).unwrap();
    facts.counted.insert(FIRST_OFFENCE.into(), none);
    assert!(calculate(table, range, &facts).unwrap().deviations.is_empty());
}

#[test]
fn a_point_without_evidence_proves_nothing() {
    let (table, range) = (TABLES.get("HN-7-1").unwrap(), RANGES.get("eco_code:1107").unwrap());
    for exemption in Exemption::ALL {
        let mut facts = Facts { exemption: Some(exemption), ..Facts::default() };
        let nothing = calculate(table, range, &facts).unwrap_err();
        assert_eq!(
            nothing.code, "discretion.exemption_condition",
            "an empty checklist proves nothing"
        );
        facts.conditions = all_proven(exemption);
        for answer in facts.conditions.values_mut() {
            answer.evidence = "  ".into();
        }
        let bare = calculate(table, range, &facts).unwrap_err();
        assert_eq!(bare.code, "discretion.exemption_evidence");
    }
    // As it was kept before evidence was asked for, it still reads.
    let old: Facts =
        serde_json::from_str(r#"{"conditions":{"minor":true,"corrected":false}}"#).unwrap();
    assert!(old.conditions["minor"].proven && !old.conditions["corrected"].proven);
}

#[test]
fn a_clause_and_its_successor_are_one_until_a_reviewer_says_otherwise() {
    let shipped = Successions::shipped().unwrap();
    let rules = &TABLES.set("guangdong-2022@2022-1").unwrap().rules;
    let window = rules.windows.iter().find(|known| known.id == "same_clause_2y").unwrap();
    let before = [
        earlier(date(2026, 3, 1), "water_law:83(2)"),
        earlier(date(2026, 3, 2), "water_law:83(3)"), // evading: another clause, another successor
        earlier(date(2026, 3, 3), "water_law:83"), // which point is not known: nothing is guessed
        earlier(date(2026, 9, 1), "eco_code:1107"),
    ];
    let counted = look_back(window, &at_hand(&shipped), &before).unwrap();
    assert_eq!(counted.count, 2);
    let by = counted.cases[0].succession.as_ref().unwrap();
    assert_eq!(
        (by.code.as_str(), by.confirmed()),
        ("water-83-2", false),
        "labelled until confirmed"
    );
    let review = |holds| SuccessionReview {
        holds,
        reason: "逐项比对".into(),
        by: OfficerId(Uuid::nil()),
        on: date(2026, 11, 20),
    };
    let row = shipped.get("water-83-2").unwrap().clone();
    let rejected = shipped.clone().with(vec![row.clone().reviewed(review(false)).unwrap()]);
    assert_eq!(look_back(window, &at_hand(&rejected), &before).unwrap().count, 1);
    let confirmed = shipped.clone().with(vec![row.clone().reviewed(review(true)).unwrap()]);
    let counted = look_back(window, &at_hand(&confirmed), &before).unwrap();
    assert!(counted.cases[0].succession.as_ref().unwrap().confirmed());
    let silent = SuccessionReview { reason: " ".into(), ..review(true) };
    assert_eq!(row.reviewed(silent).unwrap_err().code, "succession.reason_missing");
}

#[test]
fn every_succession_leads_from_a_repealed_clause_to_the_code_and_is_unreviewed() {
    let acts = crate::law::Acts::shipped().unwrap();
    let shipped = Successions::shipped().unwrap();
    assert!(shipped.iter().count() >= 16);
    for row in shipped.iter() {
        let old = acts.get(&row.old.act).unwrap();
        assert_eq!(old.replaced_by.as_deref(), Some("eco_code"), "{}", row.code);
        assert_eq!((row.new.act.as_str(), row.certainty), ("eco_code", Certainty::Unreviewed));
        assert!(row.review.is_none() && !row.source.zh.is_empty(), "{}", row.code);
    }
    // Every clause of the law before that a violation names has its row, or is in force still.
    for violation in Violations::shipped().unwrap().iter() {
        for clause in violation.old_law.iter().filter_map(|route| route.clause.as_ref()) {
            let known = shipped.iter().any(|row| row.old == *clause);
            assert!(known || acts.get(&clause.act).unwrap().replaced_by.is_none(), "{clause}");
        }
    }
}

#[test]
fn the_band_of_the_nearest_cases_needs_five_and_knows_what_is_unusual() {
    let decided = |n: u128, fine: i64| DecidedFine {
        case: crate::CaseId(Uuid::from_u128(n)),
        number: String::new(),
        territory: "1310/131082/".parse().unwrap(),
        item: String::new(),
        decided_on: date(2026, 10, 1),
        asked: Asked { violation: "v".into(), act_on: date(2026, 9, 1), facts: Facts::default() },
        table: String::new(),
        version: String::new(),
        range_id: String::new(),
        range: (yuan(100_000), yuan(1_100_000)),
        computed: yuan(fine),
        fine: Some(yuan(fine)),
        departed: false,
        annulled: false,
        closed_on: None,
    };
    let all: Vec<DecidedFine> = [200_000, 300_000, 300_000, 400_000, 400_000]
        .iter()
        .zip(1..)
        .map(|(f, n)| decided(n, *f))
        .collect();
    let band = |cases: &[DecidedFine], fine: i64| {
        let near = nearest(&Scale::default(), &Facts::default(), cases, 20);
        Band::of(share(yuan(fine), (yuan(100_000), yuan(1_100_000))), &near)
    };
    assert_eq!(band(&all[..4], 300_000), None, "four say nothing");
    // Quartiles 20 % and 30 %: usual from 5 % to 45 %.
    let usual = band(&all, 550_000).unwrap();
    assert_eq!(
        (usual.least.as_percent(), usual.most.as_percent(), usual.cases),
        ("5%".into(), "45%".into(), 5)
    );
    assert!(!usual.outside());
    assert!(band(&all, 550_001).unwrap().outside() && band(&all, 149_999).unwrap().outside());
}
