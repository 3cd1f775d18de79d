//! What every table must keep, whatever the facts.

use super::tests::{RANGES, TABLES, facts};
use super::*;
use crate::Fen;
use proptest::prelude::*;

/// Any table with a range it fits, and any answers.
fn any_case() -> impl Strategy<Value = (&'static Benchmark, &'static StatutoryRange, Facts)> {
    let pairs: Vec<_> = TABLES
        .iter()
        .flat_map(|table| RANGES.iter().map(move |range| (table, range)))
        .flat_map(|(t, r)| [Tier::Ordinary, Tier::Heavier].map(|tier| (t, r, tier)))
        .filter(|(table, range, tier)| table.fits(range, *tier))
        .collect();
    (
        proptest::sample::select(pairs),
        proptest::collection::vec(any::<proptest::sample::Index>(), 8),
        1_i64..10_000_000_000,
    )
        .prop_map(|((table, range, tier), picks, base)| {
            let mut facts = facts(table, &[]);
            facts.tier = tier;
            facts.base_amount = Some(Fen(base + 10_000));
            for (factor, pick) in table.factors.iter().zip(picks) {
                let choice = &factor.choices[pick.index(factor.choices.len())];
                facts.choices.insert(factor.id.clone(), choice.id.clone());
            }
            (table, range, facts)
        })
}

proptest! {
    #[test]
    fn a_fine_never_leaves_the_statutory_range((table, range, facts) in any_case()) {
        let result = calculate(table, range, &facts).unwrap();
        prop_assert!(result.range.0 <= result.amount() && result.amount() <= result.range.1);
    }

    #[test]
    fn a_worse_choice_never_lowers_the_fine((table, range, facts) in any_case(), which in any::<proptest::sample::Index>()) {
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
    fn the_same_input_gives_the_same_bytes((table, range, facts) in any_case()) {
        let bytes = || serde_json::to_vec(&calculate(table, range, &facts).unwrap()).unwrap();
        let first = bytes();
        prop_assert_eq!(&first, &bytes());
        let back: Calculation = serde_json::from_slice(&first).unwrap();
        prop_assert_eq!(serde_json::to_vec(&back).unwrap(), first);
    }
}

#[test]
fn a_set_survives_json() {
    for set in TABLES.sets() {
        let text = serde_json::to_string(set).unwrap();
        assert_eq!(&BenchmarkSet::parse("again", &text).unwrap(), set);
    }
}
