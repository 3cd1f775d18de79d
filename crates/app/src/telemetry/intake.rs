//! The way in: frames are weighed, put on disk, acknowledged; what a limit speaks of goes on to be judged.

use super::catch_up::catch_up;
use super::draft::Draft;
use super::factors::{Factors, factors};
use super::hours;
use super::judge::{Judge, Judged, Pace};
use super::pulse::{Pulse, Rate};
use super::register::{Device, Register};
use super::weigh::{Scales, Weighed};
use crate::{Action, Cx, Error, LiveEvent};
use domain::Timestamp;
use domain::reading::{Mn, Verdict};
use parking_lot::RwLock;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;

/// Frames that may wait to be judged. Beyond it frames wait to be acknowledged: a device sends again, a lead is not lost.
const JUDGING_MAX: usize = 8_192;
/// Frames that may be taken in at once; the gateway's buffer holds fewer.
const BATCH_MAX: usize = 1_024;

/// What a site can set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How far into the future a `DataTime` may lie, milliseconds.
    pub future_tolerance_ms: i64,
    /// How far back a `DataTime` may lie, milliseconds: data of an outage are filled in, those of another year are not.
    pub back_fill_ms: i64,
    /// How fast a registered device may send; a morning of back-filled minutes fits into the burst.
    pub rate: Rate,
    /// How fast an unregistered device may send.
    pub stranger_rate: Rate,
    /// What is physically possible.
    pub factors: Factors,
    /// How often hours that are due or late are looked for. A late hour is judged after one to two such times of quiet.
    pub look: Duration,
    /// How long parts of a split message wait for each other.
    pub parts: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            future_tolerance_ms: 10 * 60_000,
            back_fill_ms: 90 * 86_400_000,
            rate: Rate { burst: 4_000, per_second: 50 },
            stranger_rate: Rate { burst: 60, per_second: 1 },
            factors: factors().clone(),
            look: Duration::from_secs(5),
            parts: Duration::from_secs(60),
        }
    }
}

/// What became of a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The verdict.
    pub verdict: Verdict,
    /// Where it stands in the archive; none for a frame that was only counted.
    pub reference: Option<String>,
    /// Whether the device may be told that its data are safe: they are on disk.
    pub ack: bool,
}

/// The way in for every gateway. Clones share it; judging ends when the last one is dropped.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "holds ports, which have none")]
pub struct Intake {
    cx: Cx,
    settings: Arc<Settings>,
    register: Arc<RwLock<Arc<Register>>>,
    judging: mpsc::Sender<Judged>,
}

/// The judging that goes on behind the intake.
#[derive(Debug)]
pub struct Judging {
    judge: JoinHandle<()>,
    hours: JoinHandle<()>,
    reload: JoinHandle<()>,
}

impl Judging {
    /// Waits until everything taken in is judged. Every [`Intake`] must have been dropped, or it waits for ever.
    pub async fn finished(self) {
        for task in [self.judge, self.hours] {
            if let Err(error) = task.await {
                tracing::error!(%error, "judging failed");
            }
        }
        self.reload.abort();
    }
}

/// Loads the register, judges what a crash may have left unjudged, and opens the way in.
pub async fn start(cx: &Cx, settings: Settings) -> Result<(Intake, Judging), Error> {
    cx.authorize(&super::TELEMETRY, Action::FrameAccept)?;
    // Listen first, read then: a registration in between is heard.
    let live = cx.subscribe();
    let register = Arc::new(RwLock::new(Arc::new(Register::load(cx).await?)));
    let judge = Arc::new(Judge::begin(cx).await?);
    let known = Arc::clone(&register.read());
    let agenda = catch_up(&judge, &known).await;
    let (judging, waiting) = mpsc::channel(JUDGING_MAX);
    let parts_ms = i64::try_from(settings.parts.as_millis()).unwrap_or(i64::MAX);
    let pace = Pace { look: settings.look, parts_ms };
    let (orders, hours) = mpsc::channel(hours::QUEUE);
    let tasks = Judging {
        judge: tokio::spawn(Arc::clone(&judge).run(waiting, orders, agenda, pace)),
        hours: tokio::spawn(hours::run(judge, hours)),
        reload: tokio::spawn(reload(cx.clone(), live, Arc::clone(&register))),
    };
    Ok((Intake { cx: cx.clone(), settings: Arc::new(settings), register, judging }, tasks))
}

