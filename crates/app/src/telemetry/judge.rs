//! Behind the acknowledgement: readings are held against limits in order, and a lead is raised when something changes.
//!
//! What continues is kept in memory, so that a reading within its limit costs no look at the database.

use super::TELEMETRY;
use super::hours::Turned;
use super::register::{Device, Register};
use crate::leads::{self, Signal};
use crate::{Action, Cx, Error};
use domain::judging::{Judgement, Period, judge};
use domain::outlet::{Averaging, Limit};
use domain::reading::{Decimal, Mn, Reading, ReadingKind};
use domain::{LimitId, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc};

/// An instant exceedance that goes on is told again when it gets worse, or after so long; each time is a record line.
const INSTANT_AGAIN_MS: i64 = 10 * 60_000;
/// A judgement that cannot be written is tried again after these times; then the counter says that one is missing.
const AGAIN: [Duration; 4] = [
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(20),
];

/// Readings of one frame on their way to be judged.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) device: Arc<Device>,
    pub(super) readings: Vec<Reading>,
}

/// Holds readings against limits.
pub(super) struct Judge {
    cx: Cx,
    continuing: Mutex<HashMap<LimitId, Continuing>>,
}

/// An exceedance that goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Continuing {
    /// The latest period beyond the limit.
    last_at: Timestamp,
    /// The latest one a lead was told of.
    told_at: Timestamp,
    /// The worst value a lead was told of.
    worst: Decimal,
}

impl Judge {
    /// Takes up what continued when the platform last stopped.
    pub(super) async fn begin(cx: &Cx) -> Result<Self, Error> {
        let permit = cx.authorize(&TELEMETRY, Action::LeadRaise)?;
        let mut tx = permit.read().await?;
        let mut continuing = HashMap::new();
        for lead in store::leads::all_continuing(&mut tx).await? {
            let last = lead.finding.periods.iter().map(|period| period.at).max();
            let at = last.unwrap_or(lead.raised_at);
            let worst = lead.finding.worst.value;
            continuing
                .insert(lead.finding.limit.id, Continuing { last_at: at, told_at: at, worst });
        }
        Ok(Self { cx: cx.clone(), continuing: Mutex::new(continuing) })
    }

    /// Judges the latest hour and day of each device again: the platform may have stopped after it acknowledged them
    /// and before it judged them. What was judged before changes nothing.
    pub(super) async fn catch_up(&self, register: &Register) {
        for device in register.devices().filter(|device| !device.limits.is_empty()) {
            let latest = match self.cx.archive().latest(&device.logger.mn).await {
                Ok(latest) => latest,
                Err(error) => {
                    // An archive that cannot be read must not keep the platform from starting.
                    self.cx.pulse().counters().unjudged();
                    let mn = &device.logger.mn;
                    tracing::error!(%error, %mn, "the latest readings are not judged again");
                    continue;
                }
            };
            let judged = |one: &&Reading| matches!(one.kind, ReadingKind::Hour | ReadingKind::Day);
            for reading in latest.iter().filter(judged) {
                self.hold(device, reading).await;
            }
        }
    }

    /// Judges what is queued until every intake is gone.
    pub(super) async fn run(
        self: Arc<Self>,
        mut waiting: mpsc::Receiver<Judged>,
        turned: mpsc::Sender<Turned>,
    ) {
        let mut hours: HashMap<Mn, Timestamp> = HashMap::new();
        while let Some(Judged { device, readings }) = waiting.recv().await {
            for reading in &readings {
                self.hold(&device, reading).await;
            }
            let minute = readings.iter().find(|reading| reading.kind == ReadingKind::Minute);
            let Some(hour) = minute.and_then(|reading| turn(&mut hours, reading)) else {
                continue;
            };
            if turned.send(Turned { device, hour }).await.is_err() {
                return;
            }
        }
    }

    /// Holds one reading against every limit that speaks of it.
    pub(super) async fn hold(&self, device: &Device, reading: &Reading) {
        let limits = device.limits.iter().filter(|limit| limit.factor == reading.factor);
        for limit in limits {
            self.cx.pulse().counters().judged();
            let Some((signal, next)) = self.consider(limit, reading).await else {
                continue;
            };
            let told = self.tell(device, limit, signal).await;
            if !told {
                self.cx.pulse().counters().unjudged();
                continue;
            }
            let mut continuing = self.continuing.lock().await;
            match next {
                Some(next) => continuing.insert(limit.id, next),
                None => continuing.remove(&limit.id),
            };
        }
    }

    /// The signal a reading gives, and what continues after it; none where nothing changes.
    async fn consider(
        &self,
        limit: &Limit,
        reading: &Reading,
    ) -> Option<(Signal, Option<Continuing>)> {
        let judgement = judge(limit, reading);
        let mut continuing = self.continuing.lock().await;
        let known = continuing.get_mut(&limit.id);
        match (judgement, known) {
            (Judgement::NotConcerned | Judgement::NotJudged(_), _) | (Judgement::Within, None) => {
                None
            }
            // A late reading of an earlier time does not end what came after it.
            (Judgement::Within, Some(known)) => {
                (reading.at > known.last_at).then_some((Signal::Within, None))
            }
            (Judgement::Exceeds(period), None) => {
                let (at, worst) = (period.at, period.value);
                let next = Continuing { last_at: at, told_at: at, worst };
                Some((Signal::Exceeded(period), Some(next)))
            }
            (Judgement::Exceeds(period), Some(known)) => {
                known.last_at = known.last_at.max(period.at);
                let next = known.after(limit, &period)?;
                Some((Signal::Exceeded(period), Some(next)))
            }
        }
    }

    /// Raises the lead or goes on with it; tries again when the database does not take it.
    async fn tell(&self, device: &Device, limit: &Limit, signal: Signal) -> bool {
        let mut waits = AGAIN.iter();
        loop {
            let raised = leads::raise(&self.cx, &TELEMETRY, &device.outlet, limit, signal.clone());
            let error = match raised.await {
                Ok(_) => return true,
                Err(error) => error,
            };
            let Some(wait) = waits.next() else {
                tracing::error!(%error, limit = %limit.id, "a judgement is not written");
                return false;
            };
            tracing::warn!(%error, limit = %limit.id, "a judgement is tried again");
            tokio::time::sleep(*wait).await;
        }
    }

    /// The context.
    pub(super) fn cx(&self) -> &Cx {
        &self.cx
    }
}

impl Continuing {
    /// What continues after a further period, if the lead is to be told of it.
    fn after(self, limit: &Limit, period: &Period) -> Option<Self> {
        let above = period.value > self.worst && period.value > limit.upper;
        let below = period.value < self.worst && limit.lower.is_some_and(|low| period.value < low);
        let due = match limit.averaging {
            Averaging::Hour | Averaging::Day => true,
            Averaging::Instant => {
                above
                    || below
                    || period.at.as_millis() - self.told_at.as_millis() >= INSTANT_AGAIN_MS
            }
        };
        let worst = if above || below { period.value } else { self.worst };
        due.then_some(Self { last_at: self.last_at, told_at: period.at, worst })
    }
}

/// The hour that is over, when a minute reading begins another. The first one after a start ends the hour before it.
fn turn(hours: &mut HashMap<Mn, Timestamp>, minute: &Reading) -> Option<Timestamp> {
    let hour = minute.at.hour_start();
    let over = match hours.get(&minute.mn) {
        Some(known) if *known >= hour => return None,
        Some(known) => *known,
        None => hour.plus_millis(-3_600_000),
    };
    hours.insert(minute.mn.clone(), hour);
    Some(over)
}
