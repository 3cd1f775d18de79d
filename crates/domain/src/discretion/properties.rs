//! What every table must keep, whatever the facts.

use super::tests::{RANGES, TABLES, facts};
use super::*;
use crate::Fen;
use proptest::prelude::*;
use std::sync::LazyLock;

/// The ranges that tables print themselves.
static PRINTED: LazyLock<Vec<(&str, StatutoryRange)>> = LazyLock::new(|| {
    let printed =
        |table: &'static Benchmark| Some((table.code.as_str(), StatutoryRange::printed(table)?));
    TABLES.iter().filter_map(printed).collect()
});

/// Any table with a range it fits, and any answers.
fn any_case() -> impl Strategy<Value = (&'static Benchmark, &'static StatutoryRange, Facts)> {
    let pairs: Vec<_> = TABLES
        .iter()
        .flat_map(|table| {
            let printed = PRINTED.iter().filter(move |(code, _)| *code == table.code);
            RANGES.iter().chain(printed.map(|(_, range)| range)).map(move |range| (table, range))
        })
        .flat_map(|(t, r)| [Tier::Ordinary, Tier::Heavier].map(|tier| (t, r, tier)))
        .filter(|(table, range, tier)| table.fits(range, *tier))
        .collect();
    (
        proptest::sample::select(pairs),
        proptest::collection::vec(any::<proptest::sample::Index>(), 12),
        1_i64..10_000_000_000,
    )
        .prop_map(|((table, range, tier), picks, base)| {
            let mut facts = facts(table, &[]);
            facts.tier = tier;
            facts.base_amount = Some(Fen(base + 10_000));
            if let Method::Range { rows } = &table.method {
                let read: Vec<&Row> = rows.iter().filter(|row| row.fine.range.is_some()).collect();
                facts.choices = picks[0].get(&read).when.clone();
                return (table, range, facts);
            }
            for (factor, pick) in table.factors.iter().zip(picks) {
                let choice = &factor.choices[pick.index(factor.choices.len())];
                facts.choices.insert(factor.id.clone(), choice.id.clone());
            }
            (table, range, facts)
        })
}

/// A departure that may be asked for, whether the law carries it or not.
fn any_adjustment() -> impl Strategy<Value = Adjustment> {
    let by = || (1_i64..200_000_000).prop_map(Fen);
    let change = prop_oneof![
        by().prop_map(Change::Aggravate),
        Just(Change::ToMaximum),
        by().prop_map(Change::Lighten),
        by().prop_map(Change::Mitigate),
        proptest::option::of(by()).prop_map(Change::UpperHalf),
        proptest::option::of(by()).prop_map(Change::LowerHalf),
    ];
    let grounds = proptest::collection::vec(proptest::sample::select(&Ground::ALL[..]), 0..3);
    (change, proptest::sample::select(&Ground::ALL[..]), grounds).prop_map(
        |(change, ground, also)| Adjustment { change, ground, also, reason: "见案卷".into() },
    )
}

/// A pledge that answers every exclusion of the table's set; none where the set knows no pledge.
fn pledge(table: &Benchmark, percent: i64) -> Option<Pledge> {
    let rule = table.rules.pledge.as_ref()?;
    let excluded = rule.exclusions.iter().map(|each| (each.id.clone(), false)).collect();
    Some(Pledge { percent: percent.into(), excluded })
}

