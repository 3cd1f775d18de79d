//! Replay: what closed cases would cost under another set, and how the distribution of fines changes.
//!
//! A case counts once it is closed and its decision was not annulled: then the fine is what became of it. What was decided
//! is compared with what the set gives; a fine that departed from its benchmark was weighed one by one and stands apart.

use super::{
    Benchmark, BenchmarkContent, DecidedFine, Exact, Figures, Ranges, at_depth, calculate, share,
};
use crate::region::Territory;
use crate::{CaseId, Date, Fen};
use std::cmp::Ordering;
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
    /// No fine was decided, so there is nothing to compare.
    NoFine,
}

impl Unplayed {
    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotServed => "not_served",
            Self::NotAnswered => "not_answered",
            Self::NoFine => "no_fine",
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
    /// What was decided.
    pub before: Fen,
    /// What the set gives.
    pub after: Fen,
    /// Whether what was decided departed from its benchmark.
    pub departed: bool,
}

/// A tenth of the range and how many fines lie in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the count of the same name")]
pub struct Bar {
    pub before: usize,
    pub after: usize,
}

/// Cases and how they are distributed over their ranges, before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// How many rise, fall and stay.
    pub tally: Tally,
    /// The distribution over the range, tenth by tenth.
    pub bars: [Bar; BARS],
    /// The sum of all fines before and after.
    pub sums: (Fen, Fen),
    before: Vec<Exact>,
    after: Vec<Exact>,
}

impl Sample {
    fn add(&mut self, before: Fen, range: (Fen, Fen), after: Fen) {
        match after.cmp(&before) {
            Ordering::Greater => self.tally.rise += 1,
            Ordering::Less => self.tally.fall += 1,
            Ordering::Equal => self.tally.stay += 1,
        }
        self.sums.0.0 = self.sums.0.0.saturating_add(before.0);
        self.sums.1.0 = self.sums.1.0.saturating_add(after.0);
        let (before, after) = (share(before, range), share(after, range));
        if let Some(bar) = self.bars.get_mut(tenth(&before)) {
            bar.before += 1;
        }
        if let Some(bar) = self.bars.get_mut(tenth(&after)) {
            bar.after += 1;
        }
        self.before.push(before);
        self.after.push(after);
    }

    /// Least, quartiles and greatest of the shares of the range, before and after; none without a case.
    pub fn figures(&self) -> Option<(Figures, Figures)> {
        Figures::of(self.before.clone()).zip(Figures::of(self.after.clone()))
    }
}

/// What came of a replay; it grows case by case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replay {
    /// Fines as their benchmarks gave them.
    pub all: Sample,
    /// Fines that departed from theirs; they are counted nowhere else.
    pub departures: Sample,
    /// By violation.
    pub violations: BTreeMap<String, Sample>,
    /// By county.
    pub counties: BTreeMap<Territory, Sample>,
    /// By town; cases that know none are left out.
    pub towns: BTreeMap<Territory, Sample>,
    /// Why cases could not be computed anew.
    pub unplayed: BTreeMap<Unplayed, usize>,
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
    if decided.fine.is_none() {
        return Err(Unplayed::NoFine);
    }
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
        let (town, county) = (at_depth(&decided.territory, 3), at_depth(&decided.territory, 2));
        let mut samples = if decided.departed {
            vec![&mut self.departures]
        } else {
            let violation = self.violations.entry(decided.asked.violation.clone()).or_default();
            let county = self.counties.entry(county).or_default();
            vec![&mut self.all, violation, county]
        };
        if town.depth() == 3 && !decided.departed {
            samples.push(self.towns.entry(town).or_default());
        }
        match (after, decided.fine) {
            (Ok(after), Some(before)) => {
                samples.iter_mut().for_each(|sample| sample.add(before, decided.range, after));
                self.compare(decided, before, after);
            }
            (Err(why), _) => {
                samples.iter_mut().for_each(|sample| sample.tally.unplayed += 1);
                *self.unplayed.entry(why).or_default() += 1;
            }
            (Ok(_), None) => {}
        }
    }

    fn compare(&mut self, decided: &DecidedFine, before: Fen, after: Fen) {
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
            departed: decided.departed,
        };
        self.most_changed.insert(at, changed);
        self.most_changed.truncate(LISTED_MAX);
    }
}

/// The tenth of the range a share lies in; what lies beyond belongs to the nearest.
fn tenth(share: &Exact) -> usize {
    let place = share * &Exact::from(10);
    (1..BARS).rev().find(|tenth| place >= Exact::from(*tenth as i64)).unwrap_or(0)
}

/// The whole of time, for a replay of every decision.
pub const EVER: (Date, Date) = (Date::constant(1979, 1, 1), Date::constant(9999, 12, 31));
