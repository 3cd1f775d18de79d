//! Frames as they came, with their verdicts: the evidence behind every reading.

use super::unknown::may_see_unregistered;
use crate::ports::{FrameQuery, FrameStanding, StoredFrame};
use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::Timestamp;
use domain::reading::Mn;

/// Which frames are asked for.
#[derive(Debug, Clone)]
pub struct AskedFrames {
    /// Of which device; none for every one, registered or not.
    pub mn: Option<Mn>,
    /// What became of them.
    pub standing: FrameStanding,
    /// Received from this instant,
    pub from: Timestamp,
    /// up to before this one.
    pub to: Timestamp,
}

/// Lists frames, the newest first. Those of no registered device belong to no territory, so only who watches the whole
/// city or runs the platform sees them.
pub async fn frames(
    cx: &Cx,
    actor: &Actor,
    asked: AskedFrames,
    page: &Page,
) -> Result<Listed<StoredFrame>, Error> {
    let permit = cx.authorize(actor, Action::FrameList)?;
    let mut tx = permit.read().await?;
    let logger = match &asked.mn {
        Some(mn) => store::outlets::logger_by_mn(&mut tx, mn).await?,
        None => None,
    };
    match logger {
        Some(logger) => {
            permit.on(store::outlets::find(&mut tx, logger.outlet).await?, "logger")?;
        }
        None => may_see_unregistered(cx, actor, &mut tx).await?,
    }
    drop(tx);
    let size = usize::try_from(page.size.clamp(1, store::PAGE_MAX)).unwrap_or(1);
    let AskedFrames { mn, standing, from, to } = asked;
    let query = FrameQuery { mn, from, to, standing, limit: size + 1, before: page.after.clone() };
    let found = cx.archive().frames(query).await?;
    Ok(Listed::cut(found, page, |frame| frame.reference.clone()))
}
