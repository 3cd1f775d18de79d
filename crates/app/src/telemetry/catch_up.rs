//! At start: what was acknowledged and perhaps not judged is judged again. What was judged before changes nothing.

use super::TELEMETRY;
use super::agenda::Agenda;
use super::judge::Judge;
use super::register::Register;
use crate::ports::{FrameQuery, FrameStanding};
use crate::{Action, Error};
use domain::Timestamp;
use domain::reading::{FrameFault, Reading, ReadingKind, Verdict};

/// Frames read at once.
const PAGE: usize = 1_000;
/// Frames that are looked at: more than a city sends in an hour. The mark is seldom older than some minutes.
const FRAMES_MAX: usize = 1_000_000;

/// Judges the latest hours and days, and whatever was received since the mark. Gives the hours still to be judged.
pub(super) async fn catch_up(judge: &Judge, register: &Register) -> Agenda {
    let mut agenda = Agenda::default();
    latest(judge, register, &mut agenda).await;
    // Nothing here may keep the platform from starting.
    if let Err(error) = since_mark(judge, register, &mut agenda).await {
        judge.failed();
        tracing::error!(%error, "what was received lately is not judged again");
    }
    agenda
}

/// The latest hour and day of each device, and the hour that its latest minute stands in.
async fn latest(judge: &Judge, register: &Register, agenda: &mut Agenda) {
    for device in register.devices().filter(|device| !device.limits.is_empty()) {
        let latest = match judge.cx().archive().latest(&device.logger.mn).await {
            Ok(latest) => latest,
            Err(error) => {
                judge.failed();
                let mn = &device.logger.mn;
                tracing::error!(%error, %mn, "the latest readings are not judged again");
                continue;
            }
        };
        for reading in latest.into_iter().filter(|reading| device.judges(reading)) {
            match reading.kind {
                ReadingKind::Hour | ReadingKind::Day => judge.hold(device, reading.into()).await,
                // Not over yet, or overdue at the first look.
                ReadingKind::Minute => drop(agenda.minute(device, reading.at)),
                ReadingKind::Realtime => {}
            }
        }
    }
}

/// Every frame received since the mark: its hours again from the archive, its days and instants by themselves.
async fn since_mark(judge: &Judge, register: &Register, agenda: &mut Agenda) -> Result<(), Error> {
    let Some(mark) = mark(judge).await? else {
        return Ok(());
    };
    let (mut single, mut doubted, mut seen, mut before) = (Vec::new(), Vec::new(), 0, None);
    loop {
        let standing = FrameStanding::Accepted;
        let (from, to) = (mark, Timestamp::from_millis(i64::MAX));
        let query = FrameQuery { mn: None, from, to, standing, limit: PAGE, before };
        let frames = judge.cx().archive().frames(query).await?;
        seen += frames.len();
        before = frames.last().map(|frame| frame.reference.clone());
        let more = frames.len() == PAGE;
        for frame in frames.into_iter().map(|stored| stored.frame) {
            let contradicts = contradicts(&frame.verdict);
            for reading in frame.readings {
                let Some(device) = register.get(&reading.mn).filter(|it| it.judges(&reading))
                else {
                    continue;
                };
                match reading.kind {
                    ReadingKind::Minute => agenda.again(device, reading.at),
                    ReadingKind::Hour => {
                        agenda.again(device, reading.at);
                        doubted.extend(contradicts.then_some(reading));
                    }
                    ReadingKind::Realtime | ReadingKind::Day if contradicts => {
                        doubted.push(reading);
                    }
                    ReadingKind::Realtime | ReadingKind::Day => single.push(reading),
                }
            }
        }
        if !more {
            break;
        }
        if seen >= FRAMES_MAX {
            judge.failed();
            tracing::error!(
                seen,
                "too much was received since judging stopped; the oldest of it is left"
            );
            break;
        }
    }
    single.sort_by_key(|reading: &Reading| reading.at);
    for reading in single {
        if let Some(device) = register.get(&reading.mn) {
            judge.hold(device, reading.into()).await;
        }
    }
    for reading in doubted {
        if let Some(device) = register.get(&reading.mn) {
            judge.contradicted(device, &reading).await;
        }
    }
    Ok(())
}

/// Whether a frame said something else than was stored before.
fn contradicts(verdict: &Verdict) -> bool {
    let Verdict::Accepted { findings } = verdict else {
        return false;
    };
    findings.iter().any(|finding| finding == FrameFault::Contradiction.as_str())
}

async fn mark(judge: &Judge) -> Result<Option<Timestamp>, Error> {
    let permit = judge.cx().authorize(&TELEMETRY, Action::LeadRaise)?;
    let mut tx = permit.read().await?;
    Ok(store::judging::judged_through(&mut tx).await?)
}
