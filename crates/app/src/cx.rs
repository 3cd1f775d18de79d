//! What every use case is handed: plain data, no globals.

use crate::telemetry::Pulse;
use crate::{Actor, Error, Law, LiveEvent, Permit, Policies, policy::Action, ports};
use domain::Timestamp;
use parking_lot::RwLock;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{Store, Tx};
use tokio::sync::broadcast;
use uuid::Uuid;

/// Events a slow screen may fall behind before it must fetch everything again.
const LIVE_BACKLOG: usize = 4_096;

/// Bits of an id that count; the 32 bits left of the 74 are random.
const ID_COUNTER_BITS: u8 = 42;

/// The parts a context is made of.
#[expect(missing_debug_implementations, reason = "ports have none")]
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The law as shipped, before what the site entered.
    pub law: Law,
    /// Who may do what.
    pub policies: Policies,
    /// The time.
    pub clock: Arc<dyn ports::Clock>,
    /// Telemetry.
    pub archive: Arc<dyn ports::Archive>,
    /// Files.
    pub blobs: Arc<dyn ports::Blobs>,
    /// PDFs.
    pub typesetter: Arc<dyn ports::Typesetter>,
    /// Checkpoints.
    pub signer: Arc<dyn ports::Signer>,
}

/// The context. Cheap to clone.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "ports have none")]
pub struct Cx {
    parts: Arc<Parts>,
    law: Arc<RwLock<Arc<Law>>>,
    live: broadcast::Sender<LiveEvent>,
    given: Arc<AtomicU64>,
    pulse: Arc<Pulse>,
}

impl Cx {
    /// A context of these parts.
    pub fn new(parts: Parts) -> Self {
        let (live, _) = broadcast::channel(LIVE_BACKLOG);
        let law = Arc::new(RwLock::new(Arc::new(parts.law.clone())));
        Self { parts: Arc::new(parts), law, live, given: Arc::default(), pulse: Arc::default() }
    }

    /// Asks whether the actor may do this at all, and gives the permit through which everything else goes.
    pub fn authorize<'a>(&'a self, actor: &'a Actor, action: Action) -> Result<Permit<'a>, Error> {
        Permit::ask(self, actor, action)
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// A fresh id: UUIDv7 with a counter before its random bits (RFC 9562 §6.2), so that ids of one millisecond keep
    /// the order in which they were given.
    pub fn id<T: From<Uuid>>(&self) -> T {
        let ms = self.now().as_millis().max(0).unsigned_abs();
        let count = u128::from(self.given.fetch_add(1, Ordering::Relaxed) % (1 << ID_COUNTER_BITS));
        let (seconds, nanos) = (ms / 1_000, (ms % 1_000) as u32 * 1_000_000);
        let time = uuid::Timestamp::from_unix_time(seconds, nanos, count, ID_COUNTER_BITS);
        Uuid::new_v7(time).into()
    }

    /// The law as data, as it is at this moment; a use case that asks several things keeps what it was given.
    pub fn law(&self) -> Arc<Law> {
        Arc::clone(&self.law.read())
    }

    /// Lays what the site entered over the shipped law: at the start, and after each change of the law.
    pub async fn read_law(&self) -> Result<(), Error> {
        let mut tx = self.store().read().await?;
        let law = self.parts.law.with_entered(&mut tx).await?;
        *self.law.write() = Arc::new(law);
        Ok(())
    }

    /// Takes up what another server has written into the law meanwhile.
    pub(crate) async fn follow_law(&self) -> Result<(), Error> {
        let mut tx = self.store().read().await?;
        let edition = store::law::edition(&mut tx).await?;
        drop(tx);
        if edition == self.law().edition() { Ok(()) } else { self.read_law().await }
    }

    /// The law as this transaction sees it: for a change of the law that rests on the law before it.
    pub(crate) async fn law_in(&self, tx: &mut Tx) -> Result<Law, Error> {
        Ok(self.parts.law.with_entered(tx).await?)
    }

    /// Who may do what.
    pub fn policies(&self) -> &Policies {
        &self.parts.policies
    }

    /// The state of devices at this moment, and the counters of the gateway.
    pub fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// The live events from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<LiveEvent> {
        self.live.subscribe()
    }

    pub(crate) fn publish(&self, event: LiveEvent) {
        // Nobody listening is no error.
        let _ = self.live.send(event);
    }

    pub(crate) fn store(&self) -> &Store {
        &self.parts.store
    }

    pub(crate) fn archive(&self) -> &dyn ports::Archive {
        self.parts.archive.as_ref()
    }

    pub(crate) fn blobs(&self) -> &dyn ports::Blobs {
        self.parts.blobs.as_ref()
    }

    /// What papers are printed with.
    pub fn typesetter(&self) -> Arc<dyn ports::Typesetter> {
        Arc::clone(&self.parts.typesetter)
    }

    pub(crate) fn signer(&self) -> &dyn ports::Signer {
        self.parts.signer.as_ref()
    }
}
