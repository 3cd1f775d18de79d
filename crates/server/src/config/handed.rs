//! The configuration as each part of the program takes it.

use super::{Config, Heartbeat};
use std::time::Duration;

impl Config {
    /// What the letters of each agency say of it.
    pub(crate) fn offices(&self) -> app::Offices {
        app::Offices::new(self.office.clone(), self.offices.clone())
    }

    /// As the HTTP layer takes it.
    pub(crate) fn api(&self) -> api::Config {
        let http = &self.http;
        api::Config {
            tls: http.tls,
            trusted_proxies: http.trusted_proxies.clone(),
            json_bytes: http.json_bytes,
            file_bytes: http.file_bytes,
            evidence_bytes: http.evidence_bytes,
            piece_bytes: http.piece_bytes,
            waiting_bytes: http.waiting_bytes,
            officer_bytes: http.officer_bytes,
            upload_hours: http.upload_hours,
            timeout: Duration::from_secs(http.timeout_seconds),
            upload_timeout: Duration::from_secs(http.upload_timeout_seconds),
            concurrency: http.concurrency,
            rate: http.rate_per_second,
            burst: http.burst,
            live_streams: http.live_streams,
            heartbeat: Duration::from_secs(http.heartbeat_seconds),
            uploads: http.uploads,
            metrics_public: http.metrics_public,
        }
    }

    /// As the gate takes it.
    pub(crate) fn gate(&self) -> app::access::Settings {
        let access = self.access.clone();
        app::access::Settings {
            memory_kib: access.hash_memory_kib,
            passes: access.hash_passes,
            hashing_at_once: access.hashing_at_once,
            hashing_waiting: access.hashing_waiting,
            failures_max: access.failures_max,
            lock_minutes: access.lock_minutes,
            peer_failures_max: access.peer_failures_max,
            peer_wait_seconds: access.peer_wait_seconds,
            idle_minutes: access.idle_minutes,
            session_hours: access.session_hours,
            activation_hours: access.activation_hours,
            second_factor_required: access.second_factor_required,
            issuer: access.issuer,
        }
    }

    /// As the gateway takes it.
    pub(crate) fn gateway(&self) -> gateway::Config {
        let hj212 = &self.hj212;
        gateway::Config {
            listen: hj212.listen,
            connections: hj212.connections,
            per_address: hj212.per_address,
            idle: Duration::from_secs(hj212.idle_seconds),
            partial: Duration::from_secs(hj212.partial_seconds),
            answer: Duration::from_secs(hj212.answer_seconds),
            faults: hj212.faults,
            heartbeat: match hj212.heartbeat {
                Heartbeat::Silent => gateway::Heartbeat::Silent,
                Heartbeat::Notice => gateway::Heartbeat::Notice,
                Heartbeat::Data => gateway::Heartbeat::Data,
            },
            grace: Duration::from_secs(hj212.grace_seconds),
        }
    }
}
