//! The hour that a device does not send: made of its minutes once the hour is over, and judged like any other.

use super::judge::Judge;
use super::register::Device;
use crate::Error;
use crate::ports::ReadingQuery;
use domain::Timestamp;
use domain::judging::hourly_mean;
use domain::reading::{Factor, Reading, ReadingKind};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::mpsc;

/// Hours that may wait: those of a large city's devices, which all turn at once.
pub(super) const QUEUE: usize = 8_192;
/// Minutes of an hour of one device that are looked at: 60 of 40 factors.
const MINUTES_MAX: usize = 2_400;
/// A device that sent an hour of its own within this time sends its own hours.
const OWN_HOURS_MS: i64 = 3 * 3_600_000;
const HOUR_MS: i64 = 3_600_000;

/// An hour of a device that is over.
#[derive(Debug)]
pub(super) struct Turned {
    pub(super) device: Arc<Device>,
    pub(super) hour: Timestamp,
}

/// Judges the hours that are over until nothing more can come.
pub(super) async fn run(judge: Arc<Judge>, mut turned: mpsc::Receiver<Turned>) {
    while let Some(Turned { device, hour }) = turned.recv().await {
        match means(&judge, &device, hour).await {
            Ok(hours) => {
                for reading in &hours {
                    judge.hold(&device, reading).await;
                }
            }
            Err(error) => {
                judge.cx().pulse().counters().unjudged();
                tracing::error!(%error, mn = %device.logger.mn, "an hour could not be judged");
            }
        }
    }
}

/// The hourly means of every factor with a limit; none where the device sends its own.
async fn means(judge: &Judge, device: &Device, hour: Timestamp) -> Result<Vec<Reading>, Error> {
    let archive = judge.cx().archive();
    let mn = &device.logger.mn;
    let sends_own = archive.latest(mn).await?.iter().any(|reading| {
        reading.kind == ReadingKind::Hour
            && reading.at.as_millis() >= hour.as_millis() - OWN_HOURS_MS
    });
    if sends_own {
        return Ok(Vec::new());
    }
    let minutes = archive
        .readings(ReadingQuery {
            mn: mn.clone(),
            factor: None,
            kind: ReadingKind::Minute,
            from: hour,
            to: hour.plus_millis(HOUR_MS),
            limit: MINUTES_MAX,
        })
        .await?;
    let mut by_factor: BTreeMap<Factor, Vec<Reading>> = BTreeMap::new();
    for minute in minutes.into_iter().filter(|minute| device.judges(minute)) {
        by_factor.entry(minute.factor.clone()).or_default().push(minute);
    }
    let mean = |minutes: &Vec<Reading>| hourly_mean(minutes, minutes_each(minutes));
    Ok(by_factor.values().filter_map(mean).collect())
}

/// How many minutes each reading stands for: the least distance between two, 1 to 30 (HJ 212 CN 1064).
fn minutes_each(readings: &[Reading]) -> u32 {
    let distance = |pair: &[Reading]| pair[1].at.as_millis() - pair[0].at.as_millis();
    let least = readings.windows(2).map(distance).filter(|ms| *ms > 0).min();
    least.map_or(1, |ms| (ms / 60_000).clamp(1, 30) as u32)
}
