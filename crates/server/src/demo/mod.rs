//! The demonstration: a synthetic Langfang with plants, people, a year of readings and a history of cases, and simulated
//! loggers that go on from there. Everything is the same in every run but passwords, keys and the day it is started.

mod benchmarks;
mod cases;
mod clock;
mod history;
mod law;
mod line;
mod lists;
mod logger;
mod people;
mod plants;
mod random;
mod rhythm;
mod simulator;
mod stories;
mod texts;
mod trades;

pub(crate) use clock::DemoClock;
pub(crate) use people::DemoUser;
pub(crate) use simulator::{Crew, simulate};
pub(crate) use texts::{office, offices};

use crate::site::Site;

use anyhow::Context as _;
use app::Actor;
use app::plants::{Registry, register};
use domain::agency::Agencies;
use rhythm::{Days, Excess};
use std::time::Instant;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// How long ago everything was registered, and how long the history of readings is.
const REGISTERED_DAYS: i64 = 400;
const HISTORY_DAYS: i64 = 365;
/// The live exceedance goes on for so many hours, at so many per cent of the limit.
const LIVE_HOURS: i64 = 3;
const LIVE_PER_CENT: i64 = 168;

/// Fills an empty site, which must show the time of `clock`. Gives who may log in, and the loggers to be simulated.
///
/// # Errors
/// Where the shipped data are damaged, the site is not empty, or the archive cannot be written.
pub(crate) async fn fill(site: &Site, clock: &DemoClock) -> anyhow::Result<(Vec<DemoUser>, Crew)> {
    let cx = &site.cx;
    let archive = site.archive.as_ref().context("a demonstration needs its archive")?;
    let began = Instant::now();
    let now = DemoClock::real();
    let say = |what: &str| tracing::info!(seconds = began.elapsed().as_secs(), "{what}");
    let agencies = Agencies::shipped()?;
    let officers = people::make(&agencies, now.date());
    let mut plants = tokio::task::spawn_blocking(plants::make).await??;
    let live_from = now.hour_start().plus_millis(-HOUR_MS);
    stories::mark(&mut plants.stations, now);
    if let Some(first) = plants.stations.first_mut() {
        let to = live_from.plus_millis(LIVE_HOURS * HOUR_MS);
        first.excesses.push(Excess { watch: 0, from: live_from, to, per_cent: LIVE_PER_CENT });
    }

    clock.set(now.plus_millis(-REGISTERED_DAYS * DAY_MS));
    let registry = Registry {
        agencies: agencies.iter().cloned().collect(),
        officers: officers.clone(),
        enterprises: plants.enterprises,
        outlets: plants.outlets.clone(),
        loggers: plants.stations.iter().map(|station| station.logger.clone()).collect(),
        limits: plants.limits.clone(),
    };
    register(cx, &Actor::Service("setup"), &registry).await.context("registering Langfang")?;
    say("Langfang is registered");

    let from = now.hour_start().plus_millis(-HISTORY_DAYS * DAY_MS);
    let calendar = &cx.law().calendar;
    let days = Days::of(calendar, from, HISTORY_DAYS as usize + 2);
    let readings = history::readings(plants.stations.clone(), days.clone(), from, live_from);
    let stage = cases::Stage {
        cx,
        clock,
        agencies: &agencies,
        officers: &officers,
        outlets: &plants.outlets,
        limits: &plants.limits,
        stations: &plants.stations,
        days: &days,
        today: now,
    };
    let (imported, told) = tokio::join!(archive.import(readings), cases::tell(&stage));
    clock.release();
    let (imported, told) = (imported.context("the history of readings")?, told?);
    say(&format!(
        "{} readings are imported, {} steps of cases taken",
        imported.readings, told.steps
    ));
    anyhow::ensure!(told.steps > 0, "no story could be told");
    lists::adjust(cx, &agencies, &officers).await.context("the lists of items")?;
    law::clean_up(cx, &officers, &agencies).await.context("the change set of a repeal")?;
    benchmarks::draft(cx, &officers, &agencies).await.context("the drafts of benchmarks")?;

    let users =
        people::give_passwords(cx, &site.gate, &officers, &agencies).await.context("passwords")?;
    say("the users have their passwords");
    Ok((users, Crew { stations: plants.stations, days }))
}
