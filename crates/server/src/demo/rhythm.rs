//! What an outlet shows at a time: production rhythm, noise, marks and gaps. The history and the simulated loggers ask the
//! same function, so that yesterday and today fit together. Whole numbers only: a debug build makes 16 million of them.

use super::random::mix;
use super::trades::{Shift, Watch};
use domain::Timestamp;
use domain::outlet::Logger;
use domain::reading::{DataFlag, Decimal, Factor, Measured, Reading, ReadingKind};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
const SHANGHAI_MS: i64 = 8 * HOUR_MS;

/// An outlet as the simulation knows it.
#[derive(Debug, Clone)]
pub(super) struct Station {
    pub(super) logger: Logger,
    pub(super) water: bool,
    pub(super) shift: Shift,
    pub(super) watches: &'static [Watch],
    /// Its own luck.
    pub(super) seed: u64,
    /// When it shows more than it should.
    pub(super) excesses: Vec<Excess>,
}

/// A time in which a factor shows more than usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Excess {
    /// Which of the station's watches.
    pub(super) watch: usize,
    pub(super) from: Timestamp,
    /// Up to before this instant.
    pub(super) to: Timestamp,
    /// How much of the limit is reached, per cent.
    pub(super) per_cent: i64,
}

/// Working days by the calendar, from a first day on; beyond them, Monday to Saturday.
#[derive(Debug, Clone)]
pub(super) struct Days {
    first: i64,
    working: Vec<bool>,
}

impl Days {
    /// `count` days from the one that holds `from`.
    pub(super) fn of(calendar: &domain::calendar::Calendar, from: Timestamp, count: usize) -> Self {
        let day = |n: usize| from.plus_millis(n as i64 * DAY_MS).date();
        let working = (0..count).map(|n| calendar.is_workday(day(n)).0).collect();
        Self { first: day_number(from), working }
    }

    fn working(&self, at: Timestamp) -> bool {
        let day = day_number(at);
        let known = usize::try_from(day - self.first).ok().and_then(|n| self.working.get(n));
        // 1970-01-01 was a Thursday.
        known.copied().unwrap_or((day + 3).rem_euclid(7) < 6)
    }
}

fn day_number(at: Timestamp) -> i64 {
    (at.as_millis() + SHANGHAI_MS).div_euclid(DAY_MS)
}

impl Station {
    /// The reading of one factor for a period that starts at `at`; none where the device was not heard.
    pub(super) fn reading(
        &self,
        watch: usize,
        kind: ReadingKind,
        at: Timestamp,
        days: &Days,
    ) -> Option<Reading> {
        let spec = self.watches.get(watch)?;
        let hour = at.as_millis().div_euclid(HOUR_MS);
        let luck = mix(self.seed ^ hour.cast_unsigned());
        // What a story tells of was measured: no gap, no mark.
        let told = self.excess(watch, at).is_some();
        if luck.is_multiple_of(211) && kind == ReadingKind::Hour && !told {
            return None;
        }
        let load = self.load(at, days);
        let flag = if told { DataFlag::Normal } else { flag(luck, load, hour, self.seed) };
        let value = self.value(watch, spec, at, load);
        let decimal = |mantissa| Decimal { mantissa, scale: spec.scale };
        let spread = |per_mille: i64| decimal(value * per_mille / 1_000);
        let instant = kind == ReadingKind::Realtime;
        Some(Reading {
            mn: self.logger.mn.clone(),
            factor: Factor::from(spec.factor),
            kind,
            at,
            value: match flag {
                DataFlag::Normal => Measured::Valid { value: decimal(value) },
                _ => Measured::Invalid { value: decimal(value) },
            },
            // Converted to the reference oxygen: a little more than measured, as it usually is.
            converted: spec.converted.then(|| decimal(value * 104 / 100)),
            min: (!instant).then(|| spread(870)),
            max: (!instant).then(|| spread(1_160)),
            total: None,
            flag,
        })
    }

    fn excess(&self, watch: usize, at: Timestamp) -> Option<&Excess> {
        let covers =
            |excess: &&Excess| excess.watch == watch && excess.from <= at && at < excess.to;
        self.excesses.iter().find(covers)
    }

    /// How much is being made, per mille.
    fn load(&self, at: Timestamp, days: &Days) -> i64 {
        let hour = (at.as_millis() + SHANGHAI_MS).rem_euclid(DAY_MS) / HOUR_MS;
        let works = days.working(at);
        match self.shift {
            Shift::Continuous if (1..6).contains(&hour) => 880,
            Shift::Continuous => 1_000,
            Shift::Two if (6..22).contains(&hour) => {
                if works {
                    1_000
                } else {
                    620
                }
            }
            Shift::Two => 280,
            Shift::Day if works && (8..18).contains(&hour) => 1_000,
            Shift::Day => 0,
        }
    }

    fn value(&self, watch: usize, spec: &Watch, at: Timestamp, load: i64) -> i64 {
        let hour = at.as_millis().div_euclid(HOUR_MS).cast_unsigned();
        let mine = self.seed ^ (watch as u64) << 7;
        let swing = |number: u64, width: i64| {
            (mix(mine ^ number) % (2 * width.unsigned_abs())) as i64 - width
        };
        let slow = swing(hour / 9, 110);
        let fast = swing(at.as_millis().div_euclid(30_000).cast_unsigned() << 20, 60);
        let level = 1_000 + swing(0, 160) + slow + fast;
        // pH hardly follows production; everything else does.
        let made = if spec.factor == "w01001" { 1_000 } else { 560 + load * 44 / 100 };
        let usual = if spec.factor == "w01001" {
            spec.usual + spec.usual * (slow + fast) / 4_000
        } else {
            spec.usual * made / 1_000 * level / 1_000
        };
        match self.excess(watch, at).zip(spec.limit) {
            Some((excess, (limit, ..))) => beyond(limit, spec.scale, excess.per_cent) + usual / 40,
            None => usual,
        }
    }
}

/// So many per cent of a limit, in units of the last digit.
fn beyond(limit: &str, scale: u8, per_cent: i64) -> i64 {
    let limit: Decimal = limit.parse().unwrap_or(Decimal { mantissa: 0, scale: 0 });
    let shift = |n: u8| 10_i64.pow(u32::from(n));
    limit.mantissa * shift(scale) / shift(limit.scale) * per_cent / 100
}

/// The mark: an hour of calibration each week, maintenance now and then, standing still when nothing is made.
fn flag(luck: u64, load: i64, hour: i64, seed: u64) -> DataFlag {
    if load == 0 {
        DataFlag::Stopped
    } else if hour.rem_euclid(168).cast_unsigned() == seed % 168 {
        DataFlag::Calibration
    } else if luck % 500 == 3 {
        DataFlag::Maintenance
    } else {
        DataFlag::Normal
    }
}
