//! The clauses that a computation rests on, as they stand on the day whose law governs.

use crate::Law;
use domain::discretion::{Calculation, Clause, Question};
use domain::law::{Applicable, Citation, Substance, Words};
use domain::record::Digests;

/// The clauses of the item that give the power, and that of the range.
pub(super) fn clauses(
    law: &Law,
    question: &Question,
    calculation: &Calculation,
    chosen: Substance,
    applicable: &Applicable,
) -> Vec<Clause> {
    // What was lawful then is judged as it stood then; the code as it stands on the day of the computation.
    let governed_on = match chosen {
        Substance::Code => applicable.procedure_as_of,
        Substance::Old | Substance::OldUnlessCodeIsLighter => question.act_on,
    };
    let power = law.item(&question.item).map_or(&[][..], |item| item.power(governed_on));
    let range = law.ranges.get(&calculation.range_id).and_then(|range| range.citation.as_ref());
    let mut places: Vec<&Citation> = power.iter().chain(range).collect();
    places.sort();
    places.dedup();
    places
        .into_iter()
        .map(|place| Clause {
            place: place.clone(),
            name: law
                .acts
                .words(place)
                .unwrap_or_else(|| Words::new(place.to_string(), place.to_string())),
            standing: law.acts.get(&place.act).map(|act| act.standing(governed_on)),
            words: law
                .library
                .resolve(place, governed_on)
                .ok()
                .map(|found| Digests::of(found.words.as_bytes()).sha256.to_string()),
        })
        .collect()
}
