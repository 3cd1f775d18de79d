//! What a change of sets does to like cases: the fine of the lightest, a middle and the heaviest case of each violation served.

use super::{
    Benchmark, BenchmarkContent, Factor, Facts, Ranges, Serve, StatutoryRange, Tier, calculate,
};
use crate::Fen;

/// The base amount that multiples are computed with, yuan: a number to compare by, of no case.
const EXAMPLE_BASE: i64 = 1_000_000;

/// A like case: its circumstances, and its fine before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Like {
    /// Where in each factor: 0 the lightest option, 1 the middle one, 2 the heaviest.
    pub weight: u8,
    /// Under the set before; none where it does not answer.
    pub before: Option<Fen>,
    /// Under the set after.
    pub after: Option<Fen>,
}

/// What a violation served costs before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Code of the violation.
    pub violation: String,
    /// Whether for acts under the law before the code.
    pub old_law: bool,
    /// Id of the statutory range.
    pub range: String,
    /// Its tier.
    pub tier: Tier,
    /// Table before and after; none where the set serves it with none.
    pub tables: (Option<String>, Option<String>),
    /// The base amount it was computed with, where the range is of multiples.
    pub base: Option<Fen>,
    /// The lightest, a middle and the heaviest case.
    pub likes: [Like; 3],
}

/// The effects on every violation that one of the two serves; those without a difference are left out.
pub fn effects(
    before: &BenchmarkContent,
    after: &BenchmarkContent,
    ranges: &Ranges,
) -> Vec<Effect> {
    let tables = [before, after].map(|content| content.set.benchmarks().unwrap_or_default());
    let mut seen: Vec<&Serve> = Vec::new();
    let mut found = Vec::new();
    for serve in after.serves.iter().chain(&before.serves) {
        if seen.iter().any(|known| same(known, serve)) {
            continue;
        }
        seen.push(serve);
        let Some(range) = ranges.get(&serve.route.range) else { continue };
        let table = |content: &BenchmarkContent, tables: &[Benchmark]| {
            let own = content.serves.iter().find(|known| same(known, serve))?;
            tables.iter().find(|table| table.code == own.route.table).cloned()
        };
        let (was, now) = (table(before, &tables[0]), table(after, &tables[1]));
        let fixed = range.base == super::Base::Fixed;
        let base = (!fixed).then(|| Fen::from_yuan(EXAMPLE_BASE));
        let fine = |table: &Option<Benchmark>, weight| {
            table.as_ref().and_then(|table| fine(table, range, serve.route.tier, base, weight))
        };
        let likes = [0, 1, 2].map(|weight| Like {
            weight,
            before: fine(&was, weight),
            after: fine(&now, weight),
        });
        if likes.iter().any(|like| like.before != like.after) {
            let code = |table: Option<Benchmark>| table.map(|table| table.code);
            found.push(Effect {
                violation: serve.violation.clone(),
                old_law: serve.old_law,
                range: serve.route.range.clone(),
                tier: serve.route.tier,
                tables: (code(was), code(now)),
                base,
                likes,
            });
        }
    }
    found
}

fn same(one: &Serve, other: &Serve) -> bool {
    let of = |serve: &Serve| (serve.old_law, serve.route.tier);
    of(one) == of(other) && one.violation == other.violation && one.route.range == other.route.range
}

fn fine(
    table: &Benchmark,
    range: &StatutoryRange,
    tier: Tier,
    base: Option<Fen>,
    weight: u8,
) -> Option<Fen> {
    let choice = |factor: &Factor| {
        let last = factor.choices.len().checked_sub(1)?;
        let index = last * usize::from(weight) / 2;
        Some((factor.id.clone(), factor.choices.get(index)?.id.clone()))
    };
    let choices = table.factors.iter().filter_map(choice).collect();
    let facts = Facts { tier, base_amount: base, choices, ..Facts::default() };
    calculate(table, range, &facts).ok().map(|made| made.amount())
}
