//! `backup` and `restore`: a site in a folder, and back, with the same root of the record.
//!
//! The database is copied first, at one moment; files and telemetry only grow, so that what it names is in the copy too.

use super::verify;
use crate::config::Config;
use crate::site::{Open, Site};
use crate::wire::SystemClock;
use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Copies a site into an empty folder.
#[derive(clap::Args)]
pub(crate) struct Backup {
    /// The folder; made if missing.
    dir: PathBuf,
    /// The configuration of the site.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// Puts a backup into an empty site.
#[derive(clap::Args)]
pub(crate) struct Restore {
    /// The folder of the backup.
    dir: PathBuf,
    /// The configuration of the site to be filled.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// What the backup says of itself.
#[derive(Debug, Serialize, Deserialize)]
struct Label {
    /// The signed head of the record in it.
    checkpoint: String,
}

const LABEL: &str = "backup.json";
const DATABASE: &str = "huanzhi.db";
const FOLDERS: [&str; 2] = ["files", "keys"];
const ARCHIVE: &str = "archive";
/// Copies of telemetry begun anew because files moved meanwhile.
const TRIES_MAX: usize = 5;

pub(crate) async fn backup(arguments: &Backup) -> anyhow::Result<()> {
    let config = Config::read(&arguments.config)?;
    let checkpoint = copy_out(&config, &arguments.dir).await?;
    println!("backed up to {}\n{checkpoint}", arguments.dir.display());
    Ok(())
}

/// Copies a site; gives the checkpoint of the copy.
pub(crate) async fn copy_out(config: &Config, dir: &Path) -> anyhow::Result<String> {
    make_empty(dir)?;
    let site = Site::open(config, Open::Beside, Arc::new(SystemClock)).await?;
    // The head is signed before the copy, so that the copy holds it.
    app::record::checkpoint(&site.cx).await?;
    let database = dir.join(DATABASE);
    let name = database.to_str().context("the folder's name is not UTF-8")?;
    let copied = site.store.copy_sqlite(name).await.context("copying the database")?;
    ensure!(
        copied,
        "PostgreSQL is backed up with its own tools (pg_dump); copy the data folder beside it"
    );
    site.close().await;
    for folder in FOLDERS {
        copy_tree(&config.data.join(folder), &dir.join(folder))?;
    }
    copy_archive(&config.archive_dir(), &dir.join(ARCHIVE))?;
    let checkpoint = root_of(dir, config).await?;
    let label = serde_json::to_string_pretty(&Label { checkpoint: checkpoint.clone() })?;
    fs::write(dir.join(LABEL), label).context("writing the label")?;
    Ok(checkpoint)
}

pub(crate) async fn restore(arguments: &Restore) -> anyhow::Result<()> {
    let config = Config::read(&arguments.config)?;
    copy_in(&config, &arguments.dir).await?;
    println!(
        "restored to {}; the record is sound and has the root of the backup",
        config.data.display()
    );
    Ok(())
}

/// Fills an empty site from a backup, and checks it.
pub(crate) async fn copy_in(config: &Config, dir: &Path) -> anyhow::Result<()> {
    let label = fs::read_to_string(dir.join(LABEL));
    let label: Label =
        serde_json::from_str(&label.context("this folder holds no backup")?).context(LABEL)?;
    let app::StoreUrl::Sqlite(database) = config.store_url()? else {
        bail!("PostgreSQL is restored with its own tools (pg_restore); copy the folders beside it");
    };
    make_empty(&config.data)?;
    ensure!(!database.exists(), "{} exists already", database.display());
    fs::copy(dir.join(DATABASE), &database).context("copying the database")?;
    for folder in FOLDERS.into_iter().chain([ARCHIVE]) {
        copy_tree(&dir.join(folder), &config.data.join(folder))?;
    }
    let site = Site::open(config, Open::Beside, Arc::new(SystemClock)).await?;
    let checkpoint = app::record::checkpoint(&site.cx).await?;
    ensure!(checkpoint == label.checkpoint, "the restored record has another head than the backup");
    let findings = verify::check(&site).await?;
    ensure!(
        findings.sound(),
        "the restored site is not sound: {:?} {:?}",
        findings.log.faults,
        findings.damaged
    );
    site.close().await;
    Ok(())
}

/// The signed head of the record in a backup.
async fn root_of(dir: &Path, config: &Config) -> anyhow::Result<String> {
    let copy =
        Config { data: dir.to_owned(), store: crate::config::Store::default(), ..config.clone() };
    let site = Site::open(&copy, Open::Beside, Arc::new(SystemClock)).await?;
    let checkpoint = app::record::checkpoint(&site.cx).await?;
    site.close().await;
    Ok(checkpoint)
}

fn make_empty(dir: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(dir).with_context(|| format!("folder {}", dir.display()))?;
    let mut entries = fs::read_dir(dir).with_context(|| format!("folder {}", dir.display()))?;
    ensure!(entries.next().is_none(), "{} is not empty", dir.display());
    Ok(())
}

/// Copies a folder with all below it, modes included. Temporary names are left out.
fn copy_tree(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("folder {}", to.display()))?;
    if !from.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(from).with_context(|| format!("folder {}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_name().to_string_lossy().starts_with("tmp-") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("copying {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Copies telemetry while it is being written: as long as the manifest stays the same, so do the files it names, and what
/// the log gains meanwhile is complete up to some frame.
fn copy_archive(from: &Path, to: &Path) -> anyhow::Result<()> {
    let manifest = from.join("manifest.json");
    for _ in 0..TRIES_MAX {
        let before = fs::read(&manifest).unwrap_or_default();
        let copied = copy_tree(from, to);
        if before == fs::read(&manifest).unwrap_or_default() {
            return copied;
        }
        fs::remove_dir_all(to).with_context(|| format!("folder {}", to.display()))?;
    }
    bail!("telemetry moves too often to be copied; try again later")
}
