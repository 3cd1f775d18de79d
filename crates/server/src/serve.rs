//! A running site: HTTP, device gateway, jobs and upkeep, from the start to an orderly stop.

use crate::config::Config;
use crate::site::Site;
use crate::wire::Pulse;
use anyhow::Context as _;
use api::{Api, Guide};
use app::Cx;
use app::telemetry::{self, Judging};
use gateway::Gateway;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;

/// A site that serves.
pub(crate) struct Running {
    /// Where browsers connect.
    pub(crate) http: SocketAddr,
    /// Where HJ 212 devices connect.
    pub(crate) hj212: SocketAddr,
    site: Site,
    api: Api,
    stop: CancellationToken,
    web: JoinHandle<std::io::Result<()>>,
    devices: JoinHandle<()>,
    judging: Judging,
    upkeep: Vec<JoinHandle<()>>,
    grace: Duration,
}

impl Running {
    /// Binds every listener and begins; when this returns, connections are taken.
    pub(crate) async fn start(
        site: Site,
        config: &Config,
        guide: Option<Guide>,
    ) -> anyhow::Result<Self> {
        let archive = site.archive.clone().context("a site without its archive cannot serve")?;
        let stop = CancellationToken::new();
        let gateway = Gateway::bind(config.gateway()).await;
        let gateway = gateway.with_context(|| format!("hj212.listen {}", config.hj212.listen))?;
        let hj212 = gateway.local_addr()?;
        let settings = telemetry::Settings {
            future_tolerance_ms: i64::from(config.hj212.future_tolerance_seconds) * 1_000,
            back_fill_ms: i64::from(config.hj212.back_fill_days) * 86_400_000,
            parts: Duration::from_secs(config.hj212.parts_seconds),
            ..telemetry::Settings::default()
        };
        let (intake, judging) = telemetry::start(&site.cx, settings).await?;
        let devices = tokio::spawn(gateway.run(intake, stop.clone()));

        let listener = TcpListener::bind(config.http.listen).await;
        let listener = listener.with_context(|| format!("http.listen {}", config.http.listen))?;
        let http = listener.local_addr()?;
        let pulse = Pulse { archive: archive.clone(), cx: site.cx.clone() };
        let guide = guide.map(|guide| Guide { hj212: Some(hj212.to_string()), ..guide });
        let api =
            Api::new(site.cx.clone(), site.gate.clone(), config.api(), guide, Box::new(pulse));
        let service = api::router(api.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let stopped = stop.clone().cancelled_owned();
        let web = tokio::spawn(async move {
            axum::serve(listener, service).with_graceful_shutdown(stopped).await
        });
        let upkeep = vec![
            tokio::spawn(run_jobs(site.cx.clone(), config.jobs.clone(), stop.clone())),
            tokio::spawn(keep_archive(archive, config.archive.clone(), stop.clone())),
        ];
        // From the first moment on there is a signed head that a check can hold against the record.
        app::record::checkpoint(&site.cx).await?;
        let grace = Duration::from_secs(config.stop_seconds);
        Ok(Self { http, hj212, site, api, stop, web, devices, judging, upkeep, grace })
    }

    /// A token that is cancelled when the stop begins.
    pub(crate) fn stopping(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Takes nothing new, finishes what is under way, and puts everything on disk.
    pub(crate) async fn stop(self) -> anyhow::Result<()> {
        tracing::info!("stopping");
        self.stop.cancel();
        self.api.end_streams();
        finished("http", self.grace, self.web).await;
        finished("devices", self.grace, self.devices).await;
        for task in self.upkeep {
            finished("upkeep", self.grace, task).await;
        }
        if timeout(self.grace, self.judging.finished()).await.is_err() {
            tracing::warn!("judging did not end in time");
        }
        if let Err(error) = app::record::checkpoint(&self.site.cx).await {
            tracing::error!(%error, "the head of the record stays unsigned until the next start");
        }
        self.site.close().await;
        tracing::info!("stopped");
        Ok(())
    }
}

async fn finished<T>(what: &str, grace: Duration, task: JoinHandle<T>) {
    let abort = task.abort_handle();
    match timeout(grace, task).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::error!(%error, what, "ended badly"),
        Err(_) => {
            tracing::warn!(what, "did not end in time");
            abort.abort();
        }
    }
}

/// Does deferred work as it falls due.
async fn run_jobs(cx: Cx, settings: crate::config::Jobs, stop: CancellationToken) {
    let every = Duration::from_millis(settings.every_milliseconds);
    repeat(every, stop, || async {
        if let Err(error) = app::jobs::run_due(&cx, settings.at_once).await {
            tracing::error!(%error, "jobs");
        }
    })
    .await;
}

/// Moves frames to Parquet and merges small files.
async fn keep_archive(
    archive: archive::Archive,
    settings: crate::config::Archive,
    stop: CancellationToken,
) {
    let persist =
        repeat(Duration::from_secs(settings.persist_minutes * 60), stop.clone(), || async {
            if let Err(error) = archive.persist().await {
                tracing::error!(%error, "archive: moving frames to Parquet");
            }
        });
    let compact = repeat(Duration::from_secs(settings.compact_hours * 3_600), stop, || async {
        if let Err(error) = archive.compact().await {
            tracing::error!(%error, "archive: merging files");
        }
    });
    tokio::join!(persist, compact);
}

/// Does something again and again until the stop; what has begun is finished.
async fn repeat<F: Future<Output = ()>>(
    every: Duration,
    stop: CancellationToken,
    mut work: impl FnMut() -> F,
) {
    let mut ticks = interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = ticks.tick() => work().await,
        }
    }
}

/// SIGTERM and SIGINT. Whoever waits for them listens before saying that anything runs: a signal that comes in between would
/// end the process on the spot.
pub(crate) struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    /// From now on the signals are heard.
    pub(crate) fn listen() -> anyhow::Result<Self> {
        let terminate = signal(SignalKind::terminate()).context("SIGTERM")?;
        let interrupt = signal(SignalKind::interrupt()).context("SIGINT")?;
        Ok(Self { terminate, interrupt })
    }

    /// Resolves when one of them has come.
    pub(crate) async fn asked(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
