//! `serve` and `check-config`, with what happens at the first start of an empty site.

use crate::config::Config;
use crate::logging;
use crate::privacy;
use crate::serve::{Running, Stop};
use crate::site::{Open, Site};
use crate::wire::SystemClock;
use anyhow::Context as _;
use app::access::FirstAccount;
use domain::agency::Agencies;
use domain::region::Level;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

/// Serves until told to stop.
pub(crate) async fn serve(config: &Config) -> anyhow::Result<()> {
    logging::start(&config.log_level)?;
    for path in privacy::open_to_others(&config.data) {
        tracing::warn!("{}", privacy::warning(&path));
    }
    let site = Site::open(config, Open::Whole, Arc::new(SystemClock)).await?;
    let first = site.first_start(&config.bureau).await?;
    if !first.is_empty() {
        let path = config.data.join("first-accounts.txt");
        hand_over(&first, config.access.activation_hours, &path)?;
    }
    let stop = Stop::listen()?;
    let running = Running::start(site, config, None).await?;
    tracing::info!(http = %running.http, hj212 = %running.hj212, "serving");
    stop.asked().await;
    running.stop().await
}

/// The tokens go to stderr once and into a file that only the owner reads; the platform keeps none of them.
fn hand_over(first: &[FirstAccount], hours: u32, path: &Path) -> anyhow::Result<()> {
    let mut text =
        format!("Activate within {hours} hours; each token works once, then delete this file.\n");
    for FirstAccount { account, token } in first {
        text += &format!("{account}\t{token}\n");
    }
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
    let mut file = file.with_context(|| format!("writing {}", path.display()))?;
    file.write_all(text.as_bytes()).with_context(|| format!("writing {}", path.display()))?;
    eprint!(
        "First start: three administrators wait for activation (also in {}).\n{text}",
        path.display()
    );
    Ok(())
}

/// Agencies whose letters would leave out what they must say, and what that is.
fn incomplete(config: &Config, agencies: &Agencies) -> Vec<(String, String)> {
    let offices = config.offices();
    let common = config.office.missing();
    let own = agencies.iter().filter(|agency| agency.level != Level::Town);
    let lacking = own.filter_map(|agency| {
        let missing = offices.of(&agency.code).missing();
        (!missing.is_empty()).then(|| (agency.name.clone(), missing))
    });
    let lacking: Vec<_> = lacking.collect();
    // One line says it of all.
    if !lacking.is_empty() && lacking.iter().all(|(_, missing)| *missing == common) {
        return vec![("every agency".to_owned(), keys("office", &common))];
    }
    lacking.into_iter().map(|(name, missing)| (name, keys("office", &missing))).collect()
}

fn keys(section: &str, missing: &[&str]) -> String {
    let keys: Vec<String> = missing.iter().map(|key| format!("{section}.{key}")).collect();
    keys.join(", ")
}

/// Says what a configuration means.
pub(crate) fn check(config: &Config) -> anyhow::Result<()> {
    let agencies = Agencies::shipped().context("agencies")?;
    let bureau = agencies.get(&config.bureau);
    let bureau =
        bureau.with_context(|| format!("bureau: there is no agency `{}`", config.bureau))?;
    let store = match config.store_url()? {
        app::StoreUrl::Sqlite(path) => format!("SQLite {}", path.display()),
        // The address may hold a password.
        app::StoreUrl::Postgres(_) => "PostgreSQL".to_owned(),
    };
    println!("bureau  {}", bureau.name);
    println!("data    {}", config.data.display());
    println!("store   {store}");
    println!(
        "http    {}{}",
        config.http.listen,
        if config.http.tls { " (TLS in front)" } else { " (no TLS)" }
    );
    println!("hj212   {}", config.hj212.listen);
    println!("log     {}", config.log_origin);
    if !config.http.tls && !config.http.listen.ip().is_loopback() {
        println!("warning: without TLS, passwords and sessions travel in the open");
    }
    for path in privacy::open_to_others(&config.data) {
        println!("warning: {}", privacy::warning(&path));
    }
    for (agency, missing) in incomplete(config, &agencies) {
        println!("warning: {agency} can issue no decision until these are set: {missing}");
    }
    println!("the configuration is sound");
    Ok(())
}
