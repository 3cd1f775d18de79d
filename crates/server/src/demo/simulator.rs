//! Simulated loggers: they speak HJ 212 over real TCP to the real gateway, wait for its answers, send again and come back,
//! as real ones do. Only the plants behind them are made up.

use super::logger::{Defect, SimulatedLogger, Trigger};
use super::rhythm::{Days, Station};
use domain::reading::Mn;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

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

/// Loggers that can be told to exceed an instant limit, each in its turn.
type Bench = Vec<(Mn, Arc<Trigger>)>;

/// Puts a simulated logger on every station, and one stranger beside them; returns when all have ended.
pub(crate) async fn simulate(crew: Crew, gateway: SocketAddr, stop: CancellationToken) {
    let Crew { stations, days } = crew;
    let (days, tasks) = (Arc::new(days), TaskTracker::new());
    let stranger = stations.first().cloned().and_then(|mut station| {
        station.logger.mn = STRANGER.parse().ok()?;
        Some(station)
    });
    let registered = stations.len();
    let mut bench = Bench::new();
    for (nth, station) in stations.into_iter().chain(stranger).enumerate() {
        let defect = match nth {
            BROKEN_SUMS => Defect::BrokenSums,
            FAST_CLOCK => Defect::FastClock,
            _ => Defect::None,
        };
        let trigger = Arc::new(Trigger::default());
        // The first one exceeds its hourly limit from the start.
        if (1..registered).contains(&nth) && SimulatedLogger::instant(&station).is_some() {
            bench.push((station.logger.mn.clone(), Arc::clone(&trigger)));
        }
        let logger = SimulatedLogger::new(nth, station, Arc::clone(&days), defect, trigger);
        tasks.spawn(logger.run(gateway, stop.clone()));
    }
    tasks.close();
    let mut turn = bench.iter().cycle();
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(AGAIN) => {}
        }
        if let Some((mn, trigger)) = turn.next() {
            tracing::info!(%mn, "a simulated outlet exceeds its limit");
            trigger.pull();
        }
    }
    tasks.wait().await;
}
