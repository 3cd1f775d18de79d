//! What every handler is handed: the use cases, the gate, and the limits of the HTTP layer.

use crate::limits::Limiter;
use crate::metrics::Metrics;
use app::Cx;
use app::access::Gate;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// Everything about HTTP that a site may set.
#[derive(Debug, Clone)]
pub struct Config {
    /// Whether browsers reach the platform over TLS: cookies are `Secure`, and HSTS is sent.
    pub tls: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Bytes of a JSON body.
    pub json_bytes: usize,
    /// Bytes of one file of evidence that is sent in one piece.
    pub file_bytes: usize,
    /// Bytes of one file of evidence that is sent in pieces.
    pub evidence_bytes: usize,
    /// Bytes of one piece.
    pub piece_bytes: usize,
    /// Bytes announced by all files that are on their way.
    pub waiting_bytes: u64,
    /// Bytes that one officer may have announced and not sent yet.
    pub officer_bytes: u64,
    /// Hours after which an unfinished file is thrown away.
    pub upload_hours: u32,
    /// Time for a request.
    pub timeout: Duration,
    /// Time for an upload.
    pub upload_timeout: Duration,
    /// Requests worked on at the same time.
    pub concurrency: usize,
    /// Requests a second from one address, in the long run.
    pub rate: u32,
    /// Requests from one address at once.
    pub burst: u32,
    /// Live event streams at the same time.
    pub live_streams: usize,
    /// How often an idle stream says that it is alive, and looks whether its session is.
    pub heartbeat: Duration,
    /// Uploads held in memory at the same time.
    pub uploads: usize,
    /// Whether `/metrics` answers others than this machine.
    pub metrics_public: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            tls: true,
            trusted_proxies: Vec::new(),
            json_bytes: 1 << 20,
            file_bytes: 25 << 20,
            evidence_bytes: 100 << 20,
            piece_bytes: 1 << 20,
            waiting_bytes: 4 << 30,
            officer_bytes: 1 << 30,
            upload_hours: 168,
            timeout: Duration::from_secs(30),
            upload_timeout: Duration::from_secs(180),
            concurrency: 256,
            rate: 50,
            burst: 200,
            live_streams: 1_000,
            heartbeat: Duration::from_secs(15),
            uploads: 8,
            metrics_public: false,
        }
    }
}

/// A user of the demonstration, shown on the guide.
#[derive(Debug, Clone)]
pub struct GuideUser {
    /// The account's name.
    pub name: String,
    /// The role, as named in policies.
    pub role: String,
    /// The password of this run.
    pub password: String,
    /// The person's name.
    pub display: String,
}

/// The guide of the demonstration. A production start has none.
#[derive(Debug, Clone, Default)]
pub struct Guide {
    /// Who may log in.
    pub users: Vec<GuideUser>,
    /// Where simulated devices connect, in words.
    pub hj212: Option<String>,
}

/// What the binary alone knows about its own health, asked by `/healthz` and `/metrics`.
pub trait Vitals: Send + Sync {
    /// What does not work, in words for the operator; empty when all does.
    fn ailments(&self) -> Vec<String>;
    /// Numbers of the parts below, in Prometheus text.
    fn numbers(&self) -> String;
}

/// The state of the router.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "the context has none")]
pub struct Api(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) cx: Cx,
    pub(crate) gate: Arc<Gate>,
    pub(crate) config: Config,
    pub(crate) guide: Option<Guide>,
    pub(crate) vitals: Box<dyn Vitals>,
    pub(crate) metrics: Metrics,
    pub(crate) limiter: Limiter,
    pub(crate) places: Semaphore,
    pub(crate) streams: Arc<Semaphore>,
    pub(crate) uploads: Semaphore,
    pub(crate) ending: watch::Sender<bool>,
}

impl Api {
    /// The state; `guide` only for the demonstration.
    pub fn new(
        cx: Cx,
        gate: Arc<Gate>,
        config: Config,
        guide: Option<Guide>,
        vitals: Box<dyn Vitals>,
    ) -> Self {
        Self(Arc::new(Inner {
            limiter: Limiter::new(config.rate, config.burst),
            places: Semaphore::new(config.concurrency.max(1)),
            streams: Arc::new(Semaphore::new(config.live_streams.max(1))),
            uploads: Semaphore::new(config.uploads.max(1)),
            ending: watch::Sender::new(false),
            metrics: Metrics::default(),
            cx,
            gate,
            config,
            guide,
            vitals,
        }))
    }

    /// Ends every live stream, so that an orderly stop need not wait for screens.
    pub fn end_streams(&self) {
        self.0.ending.send_replace(true);
    }

    pub(crate) fn cx(&self) -> &Cx {
        &self.0.cx
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.0.gate
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }
}
