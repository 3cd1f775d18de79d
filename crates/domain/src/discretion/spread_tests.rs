//! Neighbours, places and spreads against figures worked out by hand.

use super::tests::{TABLES, facts};
use super::*;
use crate::region::Territory;
use crate::{CaseId, Date, Fen};
use proptest::prelude::*;
use uuid::Uuid;

const SANHE: &str = "1310/131082/131082109/";
const BAZHOU: &str = "1310/131081/";

/// A decided case of excess water: 100,000 to 1,000,000 yuan.
fn decided(number: u128, place: &str, yuan: Option<i64>, pick: &[(&str, &str)]) -> DecidedFine {
    let table = TABLES.get("HN-7-1").unwrap();
    DecidedFine {
        case: CaseId(Uuid::from_u128(number)),
        number: format!("廊环罚〔2026〕{number}号"),
        territory: place.parse::<Territory>().unwrap(),
        item: "eco-1107-water".to_owned(),
        decided_on: Date::constant(2026, 9, 1 + i8::try_from(number % 28).unwrap()),
        asked: Asked {
            violation: "water_over_standard".to_owned(),
            act_on: Date::constant(2026, 8, 20),
            facts: facts(table, pick),
        },
        table: table.code.clone(),
        version: table.version.clone(),
        range_id: "eco_code:1107".to_owned(),
        range: (Fen::from_yuan(100_000), Fen::from_yuan(1_000_000)),
        computed: Fen::from_yuan(yuan.unwrap_or(0)),
        fine: yuan.map(Fen::from_yuan),
        departed: false,
        annulled: false,
        closed_on: None,
    }
}

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

#[test]
fn the_nearest_comes_first_and_says_in_what_it_differs() {
    let table = TABLES.get("HN-7-1").unwrap();
    let scale = Scale::of(table);
    let here = facts(table, &[("excess", "3")]);
    let cases = [
        decided(1, SANHE, Some(290_000), &[("excess", "5")]),
        decided(2, SANHE, Some(200_000), &[("excess", "3")]),
        decided(3, BAZHOU, Some(900_000), &[("excess", "4")]),
        DecidedFine { annulled: true, ..decided(4, BAZHOU, Some(1), &[("excess", "3")]) },
    ];
    let found = nearest(&scale, &here, &cases, 3);
    let order: Vec<u128> = found.iter().map(|n| n.decided.case.0.as_u128()).collect();
    assert_eq!(order, [2, 3, 1], "the annulled one is no example");
    assert!(found[0].distance.is_zero() && found[0].differences.is_empty());
    let only = &found[1].differences[0];
    assert_eq!(only.factor, "excess");
    let choices = table.factors.iter().find(|f| f.id == "excess").unwrap().choices.len();
    let one_step = &Exact::one() / &Exact::from(choices as i64 - 1);
    assert_eq!(only.apart, one_step);
    // The mean over the factors of the table and the tier.
    assert_eq!(found[1].distance, &one_step / &Exact::from(table.factors.len() as i64 + 1));
}

#[test]
fn base_and_tier_count_as_circumstances() {
    let scale = Scale::default();
    let of = |tier, base: Option<i64>| Facts {
        tier,
        base_amount: base.map(Fen::from_yuan),
        ..Facts::default()
    };
    let (distance, differences) =
        scale.between(&of(Tier::Ordinary, Some(300)), &of(Tier::Heavier, Some(400)));
    assert_eq!(distance, exact("5/8"), "(1 + 1/4) of two circumstances");
    assert_eq!(differences[0].factor, "tier");
    assert_eq!(differences[1].apart, exact("1/4"));
}

#[test]
fn a_fine_is_placed_among_others() {
    // Shares 0, 1/9, 2/9, 3/9 of the range.
    let cases = [100_000, 200_000, 300_000, 400_000].map(|yuan| decided(1, SANHE, Some(yuan), &[]));
    let place = Place::of(Some(exact("2/9")), &cases);
    assert_eq!(place.percentile, Some(exact("5/8")), "two below and half of one equal, of four");
    let figures = place.among.figures.unwrap();
    assert_eq!((figures.least, figures.most), (Exact::zero(), exact("1/3")));
    assert_eq!((figures.lower, figures.median), (exact("1/12"), exact("1/6")));
    assert_eq!(Place::of(Some(Exact::one()), []).percentile, None);
}