proptest! {
    #[test]
    fn a_fine_never_leaves_the_statutory_range((table, range, facts) in any_case()) {
        let result = calculate(table, range, &facts).unwrap();
        prop_assert!(result.range.0 <= result.amount() && result.amount() <= result.range.1);
    }

    #[test]
    fn a_worse_choice_never_lowers_the_fine((table, range, facts) in any_case(), which in any::<proptest::sample::Index>()) {
        // Every pair of rows of a range table is tried below.
        prop_assume!(!matches!(table.method, Method::Range { .. }));
        let before = calculate(table, range, &facts).unwrap().amount();
        let factor = &table.factors[which.index(table.factors.len())];
        let weight = |id: &String| &factor.choices.iter().find(|c| &c.id == id).unwrap().weight;
        for worse in factor.choices.iter().filter(|c| c.weight >= *weight(&facts.choices[&factor.id])) {
            let mut facts = facts.clone();
            facts.choices.insert(factor.id.clone(), worse.id.clone());
            prop_assert!(calculate(table, range, &facts).unwrap().amount() >= before);
        }
    }

    #[test]
    fn no_ground_leads_out_of_the_range_but_mitigation_and_never_below_its_share(
        (table, range, mut facts) in any_case(),
        adjustments in proptest::collection::vec(any_adjustment(), 1..4),
        percent in proptest::option::of(20_i64..60),
    ) {
        let plain = calculate(table, range, &facts).unwrap();
        facts.adjustment = adjustments.first().cloned();
        facts.further = adjustments[1..].to_vec();
        facts.pledge = percent.and_then(|percent| pledge(table, percent));
        let Ok(departed) = calculate(table, range, &facts) else {
            return Ok(());
        };
        let (least, most) = departed.range;
        let mitigated = adjustments.iter().any(|each| matches!(each.change, Change::Mitigate(_)));
        prop_assert!(departed.amount() <= most && (mitigated || departed.amount() >= least));
        if let Some(share) = table.rules.limits.mitigate_of_minimum.as_ref().filter(|_| mitigated) {
            let floor = &Exact::from(least) * &(&Exact::one() - share);
            prop_assert!(Exact::from(departed.amount()) >= &floor - &Exact::from(1));
        }
        prop_assert!(departed.requires_deliberation);
        prop_assert_eq!(departed.before_departure, Some(plain.amount()));
        if facts.pledge.is_none() {
            let up = adjustments[0].change.aggravates();
            let kept = if up { departed.amount() >= plain.amount() } else { departed.amount() <= plain.amount() };
            prop_assert!(kept);
        }
        prop_assert_eq!(calculate(table, range, &facts).unwrap().digest(), departed.digest());
    }

    #[test]
    fn a_greater_base_never_lowers_the_fine((table, range, facts) in any_case(), more in 0_i64..1_000_000_000) {
        let mut greater = facts.clone();
        greater.base_amount = facts.base_amount.map(|base| Fen(base.0 + more));
        let (less, greater) = (calculate(table, range, &facts), calculate(table, range, &greater));
        prop_assert!(greater.unwrap().amount() >= less.unwrap().amount());
    }

    #[test]
    fn an_earlier_case_more_never_lowers_the_count(
        days in proptest::collection::vec((0_i64..1_500, any::<bool>(), 0_usize..3), 0..8), more in 0_i64..1_500,
    ) {
        let successions = Successions::shipped().unwrap();
        let anchor = jiff::civil::date(2026, 11, 10);
        let at_hand = AtHand {
            discovered_on: anchor, act_on: anchor, clause: "eco_code:1107", acts: 1, successions: &successions,
        };
        let earlier = |(before, complaint, clause): (i64, bool, usize)| Earlier {
            number: before.to_string(), cause: String::new(),
            on: anchor.saturating_sub(jiff::Span::new().days(before)),
            clauses: vec![["eco_code:1107", "water_law:83(2)", "eco_code:1102"][clause].into()],
            acts: 1, complaint, exempted: false, succession: None,
        };
        let mut all: Vec<Earlier> = days.into_iter().map(earlier).collect();
        for window in TABLES.sets().flat_map(|set| &set.rules.windows) {
            let fewer = look_back(window, &at_hand, &all).unwrap().count;
            all.push(earlier((more, false, 0)));
            prop_assert!(look_back(window, &at_hand, &all).unwrap().count >= fewer);
        }
    }

    #[test]
    fn the_same_input_gives_the_same_bytes((table, range, facts) in any_case()) {
        let bytes = || serde_json::to_vec(&calculate(table, range, &facts).unwrap()).unwrap();
        let first = bytes();
        prop_assert_eq!(&first, &bytes());
        let back: Calculation = serde_json::from_slice(&first).unwrap();
        prop_assert_eq!(serde_json::to_vec(&back).unwrap(), first);
    }
}

/// Every row of every shipped range table, with each ordered circumstance made worse option by option.
#[test]
fn worse_circumstances_never_lower_the_fine_of_a_range_table() {
    let (mut tables, mut steps) = (0, 0);
    for table in TABLES.iter() {
        let Method::Range { rows } = &table.method else { continue };
        let printed =
            PRINTED.iter().filter(|(code, _)| *code == table.code).map(|(_, range)| range);
        let Some(range) = RANGES.iter().chain(printed).find(|r| table.fits(r, Tier::Ordinary))
        else {
            continue;
        };
        tables += 1;
        let fine = |choices: &std::collections::BTreeMap<String, String>| {
            let base_amount = Some(Fen::from_yuan(1_000_000));
            let facts = Facts { choices: choices.clone(), base_amount, ..Facts::default() };
            calculate(table, range, &facts).map(|made| made.amount())
        };
        for row in rows.iter().filter(|row| row.fine.range.is_some()) {
            let mut choices = row.when.clone();
            for factor in &table.factors {
                choices.entry(factor.id.clone()).or_insert_with(|| factor.choices[0].id.clone());
            }
            let before = fine(&choices).unwrap();
            for factor in table.factors.iter().filter(|factor| factor.ordered) {
                let at = factor.choices.iter().position(|c| c.id == choices[&factor.id]).unwrap();
                for worse in &factor.choices[at + 1..] {
                    let mut graver = choices.clone();
                    graver.insert(factor.id.clone(), worse.id.clone());
                    // Not every combination was printed, and not every fine was read.
                    let Ok(after) = fine(&graver) else { continue };
                    steps += 1;
                    assert!(
                        after >= before,
                        "{} {choices:?} → {}: {before} → {after}",
                        table.code,
                        worse.id
                    );
                }
            }
        }
    }
    assert!(tables > 150 && steps > 1_000, "{tables} tables, {steps} steps");
}

#[test]
fn a_set_survives_json() {
    for set in TABLES.sets() {
        let text = serde_json::to_string(set).unwrap();
        assert_eq!(&BenchmarkSet::parse("again", &text).unwrap(), set);
    }
}
