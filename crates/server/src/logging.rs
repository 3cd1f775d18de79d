//! Logs: words on a terminal, JSON lines elsewhere. They name requests and things, never secrets or people's data.

use anyhow::Context as _;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// Checks the level: `error` to `trace`, also by module (`info,gateway=debug`).
pub(crate) fn filter(level: &str) -> anyhow::Result<EnvFilter> {
    // Statements of the database may hold values; they stay out whatever the level.
    EnvFilter::try_new(format!("{level},sqlx=warn")).context("log_level")
}

/// Starts logging to stderr. A second start in one process changes nothing.
pub(crate) fn start(level: &str) -> anyhow::Result<()> {
    let logs =
        tracing_subscriber::fmt().with_env_filter(filter(level)?).with_writer(std::io::stderr);
    let terminal = std::io::stderr().is_terminal();
    let started = if terminal { logs.compact().try_init() } else { logs.json().try_init() };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
    Ok(())
}
