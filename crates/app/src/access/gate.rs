//! The gate: how hard passwords are hashed, how many at once, and who must wait.

use super::tally::{Rule, Tallies, Tally};
use crate::Error;
use anyhow::Context as _;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use domain::{Refusal, Timestamp};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Semaphore;

/// Everything about coming in that a site may set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Memory of one password hash, KiB (argon2id).
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Hashes computed at the same time; times the memory is what a flood of log-ins can take.
    pub hashing_at_once: usize,
    /// Log-ins that may wait for that; more are told to come again.
    pub hashing_waiting: usize,
    /// Failures in a row that lock an account.
    pub failures_max: u32,
    /// For how long, minutes.
    pub lock_minutes: u32,
    /// Failures from one address before it has to wait.
    pub peer_failures_max: u32,
    /// For how long, seconds.
    pub peer_wait_seconds: u32,
    /// A session ends when unused for so long, minutes.
    pub idle_minutes: u32,
    /// A session ends after so long in any case, hours.
    pub session_hours: u32,
    /// An activation token ends after so long, hours.
    pub activation_hours: u32,
    /// Whether work begins only with a confirmed second factor.
    pub second_factor_required: bool,
    /// What authenticator apps show as the issuer.
    pub issuer: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
            hashing_at_once: 2,
            hashing_waiting: 64,
            failures_max: 5,
            lock_minutes: 15,
            peer_failures_max: 20,
            peer_wait_seconds: 60,
            idle_minutes: 30,
            session_hours: 12,
            activation_hours: 24,
            second_factor_required: true,
            issuer: "环执".to_owned(),
        }
    }
}

/// What everybody passes on the way in. One for the process.
#[expect(missing_debug_implementations, reason = "holds a hash, which no log may show")]
pub struct Gate {
    settings: Settings,
    argon: Argon2<'static>,
    slots: Arc<Semaphore>,
    queue: Semaphore,
    decoy: String,
    strangers: Mutex<Tallies>,
    peers: Mutex<Tallies>,
}

impl Gate {
    /// Checks the parameters of the hash and prepares a decoy, so that an unknown name costs what a known one costs.
    pub fn new(settings: Settings) -> anyhow::Result<Self> {
        let params = Params::new(settings.memory_kib, settings.passes, 1, None)
            .map_err(|error| anyhow::anyhow!("argon2 parameters: {error}"))?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = hash(&argon, &rand::random::<[u8; 32]>())?;
        Ok(Self {
            argon,
            slots: Arc::new(Semaphore::new(settings.hashing_at_once.max(1))),
            queue: Semaphore::new(settings.hashing_at_once.max(1) + settings.hashing_waiting),
            decoy,
            strangers: Mutex::default(),
            peers: Mutex::default(),
            settings,
        })
    }

    /// What the site set.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn account_rule(&self) -> Rule {
        let lock_ms = i64::from(self.settings.lock_minutes) * 60_000;
        Rule { failures_max: self.settings.failures_max, lock_ms }
    }

    fn peer_rule(&self) -> Rule {
        let lock_ms = i64::from(self.settings.peer_wait_seconds) * 1_000;
        Rule { failures_max: self.settings.peer_failures_max, lock_ms }
    }

    /// Refuses an address that failed too often lately.
    pub(super) fn admit_peer(&self, peer: &str, now: Timestamp) -> Result<(), Error> {
        let tally = lock(&self.peers).get(peer, self.peer_rule(), now);
        tally.locked(now).map_or(Ok(()), |_| Err(too_many()))
    }

    pub(super) fn peer_failed(&self, peer: &str, now: Timestamp) {
        lock(&self.peers).fail(peer, self.peer_rule(), now);
    }

    /// Names without an account lock like accounts do; else the lock would tell which names exist.
    pub(super) fn stranger(&self, name: &str, now: Timestamp) -> Tally {
        lock(&self.strangers).get(name, self.account_rule(), now)
    }

    pub(super) fn stranger_failed(&self, name: &str, now: Timestamp) {
        lock(&self.strangers).fail(name, self.account_rule(), now);
    }

    /// Whether the password fits the hash; without one, the same work for a no.
    pub(super) async fn verify(&self, password: &str, phc: Option<String>) -> Result<bool, Error> {
        let known = phc.is_some();
        let phc = phc.unwrap_or_else(|| self.decoy.clone());
        let password = password.to_owned();
        let fits = self.run(move |argon| {
            let parsed = PasswordHash::new(&phc).map_err(|error| anyhow::anyhow!("{error}"))?;
            Ok(argon.verify_password(password.as_bytes(), &parsed).is_ok())
        });
        Ok(fits.await? && known)
    }

    /// The hash to keep of a new password.
    pub(super) async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move |argon| hash(argon, password.as_bytes())).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> anyhow::Result<T> + Send + 'static,
    ) -> Result<T, Error> {
        let _place = self.queue.try_acquire().map_err(|_| too_many())?;
        let slot = Arc::clone(&self.slots).acquire_owned().await.context("hashing slots closed")?;
        let argon = self.argon.clone();
        let task = tokio::task::spawn_blocking(move || {
            // The slot goes with the work: a caller who hangs up does not make room while memory is still in use.
            let _slot = slot;
            work(&argon)
        });
        Ok(task.await.context("hashing did not finish")??)
    }
}

fn hash(argon: &Argon2<'static>, password: &[u8]) -> anyhow::Result<String> {
    let phc = argon.hash_password(password).map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(phc.to_string())
}

fn lock(tallies: &Mutex<Tallies>) -> MutexGuard<'_, Tallies> {
    tallies.lock().unwrap_or_else(PoisonError::into_inner)
}

fn too_many() -> Error {
    Refusal::new(
        "session.too_many",
        "尝试过于频繁，请稍后再试",
        "too many attempts; please try again later",
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Gate {
        let settings = Settings {
            memory_kib: 8,
            passes: 1,
            hashing_at_once: 1,
            hashing_waiting: 0,
            ..Settings::default()
        };
        Gate::new(settings).unwrap()
    }

    #[tokio::test]
    async fn a_password_fits_its_hash_and_nothing_fits_the_decoy() {
        let gate = small();
        let phc = gate.hash("correct horse battery").await.unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{phc}");
        assert!(gate.verify("correct horse battery", Some(phc.clone())).await.unwrap());
        assert!(!gate.verify("correct horse batterY", Some(phc)).await.unwrap());
        assert!(!gate.verify("anything", None).await.unwrap());
    }

    #[tokio::test]
    async fn a_flood_is_turned_away_and_not_queued_without_end() {
        let gate = small();
        let taken = Arc::clone(&gate.slots).acquire_owned().await.unwrap();
        let waiting = gate.verify("a", None);
        let mut waiting = std::pin::pin!(waiting);
        assert!(futures_poll(&mut waiting).await.is_none(), "the one place in the queue waits");
        let refused = gate.verify("b", None).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(refusal) if refusal.code == "session.too_many"));
        drop(taken);
        assert!(!waiting.await.unwrap());
    }

    /// Polls once.
    async fn futures_poll<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        std::future::poll_fn(|cx| {
            std::task::Poll::Ready(match std::pin::Pin::new(&mut *future).poll(cx) {
                std::task::Poll::Ready(output) => Some(output),
                std::task::Poll::Pending => None,
            })
        })
        .await
    }

    #[test]
    fn parameters_that_argon2_does_not_know_are_an_error() {
        assert!(Gate::new(Settings { memory_kib: 0, ..Settings::default() }).is_err());
    }
}
