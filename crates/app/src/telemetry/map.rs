//! Enters what a logger's own code means, and ends it. From the next frame on its readings are read so; what is archived stays.

use super::factors::factors;
use crate::{Action, Actor, Cx, Error};
use domain::mapping::Mapping;
use domain::outlet::Logger;
use domain::reading::Factor;
use domain::record::RecordKind;
use domain::{Date, LoggerId, Refusal, Refused};

/// What is entered.
#[derive(Debug, Clone)]
pub struct MapCode {
    /// Which logger.
    pub logger: LoggerId,
    /// At which revision it was read.
    pub revision: u32,
    /// What its code means.
    pub mapping: Mapping,
}

/// What is ended.
#[derive(Debug, Clone)]
pub struct UnmapCode {
    /// Which logger.
    pub logger: LoggerId,
    /// At which revision it was read.
    pub revision: u32,
    /// Which code.
    pub code: Factor,
    /// The last day it holds.
    pub last_on: Date,
}

/// Enters a mapping.
pub async fn map(cx: &Cx, actor: &Actor, order: MapCode) -> Result<Logger, Error> {
    let MapCode { logger, revision, mapping } = order;
    if factors().get(&mapping.factor).is_none() {
        return Err(unknown_factor(&mapping.factor).into());
    }
    change(cx, actor, (logger, revision), |logger| logger.map(mapping)).await
}

/// Ends a mapping.
pub async fn unmap(cx: &Cx, actor: &Actor, order: UnmapCode) -> Result<Logger, Error> {
    let UnmapCode { logger, revision, code, last_on } = order;
    change(cx, actor, (logger, revision), |logger| logger.unmap(&code, last_on)).await
}

async fn change(
    cx: &Cx,
    actor: &Actor,
    (id, revision): (LoggerId, u32),
    to: impl FnOnce(Logger) -> Refused<Logger>,
) -> Result<Logger, Error> {
    let permit = cx.authorize(actor, Action::LoggerMap)?;
    let mut tx = permit.write().await?;
    let logger = store::outlets::find_logger(&mut tx, id).await?;
    let logger = logger.ok_or(Error::NotFound("logger"))?;
    let outlet = permit.on(store::outlets::find(&mut tx, logger.outlet).await?, "logger")?;
    let logger = to(Logger { revision, ..logger })?;
    let change = permit.change(RecordKind::LoggerRevised);
    let logger = store::outlets::save_logger(&mut tx, logger, &outlet.territory, &change).await?;
    permit.commit(tx).await?;
    Ok(logger)
}

fn unknown_factor(factor: &Factor) -> Refusal {
    Refusal::new(
        "mapping.unknown_factor",
        format!("因子表中没有{factor}；请从列表中选择标准因子"),
        format!("the table of factors has no {factor}; choose one of its factors"),
    )
    .field("factor")
}
