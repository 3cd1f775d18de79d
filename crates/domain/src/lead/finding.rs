//! What the rule found: periods beyond a limit, what late data made of them, and all that is needed to judge them again.

use crate::Timestamp;
use crate::judging::{self, Evidence, Judgement, PERIODS_MAX, Period, RULE, RuleRef};
use crate::outlet::{Averaging, Limit};
use crate::reading::Decimal;
use serde::{Deserialize, Serialize};

/// A lead keeps at most this many corrections; the oldest makes room.
pub const CORRECTIONS_MAX: usize = 240;
/// The minutes of this many of the latest periods are kept: late data correct what happened lately, and every revision of a
/// lead is kept whole in the record.
const MADE_OF_MAX: usize = 24;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// What the rule found, with all it needs to be judged again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule and its version.
    pub rule: RuleRef,
    /// The limit as it stood.
    pub limit: Limit,
    /// The periods beyond the limit as they were first judged, oldest first, at most [`PERIODS_MAX`].
    pub periods: Vec<Period>,
    /// The worst of all periods as they stand now, kept or not; of those first found where none exceeds any more.
    pub worst: Period,
    /// How many periods were found beyond the limit in all.
    pub count: u32,
    /// Whether the exceedance still goes on: no later period within the limit has been seen.
    pub continuing: bool,
    /// What late data changed about kept periods, in the order it became known; at most [`CORRECTIONS_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// A period that was judged again because data for it came late. What was found first stays; this stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Start of the period.
    pub at: Timestamp,
    /// When it was judged again.
    pub corrected_at: Timestamp,
    /// What was judged before.
    pub before: Evidence,
    /// What is judged now.
    pub after: Evidence,
    /// What came of it.
    pub standing: Standing,
}

/// A side of what a limit permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Above the upper limit.
    Above,
    /// Below the lower one.
    Below,
}

/// What judging a period came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Beyond the limit.
    Exceeds,
    /// Within it.
    Within,
    /// It may not be judged: marked, missing, or too few valid minutes.
    NotJudged,
}

impl From<&Judgement> for Standing {
    fn from(judgement: &Judgement) -> Self {
        match judgement {
            Judgement::Exceeds(_) => Self::Exceeds,
            Judgement::Within => Self::Within,
            Judgement::NotConcerned | Judgement::NotJudged(_) => Self::NotJudged,
        }
    }
}

impl Finding {
    /// The first period of an exceedance.
    pub fn begin(limit: Limit, first: Period) -> Self {
        Self {
            rule: RULE,
            limit,
            worst: first.clone(),
            periods: vec![first],
            count: 1,
            continuing: true,
            corrections: Vec::new(),
        }
    }

    /// Takes in a period of the limit, whether it came in time or late: it extends, ends or corrects what was found, or
    /// changes nothing. The same period again always changes nothing.
    #[must_use]
    pub fn take(self, evidence: Evidence, now: Timestamp) -> Self {
        let at = evidence.reading.at;
        let judgement = judging::judge(&self.limit, &evidence);
        match (self.known(at), judgement) {
            (_, Judgement::NotConcerned) => self,
            // What was said first is known already, and stands beside what contradicts it.
            (Some(known), _) if known.contradicts(&evidence) => self,
            (Some(before), judgement) => self.correct(before, evidence, &judgement, now),
            (None, Judgement::Exceeds(period)) => self.extend(period),
            (None, Judgement::Within) if at > self.last_at() => Self { continuing: false, ..self },
            (None, Judgement::Within | Judgement::NotJudged(_)) => self,
        }
    }

    /// Whether a period at that time is one of those kept.
    pub fn knows(&self, at: Timestamp) -> bool {
        self.periods.iter().any(|period| period.at == at)
    }

    /// Whether a late exceedance at that time belongs to this one: it lies right beside a kept period, or, while the
    /// exceedance goes on, within a day before it, for what lies between may be lost or still on its way.
    pub fn reaches(&self, at: Timestamp) -> bool {
        let (beside, before) = match self.limit.averaging {
            Averaging::Instant | Averaging::Hour => (HOUR_MS, DAY_MS),
            Averaging::Day => (DAY_MS, 3 * DAY_MS),
        };
        let apart = |period: &Period| (period.at.as_millis() - at.as_millis()).abs();
        let first = self.periods.first().map_or(self.worst.at, |period| period.at);
        self.periods.iter().any(|period| apart(period) <= beside)
            || self.continuing && at.as_millis() >= first.as_millis() - before
    }

    /// The latest period found.
    pub fn last_at(&self) -> Timestamp {
        self.periods.last().map_or(self.worst.at, |period| period.at)
    }

    /// How many of the kept periods no longer exceed the limit after late data came.
    pub fn withdrawn(&self) -> usize {
        self.periods.iter().filter(|period| self.standing(period.at) != Standing::Exceeds).count()
    }

    /// What a kept period came to when it was last judged.
    pub fn standing(&self, at: Timestamp) -> Standing {
        self.last_correction(at).map_or(Standing::Exceeds, |correction| correction.standing)
    }

