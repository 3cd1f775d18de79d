//! Hours judged from what the archive holds: the device's own mean, or the one made of its minutes where it sends none.

use super::agenda::Due;
use super::judge::Judge;
use super::register::Device;
use crate::ports::ReadingQuery;
use crate::{Cx, Error};
use domain::Timestamp;
use domain::judging::Evidence;
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

/// What is to be done, in this order.
#[derive(Debug)]
pub(super) enum Order {
    /// Judge an hour.
    Judge(Due),
    /// Everything received before this instant is judged once the hours before this order are.
    Through(Timestamp),
}

/// Judges the hours that are due until nothing more can come.
pub(super) async fn run(judge: Arc<Judge>, mut orders: mpsc::Receiver<Order>) {
    while let Some(order) = orders.recv().await {
        match order {
            Order::Judge(Due { device, hour }) => match evidence(judge.cx(), &device, hour).await {
                Ok(hours) => {
                    for evidence in hours {
                        judge.hold(&device, evidence).await;
                    }
                }
                Err(error) => {
                    judge.failed();
                    tracing::error!(%error, mn = %device.logger.mn, "an hour could not be judged");
                }
            },
            Order::Through(at) => judge.note_through(at).await,
        }
    }
}

/// The hour of every factor with a limit. Of several readings with one key the archive counts the first, so that what is
/// judged does not depend on when it is judged.
async fn evidence(cx: &Cx, device: &Device, hour: Timestamp) -> Result<Vec<Evidence>, Error> {
    let own = stored(cx, device, ReadingKind::Hour, hour).await?;
    let minutes = match own_is_awaited(cx, device, hour).await? {
        true => Vec::new(),
        false => stored(cx, device, ReadingKind::Minute, hour).await?,
    };
    let mut by_factor: BTreeMap<Factor, Vec<Reading>> = BTreeMap::new();
    for minute in minutes.into_iter().filter(|minute| device.judges(minute)) {
        by_factor.entry(minute.factor.clone()).or_default().push(minute);
    }
    let mut hours: BTreeMap<Factor, Evidence> = BTreeMap::new();
    for (factor, minutes) in by_factor {
        let made = Evidence::of_minutes(&minutes);
        hours.extend(made.map(|made| (factor, made)));
    }
    let own = own.into_iter().filter(|reading| device.judges(reading));
    hours.extend(own.map(|reading| (reading.factor.clone(), Evidence::from(reading))));
    Ok(hours.into_values().collect())
}

async fn stored(
    cx: &Cx,
    device: &Device,
    kind: ReadingKind,
    hour: Timestamp,
) -> Result<Vec<Reading>, Error> {
    let (mn, to) = (device.logger.mn.clone(), hour.plus_millis(HOUR_MS));
    let query = ReadingQuery { mn, factor: None, kind, from: hour, to, limit: MINUTES_MAX };
    Ok(cx.archive().readings(query).await?)
}

/// Whether the device's own hour is likely still on its way: it sends its own, lately, and none of or after this hour yet.
async fn own_is_awaited(cx: &Cx, device: &Device, hour: Timestamp) -> Result<bool, Error> {
    let latest = cx.archive().latest(&device.logger.mn).await?;
    let own = latest.iter().filter(|reading| reading.kind == ReadingKind::Hour);
    let last = own.map(|reading| reading.at).max();
    let lately = |last: Timestamp| last.as_millis() >= hour.as_millis() - OWN_HOURS_MS;
    let patience = hour.as_millis() + OWN_HOURS_MS > cx.now().as_millis();
    Ok(patience && last.is_some_and(|last| last < hour && lately(last)))
}
