//! `demo`: a throw-away site with everything on embedded defaults, simulated devices included.

use crate::config::{Access, Archive, Config, Hj212, Http};
use crate::demo::{self, DemoClock, DemoUser};
use crate::logging;
use crate::serve::{Running, Stop};
use crate::site::{Open, Site};
use anyhow::Context as _;
use api::{Guide, GuideUser};
use serde::Serialize;
use std::fs;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Runs a throw-away site.
#[derive(clap::Args)]
pub(crate) struct Demo {
    /// Its folder; one of this demonstration before is emptied first.
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    data: PathBuf,
    /// Where browsers connect.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    http: SocketAddr,
    /// Where HJ 212 devices connect.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:9212")]
    hj212: SocketAddr,
    /// Taken for later use: there is no SIP listener yet.
    #[arg(long, value_name = "ADDR")]
    sip: Option<SocketAddr>,
    /// Taken for later use: there is no MQTT listener yet.
    #[arg(long, value_name = "ADDR")]
    mqtt: Option<SocketAddr>,
    /// Start no simulated devices.
    #[arg(long)]
    no_simulator: bool,
}

/// What `ready.json` says; listeners that do not exist are left out.
#[derive(Debug, Serialize)]
struct Ready<'a> {
    http: String,
    hj212: String,
    users: Vec<ReadyUser<'a>>,
}

#[derive(Debug, Serialize)]
struct ReadyUser<'a> {
    name: &'a str,
    role: &'a str,
    password: &'a str,
    display: &'a str,
}

/// The mark by which a folder of a demonstration is known; no other folder is ever emptied.
const MARK: &str = "demo.mark";
const READY: &str = "ready.json";

pub(crate) async fn demo(arguments: Demo) -> anyhow::Result<()> {
    logging::start("info")?;
    for (name, address) in [("sip", arguments.sip), ("mqtt", arguments.mqtt)] {
        if let Some(address) = address {
            tracing::warn!(%address, "--{name}: there is no such listener yet");
        }
    }
    let _held = claim(&arguments.data)?;
    let config = config(&arguments);
    let clock = Arc::new(DemoClock::default());
    let site = Site::open(&config, Open::Careless, clock.clone()).await?;
    let (users, fleet) = demo::fill(&site, &clock).await.context("filling the demonstration")?;
    let guide = Guide { users: users.iter().map(shown).collect(), hj212: None };
    let stop = Stop::listen()?;
    let running = Running::start(site, &config, Some(guide)).await?;
    let devices = (!arguments.no_simulator)
        .then(|| tokio::spawn(demo::simulate(fleet, running.hj212, running.stopping())));
    write_ready(&arguments.data, &running, &users)?;
    println!("http://{}/guide", running.http);
    stop.asked().await;
    // Who looks for the file finds a running demonstration, or none.
    fs::remove_file(arguments.data.join(READY)).context("removing ready.json")?;
    let stopped = running.stop().await;
    if let Some(devices) = devices {
        devices.await.context("simulated devices")?;
    }
    stopped
}

/// Embedded defaults: no TLS, no second factor, quick hashes, listeners as asked.
fn config(arguments: &Demo) -> Config {
    Config {
        data: arguments.data.clone(),
        stop_seconds: 5,
        http: Http { listen: arguments.http, tls: false, ..Http::default() },
        access: Access { second_factor_required: false, ..Access::default() },
        hj212: Hj212 { listen: arguments.hj212, grace_seconds: 2, ..Hj212::default() },
        archive: Archive { persist_minutes: 2, ..Archive::default() },
        office: demo::office(),
        offices: demo::offices(),
        ..Config::default()
    }
}

/// Claims the folder for this run, and empties it of an earlier demonstration. The claim ends with the process.
fn claim(dir: &Path) -> anyhow::Result<fs::File> {
    let place = || format!("folder of the demonstration {}", dir.display());
    fs::create_dir_all(dir).with_context(place)?;
    let filled = fs::read_dir(dir).with_context(place)?.next().is_some();
    let mark = dir.join(MARK);
    anyhow::ensure!(
        !filled || mark.exists(),
        "{} is not empty and no demonstration",
        dir.display()
    );
    let mut held = fs::File::create(&mark).with_context(place)?;
    if held.try_lock().is_err() {
        anyhow::bail!(
            "another demonstration runs in {}; stop it, or name another folder with --data",
            dir.display()
        );
    }
    held.write_all(b"a demonstration of huanzhi; emptied at its next start\n")
        .with_context(place)?;
    for entry in fs::read_dir(dir).with_context(place)? {
        let path = entry.with_context(place)?.path();
        match path {
            path if path == mark => {}
            path if path.is_dir() => fs::remove_dir_all(path).with_context(place)?,
            path => fs::remove_file(path).with_context(place)?,
        }
    }
    Ok(held)
}

fn shown(user: &DemoUser) -> GuideUser {
    let DemoUser { name, role, password, display } = user.clone();
    GuideUser { name, role, password, display }
}

fn ready_user(user: &DemoUser) -> ReadyUser<'_> {
    let DemoUser { name, role, password, display } = user;
    ReadyUser { name, role, password, display }
}

/// Written last and whole: who finds it may connect.
fn write_ready(dir: &Path, running: &Running, users: &[DemoUser]) -> anyhow::Result<()> {
    let ready = Ready {
        http: format!("http://{}", running.http),
        hj212: running.hj212.to_string(),
        users: users.iter().map(ready_user).collect(),
    };
    let (path, temporary) = (dir.join(READY), dir.join("ready.json.tmp"));
    fs::write(&temporary, serde_json::to_string_pretty(&ready)?).context("writing ready.json")?;
    fs::rename(&temporary, &path).context("writing ready.json")
}
