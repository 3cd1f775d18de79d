//! How fines for one violation spread over the statutory range, by place: the figures of the dispersion report.

use super::{DecidedFine, Exact};
use crate::region::Territory;
use crate::{CaseId, Date};
use std::collections::BTreeMap;

/// Shares of the range in figures. Quartiles lie on straight lines between neighbours, as spreadsheets have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    /// Cases with a fine.
    pub fines: usize,
    /// Cases without a penalty.
    pub no_penalty: usize,
    /// The five figures; none without a fine.
    pub figures: Option<Figures>,
}

/// Least, quartiles and greatest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The least.
    pub least: Exact,
    /// A quarter lies below.
    pub lower: Exact,
    /// Half lies below.
    pub median: Exact,
    /// Three quarters lie below.
    pub upper: Exact,
    /// The greatest.
    pub most: Exact,
}

impl Figures {
    /// The distance between the quartiles.
    pub fn width(&self) -> Exact {
        &self.upper - &self.lower
    }

    /// Whether a share lies more than one and a half widths beyond a quartile (Tukey's fences).
    pub fn is_far(&self, share: &Exact) -> bool {
        let (least, most) = self.fences();
        *share < least || *share > most
    }

    /// One and a half widths beyond the quartiles.
    pub fn fences(&self) -> (Exact, Exact) {
        let reach = &(&self.width() * &Exact::from(3)) / &Exact::from(2);
        (&self.lower - &reach, &self.upper + &reach)
    }
}

/// Below so many fines nobody is called an outlier.
pub const OUTLIERS_FROM: usize = 5;

impl Spread {
    /// Of shares; `None` is a case without a penalty.
    pub fn of(shares: impl IntoIterator<Item = Option<Exact>>) -> Self {
        let mut spread = Self::default();
        let mut fined = Vec::new();
        for share in shares {
            match share {
                Some(share) => fined.push(share),
                None => spread.no_penalty += 1,
            }
        }
        spread.fines = fined.len();
        spread.figures = Figures::of(fined);
        spread
    }
}

impl Figures {
    /// Of values in any order; none without a value.
    pub(super) fn of(mut values: Vec<Exact>) -> Option<Self> {
        values.sort();
        Some(Self {
            least: values.first()?.clone(),
            lower: quantile(&values, 1)?,
            median: quantile(&values, 2)?,
            upper: quantile(&values, 3)?,
            most: values.last()?.clone(),
        })
    }
}

/// The value `quarters` quarters of the way from the first to the last.
fn quantile(sorted: &[Exact], quarters: usize) -> Option<Exact> {
    let steps = sorted.len().checked_sub(1)? * quarters;
    let (below, rest) = (sorted.get(steps / 4)?, steps % 4);
    let Some(above) = sorted.get(steps / 4 + 1).filter(|_| rest > 0) else {
        return Some(below.clone());
    };
    let part = &Exact::from(i64::try_from(rest).ok()?) / &Exact::from(4);
    Some(below + &(&(above - below) * &part))
}

/// The part of others below a value, equals counting half.
pub(super) fn percentile(own: &Exact, others: &[&Exact]) -> Option<Exact> {
    let count = |found: usize| i64::try_from(found).unwrap_or(i64::MAX);
    let below = others.iter().filter(|other| **other < own).count();
    let equal = others.iter().filter(|other| **other == own).count();
    let halves = Exact::from(2 * count(below) + count(equal));
    (!others.is_empty()).then(|| &halves / &Exact::from(2 * count(others.len())))
}

/// One line of the dispersion report: a violation at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispersion {
    /// Code of the violation.
    pub violation: String,
    /// The place; none for the line of all places together.
    pub place: Option<Territory>,
    /// Fines as the benchmark gave them.
    pub spread: Spread,
    /// Fines that departed from it, as they were decided.
    pub departures: Spread,
    /// Cases far from what is usual for the violation at all places together.
    pub outliers: Vec<CaseId>,
}

/// How fines spread by violation and by place at a depth: 2 for counties, 3 for towns. For each violation the line of all places
/// stands first. Annulled decisions are left out; departures are decided one by one and stand apart.
pub fn dispersion(decided: &[DecidedFine], depth: usize) -> Vec<Dispersion> {
    let mut violations: BTreeMap<&str, Vec<&DecidedFine>> = BTreeMap::new();
    for case in decided.iter().filter(|case| !case.annulled) {
        violations.entry(&case.asked.violation).or_default().push(case);
    }
    let mut lines = Vec::new();
    for (violation, cases) in violations {
        let shares = |cases: &[&DecidedFine], departed: bool| {
            let such = cases.iter().filter(|case| case.departed == departed);
            Spread::of(such.map(|case| case.share()))
        };
        let usual = shares(&cases, false);
        let usual = usual.figures.filter(|_| usual.fines >= OUTLIERS_FROM);
        let line = |place: Option<Territory>, cases: &[&DecidedFine]| {
            let far = |case: &&&DecidedFine| {
                let (usual, share) = (usual.as_ref(), case.share());
                usual.zip(share).is_some_and(|(usual, share)| usual.is_far(&share))
            };
            Dispersion {
                violation: violation.to_owned(),
                place,
                spread: shares(cases, false),
                departures: shares(cases, true),
                outliers: cases.iter().filter(far).map(|case| case.case).collect(),
            }
        };
        lines.push(line(None, &cases));
        let mut places: BTreeMap<Territory, Vec<&DecidedFine>> = BTreeMap::new();
        for case in &cases {
            places.entry(at_depth(&case.territory, depth)).or_default().push(case);
        }
        lines.extend(places.into_iter().map(|(place, cases)| line(Some(place), &cases)));
    }
    lines
}

/// The place at a depth that a territory lies in; itself where it is no deeper.
pub fn at_depth(territory: &Territory, depth: usize) -> Territory {
    let mut place = territory.clone();
    while place.depth() > depth.max(1) {
        match place.parent() {
            Some(above) => place = above,
            None => return place,
        }
    }
    place
}

/// The same day a year before: the period of a report unless another is asked for.
pub fn year_before(on: Date) -> Date {
    on.saturating_sub(jiff::Span::new().years(1))
}
