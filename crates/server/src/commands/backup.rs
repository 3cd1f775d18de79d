//! `backup`: a site in a folder, the same from both databases.
//!
//! The tables are written first, at one moment; files and telemetry only grow, so that what the tables name is in the copy too.

use super::sums::{Hashing, Sums};
use crate::config::Config;
use crate::privacy;
use crate::site::{Open, Site};
use crate::wire::SystemClock;
use anyhow::{Context as _, bail, ensure};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Snapshot, Store};

/// Copies a site into an empty folder.
#[derive(clap::Args)]
pub(crate) struct Backup {
    /// The folder; made if missing.
    dir: PathBuf,
    /// The configuration of the site.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

/// What the backup says of itself.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Label {
    /// The form of the backup; this program writes and reads [`FORMAT`].
    pub(crate) format: u32,
    /// The last migration that made the tables.
    pub(crate) schema: i64,
    /// Lines of the record.
    pub(crate) lines: u64,
    /// The root over them.
    pub(crate) root: String,
    /// The last signed head, of so many lines or fewer.
    pub(crate) checkpoint: Option<String>,
    /// The digest of the list of files.
    pub(crate) sums: String,
}

pub(crate) const FORMAT: u32 = 1;
pub(crate) const LABEL: &str = "backup.json";
pub(crate) const TABLES: &str = "tables";
pub(crate) const FOLDERS: [&str; 2] = ["files", "keys"];
pub(crate) const ARCHIVE: &str = "archive";
/// Copies of telemetry begun anew because files moved meanwhile.
const TRIES_MAX: usize = 5;

pub(crate) async fn backup(arguments: &Backup) -> anyhow::Result<()> {
    let config = Config::read(&arguments.config)?;
    let label = copy_out(&config, &arguments.dir).await?;
    println!("backed up to {}", arguments.dir.display());
    println!("log      {} lines, root {}", label.lines, label.root);
    Ok(())
}

/// Copies a site; gives the label of the copy.
pub(crate) async fn copy_out(config: &Config, dir: &Path) -> anyhow::Result<Label> {
    make_empty(dir)?;
    let site = Site::open(config, Open::Beside, Arc::new(SystemClock)).await?;
    // The head is signed before the copy, so that the copy holds it.
    app::record::checkpoint(&site.cx).await?;
    let mut sums = Sums::default();
    let label = write_tables(&site.store, dir, &mut sums).await?;
    site.close().await;
    for folder in FOLDERS {
        sums.copy_tree(&config.data.join(folder), dir, Path::new(folder))?;
    }
    copy_archive(&config.archive_dir(), dir, &mut sums)?;
    let label = Label { sums: sums.write(dir)?, ..label };
    // Written last: a folder without its label is no backup.
    fs::write(dir.join(LABEL), serde_json::to_string_pretty(&label)?).context("the label")?;
    Ok(label)
}

async fn write_tables(store: &Store, dir: &Path, sums: &mut Sums) -> anyhow::Result<Label> {
    fs::create_dir(dir.join(TABLES)).context(TABLES)?;
    let mut snapshot = Snapshot::take(store).await.context("reading the database")?;
    for table in snapshot.tables() {
        let name = PathBuf::from(format!("{TABLES}/{}.jsonl", table.name));
        let file = File::create_new(dir.join(&name)).with_context(|| table.name.clone())?;
        let mut lines = BufWriter::new(Hashing::new(file));
        snapshot.write(&table, &mut lines).await?;
        lines.flush().with_context(|| table.name.clone())?;
        let file = lines.into_inner().map_err(io::IntoInnerError::into_error);
        let file = file.with_context(|| table.name.clone())?;
        sums.list(name, file.finish().with_context(|| table.name.clone())?);
    }
    let (head, checkpoint) = snapshot.head().await?;
    let root = head.root().to_string();
    let schema = snapshot.schema();
    Ok(Label { format: FORMAT, schema, lines: head.size(), root, checkpoint, sums: String::new() })
}

pub(crate) fn make_empty(dir: &Path) -> anyhow::Result<()> {
    privacy::make_dir(dir)?;
    let mut entries = fs::read_dir(dir).with_context(|| format!("folder {}", dir.display()))?;
    ensure!(entries.next().is_none(), "{} is not empty", dir.display());
    Ok(())
}

/// Copies telemetry while it is being written: as long as the manifest stays the same, so do the files it names, and what
/// the log gains meanwhile is complete up to some frame.
fn copy_archive(from: &Path, dir: &Path, sums: &mut Sums) -> anyhow::Result<()> {
    let (manifest, name) = (from.join("manifest.json"), Path::new(ARCHIVE));
    for _ in 0..TRIES_MAX {
        let before = fs::read(&manifest).unwrap_or_default();
        let copied = sums.copy_tree(from, dir, name);
        if before == fs::read(&manifest).unwrap_or_default() {
            return copied;
        }
        sums.remove_tree(dir, name)?;
    }
    bail!("telemetry moves too often to be copied; try again later")
}
