//! Where the device of an outlet contradicts itself, found when somebody looks: the archive is asked, nothing is kept.

use crate::ports::{FrameQuery, FrameStanding, ReadingQuery};
use crate::{Action, Actor, Cx, Error, Guarded};
use domain::doubt::{DOUBTS_MAX, Doubt, doubts as find};
use domain::outlet::{Logger, Outlet};
use domain::reading::{FrameFault, Reading, ReadingKind, Verdict};
use domain::{OutletId, Refusal, Timestamp};

/// A look goes over at most this time.
const SPAN_MAX_MS: i64 = 7 * 86_400_000;
/// Readings of one kind that are looked at: a week of minutes of eight factors.
const READINGS_MAX: usize = 100_000;
/// Frames that are looked at for repetitions: a week of a device that speaks every half minute.
const FRAMES_MAX: usize = 25_000;
const PAGE: usize = 1_000;

/// The doubts of an outlet.
#[derive(Debug, Clone)]
pub struct DoubtsPage {
    /// The latest first.
    pub doubts: Vec<Doubt>,
    /// Whether there may be more than were found: look at a shorter time.
    pub cut: bool,
    /// What the actor may do now: `open`.
    pub actions: Vec<&'static str>,
}

/// Finds the doubts of an outlet in the actor's territory.
pub async fn doubts(
    cx: &Cx,
    actor: &Actor,
    outlet: OutletId,
    from: Timestamp,
    to: Timestamp,
) -> Result<DoubtsPage, Error> {
    let permit = cx.authorize(actor, Action::ReadingList)?;
    let mut tx = permit.read().await?;
    let outlet: Outlet = permit.on(store::outlets::find(&mut tx, outlet).await?, "outlet")?;
    let logger = store::outlets::logger_of(&mut tx, outlet.id).await?;
    drop(tx);
    let may_open = permit.could(Action::LeadOpen, &outlet.thing());
    let (doubts, cut) = match logger {
        Some(logger) => between(cx, &logger, from, to).await?,
        None => (Vec::new(), false),
    };
    let actions = if may_open { vec!["open"] } else { Vec::new() };
    Ok(DoubtsPage { doubts, cut, actions })
}

/// The doubts of a logger in a time, and whether there may be more.
pub(crate) async fn between(
    cx: &Cx,
    logger: &Logger,
    from: Timestamp,
    to: Timestamp,
) -> Result<(Vec<Doubt>, bool), Error> {
    if from >= to || to.as_millis() - from.as_millis() > SPAN_MAX_MS {
        return Err(too_long().into());
    }
    let read = async |kind| {
        let mn = logger.mn.clone();
        let query = ReadingQuery { mn, factor: None, kind, from, to, limit: READINGS_MAX };
        cx.archive().readings(query).await
    };
    let (hours, minutes) = (read(ReadingKind::Hour).await?, read(ReadingKind::Minute).await?);
    let (repeated, all) = repeated(cx, logger, from, to).await?;
    let full = hours.len() == READINGS_MAX || minutes.len() == READINGS_MAX || !all;
    let found = find(&hours, &minutes, &repeated);
    let cut = full || found.len() == DOUBTS_MAX;
    Ok((found, cut))
}

/// What was sent again with another content, each beside what counts; and whether every frame was looked at.
async fn repeated(
    cx: &Cx,
    logger: &Logger,
    from: Timestamp,
    to: Timestamp,
) -> Result<(Vec<(Reading, Reading)>, bool), Error> {
    let (mut pairs, mut before, mut seen) = (Vec::new(), None, 0);
    while seen < FRAMES_MAX {
        let (mn, standing) = (Some(logger.mn.clone()), FrameStanding::Accepted);
        // Frames are listed by when they came, which is after the time they speak of.
        let until = Timestamp::from_millis(i64::MAX);
        let query = FrameQuery { mn, from, to: until, standing, limit: PAGE, before };
        let frames = cx.archive().frames(query).await?;
        seen += frames.len();
        before = frames.last().map(|frame| frame.reference.clone());
        let last = frames.len() < PAGE;
        for stored in frames {
            let Verdict::Accepted { findings } = stored.frame.verdict else {
                continue;
            };
            if !findings.iter().any(|finding| finding == FrameFault::Contradiction.as_str()) {
                continue;
            }
            for again in stored.frame.readings.into_iter().filter(|it| (from..to).contains(&it.at))
            {
                let first = counted(cx, &again).await?.filter(|first| !first.agrees(&again));
                pairs.extend(first.map(|first| (first, again)));
                if pairs.len() >= DOUBTS_MAX {
                    return Ok((pairs, false));
                }
            }
        }
        if last {
            return Ok((pairs, true));
        }
    }
    Ok((pairs, false))
}

/// The reading that counts for the same time and factor.
pub(super) async fn counted(cx: &Cx, again: &Reading) -> Result<Option<Reading>, Error> {
    let query = ReadingQuery {
        mn: again.mn.clone(),
        factor: Some(again.factor.clone()),
        kind: again.kind,
        from: again.at,
        to: again.at.plus_millis(1),
        limit: 1,
    };
    Ok(cx.archive().readings(query).await?.pop())
}

fn too_long() -> Refusal {
    Refusal::new(
        "doubt.span",
        "起止时间相隔不超过7天，且起始早于终止",
        "a look goes over at most 7 days, and begins before it ends",
    )
    .field("from")
}
