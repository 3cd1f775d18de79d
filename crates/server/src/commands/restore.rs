//! `restore`: a backup into an empty site, whichever database it was made from, with the same root of the record.

use super::backup::{ARCHIVE, FOLDERS, FORMAT, LABEL, Label, TABLES, make_empty};
use super::sums::Sums;
use super::verify;
use crate::config::Config;
use crate::privacy;
use crate::site::{Open, Site};
use crate::wire::SystemClock;
use anyhow::{Context as _, ensure};
use domain::record::Frontier;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Filling;

/// Puts a backup into an empty site.
#[derive(clap::Args)]
pub(crate) struct Restore {
    /// The folder of the backup.
    dir: PathBuf,
    /// The configuration of the site to be filled.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

pub(crate) async fn restore(arguments: &Restore) -> anyhow::Result<()> {
    let config = Config::read(&arguments.config)?;
    let label = copy_in(&config, &arguments.dir).await?;
    println!("restored to {}", config.data.display());
    println!("log      {} lines, root {}, as in the backup", label.lines, label.root);
    Ok(())
}

/// Fills an empty site from a backup, and checks it. Nothing is begun before the whole backup was found undamaged.
pub(crate) async fn copy_in(config: &Config, dir: &Path) -> anyhow::Result<Label> {
    let label = fs::read_to_string(dir.join(LABEL)).context("this folder holds no backup")?;
    let label: Label = serde_json::from_str(&label).context(LABEL)?;
    ensure!(label.format == FORMAT, "this is a backup of form {}, not {FORMAT}", label.format);
    let sums = Sums::check(dir, &label.sums)?;
    make_empty(&config.data)?;
    if let app::StoreUrl::Sqlite(path) = config.store_url()? {
        privacy::make_file(&path)?;
    }
    fill_tables(config, dir, &label).await?;
    for folder in FOLDERS.into_iter().chain([ARCHIVE]) {
        for name in sums.below(folder) {
            Sums::default().copy(&dir.join(name), &config.data, name.to_owned())?;
        }
    }
    // Opened once to be written: what later versions of the program add to the tables is added now.
    Site::open(config, Open::Beside, Arc::new(SystemClock)).await?.close().await;
    let site = Site::open(config, Open::ReadOnly, Arc::new(SystemClock)).await?;
    let findings = verify::check(&site).await?;
    site.close().await;
    let (faults, rows) = (&findings.log.faults, &findings.rows.astray);
    let (damaged, missing) = (&findings.damaged, &findings.missing);
    ensure!(
        findings.sound(),
        "the restored site is not sound: {faults:?} {damaged:?} {missing:?} {rows:?}"
    );
    Ok(label)
}

/// All tables in one transaction, kept only if the record in them has the root of the backup.
async fn fill_tables(config: &Config, dir: &Path, label: &Label) -> anyhow::Result<()> {
    let mut filling = Filling::begin(&config.store_url()?, label.schema).await?;
    for table in filling.tables() {
        let name = format!("{TABLES}/{}.jsonl", table.name);
        let file = File::open(dir.join(&name)).with_context(|| name.clone())?;
        filling.read(&table, BufReader::new(file)).await.with_context(|| name.clone())?;
    }
    let head = filling.head().await?;
    ensure!(is_head(&head, label), "the record in the backup has another root than its label");
    filling.commit().await.context("filling the database")
}

fn is_head(head: &Frontier, label: &Label) -> bool {
    head.size() == label.lines && head.root().to_string() == label.root
}
