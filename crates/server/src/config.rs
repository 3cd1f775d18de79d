//! The configuration file: every setting with its default, unknown keys refused with their line.

mod handed;

use anyhow::{Context as _, ensure};
use app::StoreUrl;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// The sample that is shipped; a test keeps it equal to the defaults.
pub(crate) const SAMPLE: &str = include_str!("../../../huanzhi.toml");

/// Everything a site may set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    pub(crate) data: PathBuf,
    pub(crate) log_origin: String,
    pub(crate) bureau: String,
    pub(crate) fonts: Vec<PathBuf>,
    pub(crate) log_level: String,
    pub(crate) stop_seconds: u64,
    pub(crate) http: Http,
    pub(crate) store: Store,
    pub(crate) access: Access,
    pub(crate) hj212: Hj212,
    pub(crate) archive: Archive,
    pub(crate) jobs: Jobs,
    pub(crate) jurisdiction: domain::jurisdiction::Rules,
    pub(crate) thresholds: domain::case::Thresholds,
    pub(crate) office: app::Office,
    /// By code of the agency.
    pub(crate) offices: BTreeMap<String, app::Office>,
}

/// `[http]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Http {
    pub(crate) listen: SocketAddr,
    pub(crate) tls: bool,
    pub(crate) trusted_proxies: Vec<IpAddr>,
    pub(crate) json_bytes: usize,
    pub(crate) file_bytes: usize,
    pub(crate) evidence_bytes: usize,
    pub(crate) piece_bytes: usize,
    pub(crate) waiting_bytes: u64,
    pub(crate) officer_bytes: u64,
    pub(crate) upload_hours: u32,
    pub(crate) timeout_seconds: u64,
    pub(crate) upload_timeout_seconds: u64,
    pub(crate) concurrency: usize,
    pub(crate) rate_per_second: u32,
    pub(crate) burst: u32,
    pub(crate) live_streams: usize,
    pub(crate) heartbeat_seconds: u64,
    pub(crate) uploads: usize,
    pub(crate) metrics_public: bool,
}

/// `[store]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Store {
    pub(crate) url: String,
}

/// `[access]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Access {
    pub(crate) second_factor_required: bool,
    pub(crate) idle_minutes: u32,
    pub(crate) session_hours: u32,
    pub(crate) activation_hours: u32,
    pub(crate) failures_max: u32,
    pub(crate) lock_minutes: u32,
    pub(crate) peer_failures_max: u32,
    pub(crate) peer_wait_seconds: u32,
    pub(crate) hash_memory_kib: u32,
    pub(crate) hash_passes: u32,
    pub(crate) hashing_at_once: usize,
    pub(crate) hashing_waiting: usize,
    pub(crate) issuer: String,
}

/// `[hj212]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Hj212 {
    pub(crate) listen: SocketAddr,
    pub(crate) connections: usize,
    pub(crate) per_address: usize,
    pub(crate) idle_seconds: u64,
    pub(crate) partial_seconds: u64,
    pub(crate) answer_seconds: u64,
    pub(crate) faults: u32,
    pub(crate) parts_seconds: u64,
    pub(crate) heartbeat: Heartbeat,
    pub(crate) grace_seconds: u64,
    pub(crate) future_tolerance_seconds: u32,
    pub(crate) back_fill_days: u32,
}

/// How a sign of life is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Heartbeat {
    Silent,
    Notice,
    Data,
}

/// `[archive]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Archive {
    pub(crate) segment_bytes: u64,
    pub(crate) wal_bytes: u64,
    pub(crate) persist_minutes: u64,
    pub(crate) compact_hours: u64,
}

/// `[jobs]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Jobs {
    pub(crate) every_milliseconds: u64,
    pub(crate) at_once: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: "data".into(),
            log_origin: "hbj.langfang.example/log".to_owned(),
            bureau: "LF".to_owned(),
            fonts: Vec::new(),
            log_level: "info".to_owned(),
            stop_seconds: 20,
            http: Http::default(),
            store: Store::default(),
            access: Access::default(),
            hj212: Hj212::default(),
            archive: Archive::default(),
            jobs: Jobs::default(),
            jurisdiction: domain::jurisdiction::Rules::default(),
            thresholds: domain::case::Thresholds::default(),
            office: app::Office::default(),
            offices: BTreeMap::new(),
        }
    }
}

impl Default for Http {
    fn default() -> Self {
        let usual = api::Config::default();
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls: usual.tls,
            trusted_proxies: usual.trusted_proxies,
            json_bytes: usual.json_bytes,
            file_bytes: usual.file_bytes,
            evidence_bytes: usual.evidence_bytes,
            piece_bytes: usual.piece_bytes,
            waiting_bytes: usual.waiting_bytes,
            officer_bytes: usual.officer_bytes,
            upload_hours: usual.upload_hours,
            timeout_seconds: usual.timeout.as_secs(),
            upload_timeout_seconds: usual.upload_timeout.as_secs(),
            concurrency: usual.concurrency,
            rate_per_second: usual.rate,
            burst: usual.burst,
            live_streams: usual.live_streams,
            heartbeat_seconds: usual.heartbeat.as_secs(),
            uploads: usual.uploads,
            metrics_public: usual.metrics_public,
        }
    }
}

impl Default for Access {
    fn default() -> Self {
        let usual = app::access::Settings::default();
        Self {
            second_factor_required: usual.second_factor_required,
            idle_minutes: usual.idle_minutes,
            session_hours: usual.session_hours,
            activation_hours: usual.activation_hours,
            failures_max: usual.failures_max,
            lock_minutes: usual.lock_minutes,
            peer_failures_max: usual.peer_failures_max,
            peer_wait_seconds: usual.peer_wait_seconds,
            hash_memory_kib: usual.memory_kib,
            hash_passes: usual.passes,
            hashing_at_once: usual.hashing_at_once,
            hashing_waiting: usual.hashing_waiting,
            issuer: usual.issuer,
        }
    }
}

