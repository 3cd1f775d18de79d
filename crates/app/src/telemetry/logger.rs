//! One logger as a page: how it speaks, what its own codes mean, and which codes nobody knows.

use super::loggers::{LoggerRow, row};
use super::pulse::Heard;
use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Guarded};
use domain::LoggerId;

/// A logger as a page.
#[derive(Debug, Clone)]
pub struct LoggerPage {
    /// The logger, its outlet, and its state.
    pub row: LoggerRow,
    /// Codes it sent since the platform started that neither the standard nor a mapping knows.
    pub unknown: Vec<Heard>,
    /// Its record.
    pub record: Vec<RecordLine>,
    /// What the actor may do now: `map`.
    pub actions: Vec<&'static str>,
}

/// Reads a logger.
pub async fn logger(cx: &Cx, actor: &Actor, id: LoggerId) -> Result<LoggerPage, Error> {
    let permit = cx.authorize(actor, Action::LoggerList)?;
    let mut tx = permit.read().await?;
    let logger = store::outlets::find_logger(&mut tx, id).await?;
    let logger = logger.ok_or(Error::NotFound("logger"))?;
    let outlet = permit.on(store::outlets::find(&mut tx, logger.outlet).await?, "logger")?;
    let enterprise = store::enterprises::find(&mut tx, outlet.enterprise).await?;
    let enterprise = enterprise.ok_or(Error::NotFound("enterprise"))?;
    let may_map = permit.could(Action::LoggerMap, &outlet.thing());
    let record = lines_of(&mut tx, &format!("logger/{id}")).await?;
    drop(tx);
    let known =
        |heard: &Heard| logger.mapping(&heard.latest.factor, heard.latest.at.date()).is_some();
    let beat = cx.pulse().of(&logger.mn);
    let unknown = beat.iter().flat_map(|beat| beat.unknown().cloned());
    let unknown = unknown.filter(|heard| !known(heard)).collect();
    let actions = if may_map { vec!["map"] } else { Vec::new() };
    Ok(LoggerPage { row: row(cx, logger, outlet, enterprise).await?, unknown, record, actions })
}
