//! Replay: what decided cases would cost under another set, and how the distribution of fines changes.

use super::{Benchmark, BenchmarkContent, DecidedFine, Exact, Ranges, calculate, share};
use crate::region::Territory;
use crate::{CaseId, Date, Fen};
use std::collections::BTreeMap;

/// Bars of the histogram: ten tenths of the range.
const BARS: usize = 10;
/// Most changed cases that are listed.
const LISTED_MAX: usize = 50;

/// How many rise, fall and stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the count of the same name")]
pub struct Tally {
    pub rise: usize,
    pub fall: usize,
    pub stay: usize,
    pub unplayed: usize,
}

/// Why a case could not be computed anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unplayed {
    /// No table of the set serves its violation.
    NotServed,
    /// The facts do not answer the table of the set.
    NotAnswered,
}

impl Unplayed {
    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotServed => "not_served",
            Self::NotAnswered => "not_answered",
        }
    }
}

/// A case whose fine changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The case.
    pub case: CaseId,
    /// Number of its decision.
    pub number: String,
    /// Code of its violation.
    pub violation: String,
    /// Where.
    pub territory: Territory,
    /// What was computed.
    pub before: Fen,
    /// What would be.
    pub after: Fen,
}

/// A tenth of the range and how many fines lie in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the count of the same name")]
pub struct Bar {
    pub before: usize,
    pub after: usize,
}

/// What came of a replay; it grows case by case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// All.
    pub all: Tally,
    /// By violation.
    pub violations: BTreeMap<String, Tally>,
    /// By county.
    pub counties: BTreeMap<Territory, Tally>,
    /// Why cases could not be computed anew.
    pub unplayed: BTreeMap<Unplayed, usize>,
    /// The distribution over the range, tenth by tenth.
    pub bars: [Bar; BARS],
    /// The most changed cases, the greatest change first.
    pub most_changed: Vec<Changed>,
}

/// What a case costs under a set: the fine computed anew, from the facts and by the law of the decision.
pub fn replay_one(
    decided: &DecidedFine,
    content: &BenchmarkContent,
    tables: &[Benchmark],
    ranges: &Ranges,
) -> Result<Fen, Unplayed> {
    let Some(range) = ranges.get(&decided.range_id) else {
        return Err(Unplayed::NotServed);
    };
    let facts = &decided.asked.facts;
    let serves = content.serves.iter().filter(|serve| {
        serve.violation == decided.asked.violation
            && serve.route.range == decided.range_id
            && serve.route.tier == facts.tier
    });
    // A violation may have several tables; the one that the case was computed with comes first.
    let same = |code: &str| code == decided.table;
    let mut routes: Vec<&str> = serves.map(|serve| serve.route.table.as_str()).collect();
    routes.sort_by_key(|code| !same(code));
    let Some(table) = routes.first().and_then(|code| tables.iter().find(|t| t.code == *code))
    else {
        return Err(Unplayed::NotServed);
    };
    let made = calculate(table, range, facts).map_err(|_| Unplayed::NotAnswered)?;
    Ok(made.amount())
}

impl Replay {
    /// Adds one case.
    pub fn add(&mut self, decided: &DecidedFine, after: Result<Fen, Unplayed>) {
        let count = |tally: &mut Tally| match after {
            Ok(after) if after > decided.computed => tally.rise += 1,
            Ok(after) if after < decided.computed => tally.fall += 1,
            Ok(_) => tally.stay += 1,
            Err(_) => tally.unplayed += 1,
        };
        count(&mut self.all);
        count(self.violations.entry(decided.asked.violation.clone()).or_default());
        count(self.counties.entry(super::at_depth(&decided.territory, 2)).or_default());
        match after {
            Err(why) => *self.unplayed.entry(why).or_default() += 1,
            Ok(after) => self.compare(decided, after),
        }
    }

    fn compare(&mut self, decided: &DecidedFine, after: Fen) {
        let before = decided.computed;
        if let Some(bar) = self.bars.get_mut(tenth(before, decided.range)) {
            bar.before += 1;
        }
        if let Some(bar) = self.bars.get_mut(tenth(after, decided.range)) {
            bar.after += 1;
        }
        let change = |before: Fen, after: Fen| (after.0 - before.0).abs();
        let least = self.most_changed.last().map_or(0, |last| change(last.before, last.after));
        let full = self.most_changed.len() >= LISTED_MAX;
        if before == after || (full && change(before, after) <= least) {
            return;
        }
        let at = self
            .most_changed
            .partition_point(|known| change(known.before, known.after) >= change(before, after));
        let changed = Changed {
            case: decided.case,
            number: decided.number.clone(),
            violation: decided.asked.violation.clone(),
            territory: decided.territory.clone(),
            before,
            after,
        };
        self.most_changed.insert(at, changed);
        self.most_changed.truncate(LISTED_MAX);
    }
}

/// The tenth of the range an amount lies in; what lies beyond belongs to the nearest.
fn tenth(amount: Fen, range: (Fen, Fen)) -> usize {
    let place = &share(amount, range) * &Exact::from(10);
    (1..BARS).rev().find(|tenth| place >= Exact::from(*tenth as i64)).unwrap_or(0)
}

/// The whole of time, for a replay of every decision.
pub const EVER: (Date, Date) = (Date::constant(1979, 1, 1), Date::constant(9999, 12, 31));