impl Default for Hj212 {
    fn default() -> Self {
        let listen = SocketAddr::from(([0, 0, 0, 0], 9212));
        let usual = gateway::Config::new(listen);
        Self {
            listen,
            connections: usual.connections,
            per_address: usual.per_address,
            idle_seconds: usual.idle.as_secs(),
            partial_seconds: usual.partial.as_secs(),
            answer_seconds: usual.answer.as_secs(),
            faults: usual.faults,
            parts_seconds: 60,
            heartbeat: Heartbeat::Notice,
            grace_seconds: usual.grace.as_secs(),
            future_tolerance_seconds: 600,
            back_fill_days: 90,
        }
    }
}

impl Default for Archive {
    fn default() -> Self {
        let usual = archive::Config::new("");
        Self {
            segment_bytes: usual.segment_bytes,
            wal_bytes: usual.wal_limit,
            persist_minutes: 10,
            compact_hours: 6,
        }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self { every_milliseconds: 500, at_once: 16 }
    }
}

impl Config {
    /// Reads a file; an error names the file, the line and the key.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("configuration {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("configuration {}", path.display()))
    }

    /// Parses the text of a configuration file.
    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let config: Self = toml::from_str(text)?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        self.log_origin.parse::<domain::record::Origin>().context("log_origin")?;
        self.store_url().context("store.url")?;
        ensure!(self.http.json_bytes >= 1_024, "http.json_bytes: at least 1024");
        ensure!(self.http.file_bytes >= 1_024, "http.file_bytes: at least 1024");
        ensure!(self.http.piece_bytes >= 1_024, "http.piece_bytes: at least 1024");
        let http = &self.http;
        ensure!(
            (http.evidence_bytes as u64..=http.waiting_bytes).contains(&http.officer_bytes),
            "http.officer_bytes: between evidence_bytes and waiting_bytes"
        );
        ensure!(self.http.upload_hours >= 1, "http.upload_hours: at least 1");
        ensure!(self.http.heartbeat_seconds >= 1, "http.heartbeat_seconds: at least 1");
        ensure!(self.access.failures_max >= 1, "access.failures_max: at least 1");
        ensure!(self.access.idle_minutes >= 1, "access.idle_minutes: at least 1");
        ensure!(self.access.session_hours >= 1, "access.session_hours: at least 1");
        ensure!(self.hj212.back_fill_days >= 1, "hj212.back_fill_days: at least 1");
        ensure!(self.jobs.every_milliseconds >= 50, "jobs.every_milliseconds: at least 50");
        ensure!(self.archive.persist_minutes >= 1, "archive.persist_minutes: at least 1");
        ensure!(self.archive.compact_hours >= 1, "archive.compact_hours: at least 1");
        let agencies = domain::agency::Agencies::shipped().context("agencies")?;
        let stranger = self.offices.keys().find(|code| agencies.get(code).is_none());
        ensure!(
            stranger.is_none(),
            "offices: there is no agency `{}`",
            stranger.map_or("", |code| code)
        );
        crate::logging::filter(&self.log_level)?;
        Ok(())
    }

    /// The database: as set, else a file in the data folder.
    pub(crate) fn store_url(&self) -> anyhow::Result<StoreUrl> {
        match self.store.url.as_str() {
            "" => Ok(StoreUrl::Sqlite(self.data.join("huanzhi.db"))),
            url => Ok(url.parse()?),
        }
    }

    /// The folder of files of evidence and documents.
    pub(crate) fn blobs_dir(&self) -> PathBuf {
        self.data.join("files")
    }

    /// The folder of telemetry.
    pub(crate) fn archive_dir(&self) -> PathBuf {
        self.data.join("archive")
    }

    /// The folder of the log's keys.
    pub(crate) fn keys_dir(&self) -> PathBuf {
        self.data.join("keys")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_shows_every_default() {
        assert_eq!(Config::parse(SAMPLE).unwrap(), Config::default());
        // A setting that the sample does not show would be known to nobody.
        let shown: toml::Table = SAMPLE.parse().unwrap();
        for (section, count) in [
            ("http", 19),
            ("store", 1),
            ("access", 13),
            ("hj212", 12),
            ("archive", 4),
            ("jobs", 2),
            ("office", 8),
        ] {
            assert_eq!(shown[section].as_table().unwrap().len(), count, "[{section}]");
        }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = format!(
            "{:#}",
            Config::parse("data = \"d\"\n[http]\nlisten = \"0.0.0.0:1\"\nlissten = 1\n")
                .unwrap_err()
        );
        assert!(error.contains("line 4") && error.contains("lissten"), "{error}");
        let error = format!("{:#}", Config::parse("[http]\nlisten = \"nowhere\"\n").unwrap_err());
        assert!(error.contains("line 2") && error.contains("listen"), "{error}");
    }

    #[test]
    fn settings_that_cannot_work_are_named() {
        for (text, key) in [
            ("log_origin = \"a b\"", "log_origin"),
            ("log_level = \"gateway=loud\"", "log_level"),
            ("[store]\nurl = \"mysql://x\"", "store.url"),
            ("[access]\nfailures_max = 0", "access.failures_max"),
            ("[offices.LF-999]\nphone = \"1\"", "LF-999"),
        ] {
            let error = format!("{:#}", Config::parse(text).unwrap_err());
            assert!(error.contains(key), "{key}: {error}");
        }
    }
}
