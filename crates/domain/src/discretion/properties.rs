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

proptest! {
    #[test]
    fn a_fine_never_leaves_the_statutory_range((table, range, facts) in any_case()) {
        let result = calculate(table, range, &facts).unwrap();
        prop_assert!(result.range.0 <= result.amount() && result.amount() <= result.range.1);
    }

    #[test]
    fn a_worse_choice_never_lowers_the_fine((table, range, facts) in any_case(), which in any::<proptest::sample::Index>()) {
        // Rows of a range table have no order of their own; weights do.
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
