//! Behind the acknowledgement: readings are held against limits in order, and a lead is raised when something changes.
//!
//! What continues is kept in memory, so that a reading within its limit costs no look at the database. A reading of a time
//! that was judged already is late: then the database is asked which lead it concerns.

use super::TELEMETRY;
use super::agenda::{Agenda, Due};
use super::doubts::counted;
use super::draft::Part;
use super::hours::Order;
use super::register::Device;
use super::sets::Sets;
use crate::leads::{self, Signal};
use crate::{Action, Cx, Error};
use domain::judging::{Evidence, INSTANT_AGAIN_MS, Judgement, Period, judge};
use domain::lead::Lead;
use domain::outlet::{Averaging, Limit};
use domain::reading::{Decimal, FrameFault, Reading, ReadingKind};
use domain::{LeadId, LimitId, Timestamp};
use parking_lot::Mutex;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

/// A frame reaches its judge within this time after it was received; the mark stays so far behind.
const ON_THE_WAY_MS: i64 = 120_000;
/// How often it is noted how far everything is judged.
const NOTED_EVERY_MS: i64 = 30_000;
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
    pub(super) received_at: Timestamp,
    pub(super) readings: Vec<Reading>,
    /// They contradict what was stored before: which of them counts, the archive says.
    pub(super) doubted: bool,
    /// Which part of a split message they came in.
    pub(super) part: Option<Part>,
}

/// How patient judging is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// How often hours that are due are looked for.
    pub(super) look: Duration,
    /// How long parts of a split message wait for each other, milliseconds.
    pub(super) parts_ms: i64,
}

/// Holds readings against limits.
pub(super) struct Judge {
    cx: Cx,
    known: Mutex<HashMap<LimitId, Known>>,
    /// A judgement is missing: what was received since the last mark is to be judged again at the next start.
    missing: AtomicBool,
}

/// What is known of a limit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Known {
    /// The latest period that was judged.
    last_at: Option<Timestamp>,
    /// The exceedance that goes on.
    continuing: Option<Continuing>,
}

/// An exceedance that goes on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Continuing {
    lead: LeadId,
    /// The latest period the lead was told of.
    told_at: Timestamp,
    /// The worst value the lead was told of.
    worst: Decimal,
}

impl Judge {
    /// Takes up what continued when the platform last stopped.
    pub(super) async fn begin(cx: &Cx) -> Result<Self, Error> {
        let permit = cx.authorize(&TELEMETRY, Action::LeadRaise)?;
        let mut tx = permit.read().await?;
        let mut known = HashMap::new();
        for lead in store::leads::all_continuing(&mut tx).await? {
            let Some(finding) = lead.exceedance() else {
                continue;
            };
            let (last_at, continuing) = (Some(finding.last_at()), Continuing::of(&lead));
            known.insert(finding.limit.id, Known { last_at, continuing });
        }
        let missing = AtomicBool::new(false);
        Ok(Self { cx: cx.clone(), known: Mutex::new(known), missing })
    }

