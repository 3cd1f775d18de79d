//! What tests need beyond Rust and Node: PostgreSQL's server, which they start themselves, and a browser. Installed by apt
//! where that is allowed, else named in one line.

use crate::{process, progress::Progress};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

/// Where Debian keeps the programs of the server, one folder a version.
const DEBIAN_POSTGRES: &str = "/usr/lib/postgresql";

/// The folder of PostgreSQL's server programs.
pub(crate) fn postgresql(progress: &Progress) -> Result<PathBuf> {
    find_or_install("postgresql", find_postgresql, progress)
}

/// The browser of the journeys.
pub(crate) fn chromium(progress: &Progress) -> Result<PathBuf> {
    find_or_install("chromium", || process::find("chromium"), progress)
}

fn find_postgresql() -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN_POSTGRES).into_iter().flatten();
    let folders = versions.filter_map(|entry| Some(entry.ok()?.path().join("bin/initdb")));
    folders.filter(|initdb| initdb.is_file()).max().or_else(|| process::find("initdb"))
}

fn find_or_install(
    package: &str,
    find: impl Fn() -> Option<PathBuf>,
    progress: &Progress,
) -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if !is_root()? || process::find("apt-get").is_none() {
        bail!("{package} is not installed; on Debian: sudo apt-get install {package}");
    }
    for args in [&["update"][..], &["install", "--yes", "--no-install-recommends", package]] {
        progress.say(&format!("apt-get {} ({package} is missing)", args[0]));
        let mut apt = Command::new("apt-get");
        apt.arg("-qq").args(args).env("DEBIAN_FRONTEND", "noninteractive");
        process::run(apt.stdin(Stdio::null()).stdout(Stdio::null()))?;
    }
    find().with_context(|| format!("{package} was installed but is not where Debian puts it"))
}

fn is_root() -> Result<bool> {
    Ok(process::output(Command::new("id").arg("-u"))?.trim() == "0")
}