/// Reads the register again whenever somebody changed it.
async fn reload(
    cx: Cx,
    mut live: broadcast::Receiver<LiveEvent>,
    register: Arc<RwLock<Arc<Register>>>,
) {
    use tokio::sync::broadcast::error::RecvError;
    loop {
        match live.recv().await {
            Ok(event) if !matches!(event.noun(), "logger" | "outlet" | "limit") => continue,
            Ok(_) | Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return,
        }
        // A registration of many devices is one reading.
        live = live.resubscribe();
        match Register::load(&cx).await {
            Ok(fresh) => {
                fresh.devices().for_each(|device| cx.pulse().introduced(&device.logger.mn));
                *register.write() = Arc::new(fresh);
            }
            Err(error) => tracing::error!(%error, "the register could not be read again"),
        }
    }
}

impl Intake {
    /// The device of an MN as it stands in the register: for the dialect it speaks.
    pub fn device(&self, mn: &Mn) -> Option<Arc<Device>> {
        self.register.read().get(mn).cloned()
    }

    /// Now, by the platform's clock.
    pub fn now(&self) -> Timestamp {
        self.cx.now()
    }

    /// Counters and the state of devices.
    pub fn pulse(&self) -> &Pulse {
        self.cx.pulse()
    }

    /// Takes one frame in.
    pub async fn accept(&self, draft: Draft) -> Result<Accepted, Error> {
        let accepted = self.accept_many(vec![draft]).await?;
        accepted.into_iter().next().ok_or_else(|| anyhow::anyhow!("a frame got lost").into())
    }

    /// Takes frames in, in their order. When this returns they are on disk; on an error none may be acknowledged,
    /// though some of them may be stored.
    pub async fn accept_many(&self, drafts: Vec<Draft>) -> Result<Vec<Accepted>, Error> {
        if drafts.len() > BATCH_MAX {
            return Err(anyhow::anyhow!("more than {BATCH_MAX} frames at once").into());
        }
        let mut weighed = Vec::with_capacity(drafts.len());
        let register = Arc::clone(&self.register.read());
        let scales = Scales {
            register: &register,
            settings: &self.settings,
            pulse: self.cx.pulse(),
            archive: self.cx.archive(),
        };
        for draft in drafts {
            let one = scales.weigh(draft, &weighed);
            weighed.push(one);
        }
        self.store(weighed).await
    }

    async fn store(&self, weighed: Vec<Weighed>) -> Result<Vec<Accepted>, Error> {
        let mut accepted = Vec::with_capacity(weighed.len());
        let (mut frames, mut judged) = (Vec::with_capacity(weighed.len()), Vec::new());
        for Weighed { frame, keep, ack, judge } in weighed {
            let verdict = frame.verdict.clone();
            accepted.push((Accepted { verdict, reference: None, ack }, keep));
            if keep {
                frames.push(frame);
            }
            judged.extend(judge);
        }
        let mut references = self.cx.archive().append_many(frames).await?.into_iter();
        for (one, kept) in &mut accepted {
            if *kept {
                let reference = references.next();
                one.reference =
                    Some(reference.ok_or_else(|| anyhow::anyhow!("a reference is missing"))?);
            }
        }
        for one in judged {
            self.judging.send(one).await.map_err(|_| anyhow::anyhow!("judging has ended"))?;
        }
        Ok(accepted.into_iter().map(|(accepted, _)| accepted).collect())
    }
}
