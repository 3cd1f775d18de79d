//! Simulated loggers: they speak HJ 212 over real TCP to the real gateway, wait for its answers, send again and come back,
//! as real ones do. Only the plants behind them are made up.

use super::line::Line;
use super::logger::{Defect, SimulatedLogger, Trigger, pull};
use super::rhythm::{Days, Station};
use domain::reading::Mn;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Loggers behind one data collector, which passes their frames on over one connection: a process may have no more than
/// a thousand files open on many machines.
const GROUP: usize = 8;
/// How long a group waits before it connects again.
const RECONNECT: Duration = Duration::from_secs(15);
/// Another outlet exceeds its limit this often, so that a guest who comes late sees one, too.
const AGAIN: Duration = Duration::from_secs(3 * 60);
/// Which stations have which defect.
const BROKEN_SUMS: usize = 5;
const FAST_CLOCK: usize = 9;
/// A device that nobody registered.
const STRANGER: &str = "999999000000000000000001";

/// The stations of the demonstration, and how they behave.
#[derive(Debug, Clone)]
pub(crate) struct Crew {
    pub(super) stations: Vec<Station>,
    pub(super) days: Days,
}

/// Puts a simulated logger on every station, and one stranger beside them; returns when all have ended.
pub(crate) async fn simulate(crew: Crew, gateway: SocketAddr, stop: CancellationToken) {
    let Crew { stations, days } = crew;
    let (days, tasks) = (Arc::new(days), TaskTracker::new());
    let mut stranger = stations.first().cloned();
    if let (Some(station), Ok(mn)) = (&mut stranger, STRANGER.parse()) {
        station.logger.mn = mn;
    }
    let registered = stations.len();
    let mut bench: Vec<(Mn, Trigger)> = Vec::new();
    let mut group = Vec::new();
    for (nth, station) in stations.into_iter().chain(stranger).enumerate() {
        let defect = match nth {
            BROKEN_SUMS => Defect::BrokenSums,
            FAST_CLOCK => Defect::FastClock,
            _ => Defect::None,
        };
        let trigger = Trigger::default();
        // The first one exceeds its hourly limit from the start.
        if (1..registered).contains(&nth) && SimulatedLogger::instant(&station).is_some() {
            bench.push((station.logger.mn.clone(), Arc::clone(&trigger)));
        }
        group.push(SimulatedLogger::new(nth, station, Arc::clone(&days), defect, trigger));
        // The first one and the stranger speak for themselves; nobody answers a stranger.
        if nth == 0 || nth + 1 >= registered || group.len() == GROUP {
            tasks.spawn(run(std::mem::take(&mut group), gateway, stop.clone()));
        }
    }
    tasks.close();
    let mut turn = bench.iter().cycle();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = sleep(AGAIN) => {}
        }
        if let Some((mn, trigger)) = turn.next() {
            tracing::info!(%mn, "a simulated outlet exceeds its limit");
            pull(trigger);
        }
    }
    tasks.wait().await;
}

/// Lets a group speak until told to stop; when the connection breaks it comes back.
async fn run(mut group: Vec<SimulatedLogger>, gateway: SocketAddr, stop: CancellationToken) {
    loop {
        let spoken = tokio::select! {
            () = stop.cancelled() => return,
            spoken = speak(&mut group, gateway) => spoken,
        };
        if let Err(error) = spoken {
            tracing::debug!(%error, "simulated loggers lost their connection");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(RECONNECT) => {}
        }
    }
}

/// One connection of a group: whoever is due next reports.
async fn speak(group: &mut [SimulatedLogger], gateway: SocketAddr) -> io::Result<()> {
    let mut line = Line::open(gateway).await?;
    while let Some(next) = group.iter_mut().min_by_key(|logger| logger.due) {
        sleep_until(next.due).await;
        next.report(&mut line).await?;
    }
    Ok(())
}