    /// Judges what is queued until every intake is gone. With each tick come the hours that are due.
    pub(super) async fn run(
        self: Arc<Self>,
        mut waiting: mpsc::Receiver<Judged>,
        orders: mpsc::Sender<Order>,
        mut agenda: Agenda,
        pace: Pace,
    ) {
        let mut sets = Sets::new(pace.parts_ms);
        let mut ticks = tokio::time::interval(pace.look);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut looked_at, mut noted_at) = (self.cx.now(), self.cx.now());
        loop {
            let mut next = Vec::new();
            tokio::select! {
                came = waiting.recv() => match came {
                    Some(judged) => if let Some(whole) = sets.offer(judged) {
                        next.extend(self.take(&mut agenda, whole).await);
                    },
                    None => break,
                },
                _ = ticks.tick() => {
                    for parts in sets.expire(self.cx.now()) {
                        self.incomplete(&parts);
                        next.extend(self.take(&mut agenda, parts).await);
                    }
                    next.extend(agenda.due(self.cx.now()).into_iter().map(Order::Judge));
                    // Late hours that came since the last look may wait until the next one.
                    let (before, now) = (looked_at, self.cx.now());
                    looked_at = now;
                    if now.as_millis() - noted_at.as_millis() >= NOTED_EVERY_MS {
                        let waited_ms = ON_THE_WAY_MS.saturating_add(pace.parts_ms);
                        next.push(Order::Through(before.plus_millis(-waited_ms)));
                        noted_at = now;
                    }
                }
            }
            for order in next {
                if orders.send(order).await.is_err() {
                    return;
                }
            }
        }
        // Nothing more can come: what waits for its other parts is judged as what it is.
        let mut last = Vec::new();
        for parts in sets.expire(Timestamp::from_millis(i64::MAX)) {
            self.incomplete(&parts);
            last.extend(self.take(&mut agenda, parts).await);
        }
        last.extend(agenda.all_late().map(Order::Judge));
        for order in last.into_iter().chain([Order::Through(self.cx.now())]) {
            if orders.send(order).await.is_err() {
                return;
            }
        }
    }

    /// Parts of a message never came: a fault of the device, shown to the operator.
    fn incomplete(&self, parts: &Judged) {
        let mn = &parts.device.logger.mn;
        self.cx.pulse().fault(Some(mn), FrameFault::PartsMissing, self.cx.now());
    }

    /// Judges what can be judged by itself; gives the hours that are over.
    async fn take(&self, agenda: &mut Agenda, judged: Judged) -> Option<Order> {
        let Judged { device, readings, doubted, .. } = judged;
        let mut over: Option<Due> = None;
        for reading in readings {
            if doubted && reading.kind != ReadingKind::Minute {
                self.contradicted(&device, &reading).await;
            }
            match reading.kind {
                ReadingKind::Minute if !doubted => {
                    over = agenda.minute(&device, reading.at).or(over);
                }
                ReadingKind::Hour if !doubted && !self.was_judged(&device, &reading) => {
                    self.hold(&device, reading.into()).await;
                }
                ReadingKind::Minute | ReadingKind::Hour => agenda.again(&device, reading.at),
                ReadingKind::Realtime | ReadingKind::Day if doubted => {}
                ReadingKind::Realtime | ReadingKind::Day => {
                    self.hold(&device, reading.into()).await;
                }
            }
        }
        over.map(Order::Judge)
    }

    /// Whether a limit was held against this time, or a later one, before.
    fn was_judged(&self, device: &Device, reading: &Reading) -> bool {
        let known = self.known.lock();
        let judged = |limit: &&Limit| {
            known.get(&limit.id).and_then(|known| known.last_at).is_some_and(|at| at >= reading.at)
        };
        device.limits_of(reading).any(|limit| judged(&limit))
    }

    /// Holds one period against every limit that speaks of it.
    pub(super) async fn hold(&self, device: &Device, evidence: Evidence) {
        for limit in device.limits_of(&evidence.reading) {
            self.hold_against(device, limit, &evidence).await;
        }
    }

    async fn hold_against(&self, device: &Device, limit: &Limit, evidence: &Evidence) {
        self.cx.pulse().counters().judged();
        let judgement = judge(limit, evidence);
        let Some(late) = self.news(limit, &evidence.reading, &judgement) else {
            return;
        };
        let signal = Signal { evidence: evidence.clone(), late };
        match self.tell(device, limit, signal).await {
            Some(lead) => self.remember(limit, &evidence.reading, lead),
            None => self.failed(),
        }
    }

    /// What contradicts an earlier reading of the same time. The first goes on counting; but where the other one is beyond a
    /// limit and the first is not, somebody must look at both.
    pub(super) async fn contradicted(&self, device: &Device, reading: &Reading) {
        let first = match counted(&self.cx, reading).await {
            Ok(first) => first,
            Err(error) => {
                self.failed();
                let mn = &reading.mn;
                return tracing::error!(%error, %mn, "a contradiction could not be judged");
            }
        };
        let Some(first) = first else { return };
        if first.agrees(reading) {
            // Another factor of its frame is the one that contradicts.
            return self.hold(device, reading.clone().into()).await;
        }
        let said = Evidence::from(first.clone());
        let evidence = Evidence { first: Some(first), ..reading.clone().into() };
        let exceeds = |limit: &Limit, it| matches!(judge(limit, it), Judgement::Exceeds(_));
        for limit in device.limits_of(reading) {
            if exceeds(limit, &evidence) && !exceeds(limit, &said) {
                self.hold_against(device, limit, &evidence).await;
            }
        }
    }

    /// Whether the leads must hear of a judgement, and then whether a later period was judged before it.
    fn news(&self, limit: &Limit, reading: &Reading, judgement: &Judgement) -> Option<bool> {
        let mut all = self.known.lock();
        let known = all.entry(limit.id).or_default();
        let order = known.last_at.map_or(Ordering::Greater, |last| reading.at.cmp(&last));
        let counts = matches!(judgement, Judgement::Exceeds(_) | Judgement::Within);
        let quiet = match (judgement, known.continuing, order) {
            (Judgement::NotConcerned, _, _) => return None,
            // Every half minute one: late ones within the limit change nothing.
            (_, _, Ordering::Less | Ordering::Equal) if limit.averaging == Averaging::Instant => {
                !matches!(judgement, Judgement::Exceeds(_))
            }
            (_, _, Ordering::Less | Ordering::Equal) => false,
            (Judgement::NotJudged(_), _, _) | (Judgement::Within, None, _) => true,
            (Judgement::Within, Some(_), _) | (Judgement::Exceeds(_), None, _) => false,
            (Judgement::Exceeds(period), Some(continuing), _) => !continuing.hears(limit, period),
        };
        if quiet && counts {
            known.last_at = known.last_at.max(Some(reading.at));
        }
        (!quiet).then_some(order == Ordering::Less)
    }

    /// Notes what the leads made of it.
    fn remember(&self, limit: &Limit, reading: &Reading, lead: Option<Lead>) {
        let mut all = self.known.lock();
        let known = all.entry(limit.id).or_default();
        known.last_at = known.last_at.max(Some(reading.at));
        let Some(lead) = lead else {
            return;
        };
        let continuing = Continuing::of(&lead);
        let own = known.continuing.is_some_and(|known| known.lead == lead.id);
        if own || continuing.is_some() {
            known.continuing = continuing;
        }
    }

    /// Raises the lead or goes on with it; tries again when the database does not take it. None if it never does.
    async fn tell(&self, device: &Device, limit: &Limit, signal: Signal) -> Option<Option<Lead>> {
        let mut waits = AGAIN.iter();
        loop {
            let raised = leads::raise(&self.cx, &TELEMETRY, &device.outlet, limit, signal.clone());
            let error = match raised.await {
                Ok(lead) => return Some(lead),
                Err(error) => error,
            };
            let Some(wait) = waits.next() else {
                tracing::error!(%error, limit = %limit.id, "a judgement is not written");
                return None;
            };
            tracing::warn!(%error, limit = %limit.id, "a judgement is tried again");
            tokio::time::sleep(*wait).await;
        }
    }

    /// A judgement is missing.
    pub(super) fn failed(&self) {
        self.cx.pulse().counters().unjudged();
        self.missing.store(true, Relaxed);
    }

    /// Notes how far everything is judged, unless something is missing.
    pub(super) async fn note_through(&self, at: Timestamp) {
        if self.missing.load(Relaxed) {
            return;
        }
        let noted = async {
            let permit = self.cx.authorize(&TELEMETRY, Action::LeadRaise)?;
            let mut tx = permit.write().await?;
            store::judging::note_judged_through(&mut tx, at).await?;
            permit.commit(tx).await
        };
        if let Err(error) = noted.await {
            tracing::warn!(%error, "how far was judged is not noted; more is judged again at the next start");
        }
    }

    /// The context.
    pub(super) fn cx(&self) -> &Cx {
        &self.cx
    }
}

impl Continuing {
    fn of(lead: &Lead) -> Option<Self> {
        let finding = lead.exceedance()?;
        let (told_at, worst) = (finding.last_at(), finding.worst.value);
        finding.continuing.then_some(Self { lead: lead.id, told_at, worst })
    }

    /// Whether the lead is to be told of a further period.
    fn hears(self, limit: &Limit, period: &Period) -> bool {
        let above = period.value > self.worst && period.value > limit.upper;
        let below = period.value < self.worst && limit.lower.is_some_and(|low| period.value < low);
        match limit.averaging {
            Averaging::Hour | Averaging::Day => true,
            Averaging::Instant => {
                let since_ms = period.at.as_millis() - self.told_at.as_millis();
                above || below || since_ms >= INSTANT_AGAIN_MS
            }
        }
    }
}