#[test]
fn dispersion_by_county_as_worked_out_by_hand() {
    let mut cases: Vec<DecidedFine> = [190, 280, 280, 370]
        .into_iter()
        .enumerate()
        .map(|(n, thousand)| decided(n as u128, SANHE, Some(thousand * 1_000), &[]))
        .collect();
    cases.push(decided(10, BAZHOU, Some(1_000_000), &[]));
    cases.push(decided(11, BAZHOU, None, &[]));
    cases.push(DecidedFine { departed: true, ..decided(12, BAZHOU, Some(280_000), &[]) });
    cases.push(DecidedFine { annulled: true, ..decided(13, BAZHOU, Some(555_000), &[]) });

    let lines = dispersion(&cases, 2);
    let places: Vec<_> = lines.iter().map(|l| l.place.as_ref().map(Territory::as_str)).collect();
    assert_eq!(places, [None, Some(BAZHOU), Some("1310/131082/")]);
    // All but the departure: shares .1 .2 .2 .3 1; quartiles .2 .2 .3, so that everything above .45 is far.
    let all = lines[0].spread.figures.clone().unwrap();
    assert_eq!((lines[0].spread.fines, lines[0].spread.no_penalty), (5, 1));
    assert_eq!((all.median.clone(), all.width()), (exact("1/5"), exact("1/10")));
    assert_eq!(lines[0].outliers, [CaseId(Uuid::from_u128(10))]);
    let (bazhou, sanhe) = (&lines[1], &lines[2]);
    assert_eq!((bazhou.spread.fines, bazhou.spread.no_penalty), (1, 1));
    assert_eq!(bazhou.departures.figures.clone().unwrap().median, exact("1/5"));
    assert_eq!(bazhou.spread.figures.clone().unwrap().median, exact("1"));
    assert_eq!(bazhou.outliers, [CaseId(Uuid::from_u128(10))]);
    assert_eq!(sanhe.spread.figures.clone().unwrap().median, exact("1/5"));
    assert!(sanhe.outliers.is_empty());
    assert_eq!(dispersion(&cases, 3)[2].place.as_ref().unwrap().as_str(), SANHE);
}

proptest! {
    /// Quartiles are in order and within the ends; the percentile lies between 0 and 1.
    #[test]
    fn figures_are_in_order(fines in proptest::collection::vec(0_i64..1_000, 1..40), own in 0_i64..1_000) {
        let cases: Vec<DecidedFine> =
            fines.iter().map(|fine| decided(1, SANHE, Some(100_000 + fine * 900), &[])).collect();
        let place = Place::of(Some(exact(&format!("{own}/1000"))), &cases);
        let figures = place.among.figures.unwrap();
        prop_assert!(figures.least <= figures.lower && figures.lower <= figures.median);
        prop_assert!(figures.median <= figures.upper && figures.upper <= figures.most);
        let percentile = place.percentile.unwrap();
        prop_assert!(percentile >= Exact::zero() && percentile <= Exact::one());
    }

    /// Distance is nought exactly for equal facts, the same both ways, and never above one.
    #[test]
    fn distance_is_a_distance(one in proptest::collection::vec(0_usize..3, 8), other in proptest::collection::vec(0_usize..3, 8)) {
        let table = TABLES.get("HN-7-1").unwrap();
        let of = |picks: &[usize]| Facts {
            choices: table.factors.iter().zip(picks)
                .map(|(f, at)| (f.id.clone(), f.choices[at % f.choices.len()].id.clone())).collect(),
            ..Facts::default()
        };
        let (one, other, scale) = (of(&one), of(&other), Scale::of(table));
        let (there, back) = (scale.between(&one, &other).0, scale.between(&other, &one).0);
        prop_assert_eq!(&there, &back);
        prop_assert!(there <= Exact::one());
        prop_assert_eq!(there.is_zero(), one == other);
    }
}