    /// On which side of what it permits the worst value lies.
    pub fn side(&self) -> Side {
        let low = self.limit.lower.is_some_and(|low| self.worst.value < low);
        if low { Side::Below } else { Side::Above }
    }

    /// The number that the worst value lies beyond: the upper limit, or the lower one.
    pub fn bound(&self) -> Decimal {
        let lower = self.limit.lower.filter(|_| self.side() == Side::Below);
        lower.unwrap_or(self.limit.upper)
    }

    /// 1 and the share of the limit by which the worst value lies beyond it; 1.0 is the limit itself. Above it this is how
    /// many times the limit the value is. For sorting and display only.
    pub fn ratio(&self) -> f64 {
        let (worst, bound) = (self.worst.value.to_f64(), self.bound().to_f64());
        if bound == 0.0 { 0.0 } else { 1.0 + ((worst - bound) / bound).abs() }
    }

    /// Judges what was kept again by the kept rule and limit, periods and corrections alike: true if every mean is made of
    /// its minutes still and everything comes to what it came to.
    pub fn replay(&self) -> bool {
        let same = |evidence: &Evidence, standing| {
            let judgement = judging::judge(&self.limit, evidence);
            evidence.adds_up() && Standing::from(&judgement) == standing
        };
        self.rule == RULE
            && self.periods.iter().all(|period| same(&period.evidence(), Standing::Exceeds))
            && self.corrections.iter().all(|made| same(&made.after, made.standing))
    }

    fn last_correction(&self, at: Timestamp) -> Option<&Correction> {
        self.corrections.iter().rev().find(|correction| correction.at == at)
    }

    /// What a kept period was judged by last.
    fn known(&self, at: Timestamp) -> Option<Evidence> {
        let period = self.periods.iter().find(|period| period.at == at)?;
        let corrected = self.last_correction(at).map(|correction| correction.after.clone());
        Some(corrected.unwrap_or_else(|| period.evidence()))
    }

    /// Adds a further period of the same exceedance.
    fn extend(mut self, period: Period) -> Self {
        let full = self.periods.len() >= PERIODS_MAX;
        if full && period.at <= self.last_at() {
            // Whether it was counted when it came can no longer be told.
            return self;
        }
        if self.often_enough(&period) {
            return self;
        }
        self.count = self.count.saturating_add(1);
        if distance(&self.limit, &period) > distance(&self.limit, &self.worst) {
            self.worst = period.clone();
        }
        if full {
            self.periods.pop();
        }
        self.periods.push(period);
        self.periods.sort_by_key(|period| period.at);
        let old = self.periods.len().saturating_sub(MADE_OF_MAX);
        self.periods.iter_mut().take(old).for_each(|period| period.made_of.clear());
        self
    }

    /// Instants come every half minute: one that lies near a kept one and is no worse says nothing new.
    fn often_enough(&self, period: &Period) -> bool {
        let near = |known: &Period| {
            (known.at.as_millis() - period.at.as_millis()).abs() < judging::INSTANT_AGAIN_MS
        };
        self.limit.averaging == Averaging::Instant
            && distance(&self.limit, period) <= distance(&self.limit, &self.worst)
            && self.periods.iter().any(near)
    }

    /// Notes that late data changed a kept period.
    fn correct(
        mut self,
        before: Evidence,
        after: Evidence,
        judgement: &Judgement,
        now: Timestamp,
    ) -> Self {
        let (old, new) = (&before.reading, &after.reading);
        if (old.value, old.converted, old.flag) == (new.value, new.converted, new.flag) {
            return self;
        }
        let standing = Standing::from(judgement);
        let at = new.at;
        if standing != Standing::Exceeds && at == self.last_at() {
            self.continuing = false;
        }
        if self.corrections.len() >= CORRECTIONS_MAX {
            self.corrections.remove(0);
        }
        self.corrections.push(Correction { at, corrected_at: now, before, after, standing });
        self.worst = self.worst_now().unwrap_or(self.worst);
        self
    }

    /// The worst of the kept periods as they stand now; none where none exceeds any more.
    fn worst_now(&self) -> Option<Period> {
        let as_it_stands = |period: &Period| match self.last_correction(period.at) {
            None => Some(period.clone()),
            Some(correction) => match judging::judge(&self.limit, &correction.after) {
                Judgement::Exceeds(period) => Some(period),
                Judgement::NotConcerned | Judgement::NotJudged(_) | Judgement::Within => None,
            },
        };
        let standing = self.periods.iter().filter_map(as_it_stands);
        standing.max_by(|a, b| distance(&self.limit, a).total_cmp(&distance(&self.limit, b)))
    }
}

/// How far beyond the limit, in the limit's unit; for choosing the worst period only.
fn distance(limit: &Limit, period: &Period) -> f64 {
    let value = period.value.to_f64();
    let above = value - limit.upper.to_f64();
    let below = limit.lower.map_or(f64::MIN, |low| low.to_f64() - value);
    above.max(below)
}
