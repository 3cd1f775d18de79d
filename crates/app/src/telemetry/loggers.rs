//! Loggers of the territory, with how they are doing at this moment.

use super::pulse::ONLINE_MS;
use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::Timestamp;
use domain::enterprise::Enterprise;
use domain::outlet::{Logger, Outlet};
use domain::reading::FrameFault;
use std::collections::BTreeMap;

/// A logger and its state.
#[derive(Debug, Clone)]
pub struct LoggerRow {
    /// The logger.
    pub logger: Logger,
    /// The outlet it speaks for.
    pub outlet: Outlet,
    /// Whose.
    pub enterprise: Enterprise,
    /// Whether it was heard lately.
    pub online: bool,
    /// When it was last heard; after a restart of the platform, the time of its latest reading.
    pub last_seen_at: Option<Timestamp>,
    /// How far its clock is ahead of ours, milliseconds.
    pub clock_skew_ms: Option<i64>,
    /// What it got wrong today.
    pub faults_today: BTreeMap<FrameFault, u32>,
}

/// Lists loggers. With `online`, a page may hold fewer rows than asked for and still have a next one.
pub async fn loggers(
    cx: &Cx,
    actor: &Actor,
    words: &str,
    online: Option<bool>,
    page: &Page,
) -> Result<Listed<LoggerRow>, Error> {
    let permit = cx.authorize(actor, Action::LoggerList)?;
    let mut tx = permit.read().await?;
    let found = store::outlets::list_loggers(&mut tx, &permit.scope(), words, page).await?;
    let listed = Listed::cut(found, page, |logger| logger.id.to_string());
    let mut items = Vec::with_capacity(listed.items.len());
    for logger in listed.items {
        let outlet = store::outlets::find(&mut tx, logger.outlet).await?;
        let outlet = outlet.ok_or(Error::NotFound("outlet"))?;
        let enterprise = store::enterprises::find(&mut tx, outlet.enterprise).await?;
        let enterprise = enterprise.ok_or(Error::NotFound("enterprise"))?;
        let row = row(cx, logger, outlet, enterprise).await?;
        if online.is_none_or(|wanted| wanted == row.online) {
            items.push(row);
        }
    }
    Ok(Listed { items, next: listed.next })
}

pub(super) async fn row(
    cx: &Cx,
    logger: Logger,
    outlet: Outlet,
    enterprise: Enterprise,
) -> Result<LoggerRow, Error> {
    let now = cx.now();
    let beat = cx.pulse().of(&logger.mn);
    let last_seen_at = match &beat {
        Some(beat) => Some(beat.last_seen_at),
        None => cx.archive().latest(&logger.mn).await?.iter().map(|reading| reading.at).max(),
    };
    let heard = |beat: &super::Beat| now.as_millis() - beat.last_seen_at.as_millis() <= ONLINE_MS;
    Ok(LoggerRow {
        online: beat.as_ref().is_some_and(heard),
        last_seen_at,
        clock_skew_ms: beat.as_ref().and_then(|beat| beat.clock_skew_ms),
        faults_today: beat.map(|beat| beat.faults_on(now.date())).unwrap_or_default(),
        logger,
        outlet,
        enterprise,
    })
}
