//! A year of hours and days as the archive imports it: made by one thread while another writes.

use super::rhythm::{Days, Station};
use domain::Timestamp;
use domain::outlet::Averaging;
use domain::reading::{Reading, ReadingKind};
use std::sync::mpsc;
use std::thread;

const HOUR_MS: i64 = 3_600_000;
/// Readings handed over at once, and how many such bundles may wait.
const BUNDLE: usize = 8_192;
const WAITING: usize = 8;

/// Every reading of every station from `from` up to before `to`, device by device, ascending in time.
pub(super) fn readings(
    stations: Vec<Station>,
    days: Days,
    from: Timestamp,
    to: Timestamp,
) -> impl Iterator<Item = Reading> + Send {
    let (sender, receiver) = mpsc::sync_channel(WAITING);
    // It ends when everything is made, or when nobody takes it any more.
    thread::spawn(move || make(&stations, &days, from, to, &sender));
    receiver.into_iter().flatten()
}

fn make(
    stations: &[Station],
    days: &Days,
    from: Timestamp,
    to: Timestamp,
    sender: &mpsc::SyncSender<Vec<Reading>>,
) {
    let mut bundle = Vec::with_capacity(BUNDLE);
    for station in stations {
        for (watch, spec) in station.watches.iter().enumerate() {
            let daily = spec.limit.is_some_and(|(_, _, averaging)| averaging == Averaging::Day);
            let hours = steps(from, to, HOUR_MS).map(|at| (ReadingKind::Hour, at));
            let first_day = Timestamp::start_of(from.date());
            let whole_days = steps(first_day, to, 24 * HOUR_MS).map(|at| (ReadingKind::Day, at));
            let wanted = whole_days.filter(|(_, at)| daily && at.plus_millis(24 * HOUR_MS) <= to);
            for (kind, at) in hours.chain(wanted) {
                bundle.extend(station.reading(watch, kind, at, days));
                if bundle.len() >= BUNDLE {
                    let full = std::mem::replace(&mut bundle, Vec::with_capacity(BUNDLE));
                    if sender.send(full).is_err() {
                        return;
                    }
                }
            }
        }
    }
    drop(sender.send(bundle));
}

fn steps(from: Timestamp, to: Timestamp, step: i64) -> impl Iterator<Item = Timestamp> {
    let count = ((to.as_millis() - from.as_millis()) / step).max(0);
    (0..count).map(move |n| from.plus_millis(n * step))
}

#[cfg(test)]
mod tests {
    use super::super::plants;
    use super::*;
    use domain::calendar::Calendar;
    use domain::reading::DataFlag;

    #[test]
    fn a_week_has_marks_gaps_and_a_rhythm_but_no_excess_of_its_own() {
        let plants = plants::make().unwrap();
        let from = Timestamp::start_of(jiff::civil::date(2026, 9, 7));
        let to = from.plus_millis(7 * 24 * HOUR_MS);
        let days = Days::of(&Calendar::shipped().unwrap(), from, 7);
        let stations: Vec<_> = plants.stations.into_iter().take(60).collect();
        let watches: usize = stations.iter().map(|station| station.watches.len()).sum();
        let all: Vec<_> = readings(stations.clone(), days.clone(), from, to).collect();
        let hours = all.iter().filter(|reading| reading.kind == ReadingKind::Hour).count();
        assert!(hours < watches * 168 && hours > watches * 160, "{hours} of {}", watches * 168);
        let marked = |flag| all.iter().filter(|reading| reading.flag == flag).count();
        assert!(marked(DataFlag::Calibration) > 0 && marked(DataFlag::Maintenance) > 0);
        for reading in &all {
            let station = stations.iter().find(|station| station.logger.mn == reading.mn).unwrap();
            let outlet = station.logger.outlet;
            for limit in plants.limits.iter().filter(|limit| limit.outlet == outlet) {
                let judged = domain::judging::judge(limit, &reading.clone().into());
                let exceeds = matches!(judged, domain::judging::Judgement::Exceeds(_));
                assert!(!exceeds, "{reading:?} exceeds {limit:?}");
            }
        }
        let again: Vec<_> = readings(stations, days, from, to).collect();
        assert!(all == again, "the same in every run");
    }
}
