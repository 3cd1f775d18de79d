//! Readings of a device over a time, with the limits that held.

use super::factors::factors;
use crate::ports::ReadingQuery;
use crate::{Action, Actor, Cx, Error};
use domain::outlet::{Limit, Outlet};
use domain::reading::{Factor, Mn, Reading, ReadingKind};
use domain::{Refusal, Timestamp};

/// An answer holds at most this many readings: a year of hours of one factor, with room.
const READINGS_MAX: usize = 20_000;

/// Which readings are asked for.
#[derive(Debug, Clone)]
pub struct AskedReadings {
    /// Of which device.
    pub mn: Mn,
    /// Of what; none for every factor.
    pub factor: Option<Factor>,
    /// Over what time each.
    pub kind: ReadingKind,
    /// From this instant,
    pub from: Timestamp,
    /// up to before this one.
    pub to: Timestamp,
}

/// Readings with what is needed to draw them.
#[derive(Debug, Clone)]
pub struct ReadingsPage {
    /// The readings, ascending in time.
    pub items: Vec<Reading>,
    /// The unit of the factor, where one was asked for and is known.
    pub unit: Option<String>,
    /// Its name.
    pub factor_name: Option<String>,
    /// The limits that speak of it, past and future ones included.
    pub limits: Vec<Limit>,
    /// The outlet.
    pub outlet: Outlet,
    /// Whether there are more than an answer holds; ask again from the last one.
    pub cut: bool,
}

/// Lists readings of a device in the actor's territory.
pub async fn readings(cx: &Cx, actor: &Actor, asked: AskedReadings) -> Result<ReadingsPage, Error> {
    let permit = cx.authorize(actor, Action::ReadingList)?;
    let mut tx = permit.read().await?;
    let logger = store::outlets::logger_by_mn(&mut tx, &asked.mn).await?;
    let logger = logger.ok_or(Error::NotFound("logger"))?;
    let outlet = permit.on(store::outlets::find(&mut tx, logger.outlet).await?, "logger")?;
    let limits = store::outlets::limits_of(&mut tx, outlet.id).await?;
    drop(tx);
    if asked.from >= asked.to {
        return Err(empty_time().into());
    }
    let AskedReadings { mn, factor, kind, from, to } = asked;
    let query =
        ReadingQuery { mn, factor: factor.clone(), kind, from, to, limit: READINGS_MAX + 1 };
    let mut items = cx.archive().readings(query).await?;
    let cut = items.len() > READINGS_MAX;
    items.truncate(READINGS_MAX);
    let table = factors();
    let of_factor = |limit: &Limit| factor.as_ref().is_none_or(|factor| *factor == limit.factor);
    Ok(ReadingsPage {
        items,
        cut,
        unit: factor.as_ref().map(|factor| table.unit(factor).to_owned()),
        factor_name: factor.as_ref().map(|factor| table.name(factor).to_owned()),
        limits: limits.into_iter().filter(of_factor).collect(),
        outlet,
    })
}

fn empty_time() -> Refusal {
    Refusal::new(
        "reading.empty_time",
        "起始时间须早于终止时间",
        "the time asked for ends before it begins",
    )
    .field("from")
}
