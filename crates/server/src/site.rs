//! An open site: database, files, keys, law and policies put together into the context of the use cases.

use crate::config::Config;
use crate::privacy;
use crate::wire::{FileBlobs, FileSigner, FrameArchive, NoArchive, NoTypesetter, Press};
use anyhow::Context as _;
use app::access::{FirstAccount, Gate, first_start};
use app::plants::{Registry, register};
use app::ports::Clock;
use app::{Actor, Cx, Law, Parts, Policies};
use domain::agency::{Agencies, Agency};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;

/// An open site.
pub(crate) struct Site {
    pub(crate) cx: Cx,
    pub(crate) gate: Arc<Gate>,
    pub(crate) store: Store,
    pub(crate) blobs: FileBlobs,
    pub(crate) archive: Option<archive::Archive>,
}

/// How much of a site a command opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    /// Everything; the archive lets only one process in.
    Whole,
    /// Everything, without waiting for the disk at each commit: throw-away demonstrations.
    Careless,
    /// Database, files and keys, beside a running server.
    Beside,
    /// The same, to be read only: nothing is made, signed, filled in or brought up to date.
    ReadOnly,
}

impl Site {
    /// Opens a site; what is missing is made, unless it is opened to be read only.
    pub(crate) async fn open(
        config: &Config,
        how: Open,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let (store, blobs, signer) = foundations(config, how).await?;
        let mut law = Law::shipped(config.thresholds.clone(), config.offices()).context("law")?;
        law.rules = config.jurisdiction.clone();
        let archive = match how {
            Open::Beside | Open::ReadOnly => None,
            Open::Whole | Open::Careless => Some(open_archive(config).await?),
        };
        let press: Arc<dyn app::ports::Typesetter> = match how {
            Open::Beside | Open::ReadOnly => Arc::new(NoTypesetter),
            Open::Whole | Open::Careless => {
                let dirs = font_dirs(config);
                Arc::new(
                    tokio::task::spawn_blocking(move || Press::new(&dirs))
                        .await
                        .context("fonts")??,
                )
            }
        };
        let cx = Cx::new(Parts {
            store: store.clone(),
            law,
            policies: Policies::shipped().context("policies")?,
            clock,
            archive: match &archive {
                Some(archive) => Arc::new(FrameArchive(archive.clone())),
                None => Arc::new(NoArchive),
            },
            blobs: Arc::new(blobs.clone()),
            typesetter: press,
            signer: Arc::new(signer),
        });
        cx.read_law().await.context("law")?;
        if how != Open::ReadOnly {
            fill_in(&cx).await?;
        }
        let gate = Arc::new(Gate::new(config.gate()).context("access")?);
        Ok(Self { cx, gate, store, blobs, archive })
    }

    /// Ends everything that was opened, in the order that loses nothing.
    pub(crate) async fn close(self) {
        if let Some(archive) = self.archive {
            if let Err(error) = archive.persist().await {
                tracing::error!(%error, "archive: frames stay in its log until the next start");
            }
            archive.close().await;
        }
        self.store.close().await;
    }

    /// At the first start of an empty site: its agencies, and three administrators with one-time tokens.
    pub(crate) async fn first_start(&self, bureau: &str) -> anyhow::Result<Vec<FirstAccount>> {
        let agencies = Agencies::shipped().context("agencies")?;
        let bureau = agencies
            .get(bureau)
            .with_context(|| format!("bureau: there is no agency `{bureau}`"))?;
        let first = first_start(&self.cx, &self.gate, bureau).await?;
        if first.is_empty() {
            return Ok(first);
        }
        let others = agencies.iter().filter(|agency| agency.id != bureau.id).cloned();
        let registry =
            Registry { agencies: superiors_first(others.collect()), ..Registry::default() };
        register(&self.cx, &Actor::Service("setup"), &registry)
            .await
            .context("registering agencies")?;
        Ok(first)
    }
}

/// Database, files and keys.
async fn foundations(config: &Config, how: Open) -> anyhow::Result<(Store, FileBlobs, FileSigner)> {
    let (url, origin) = (config.store_url()?, config.log_origin.parse()?);
    if how == Open::ReadOnly {
        let store = Store::open_read_only(&url).await.context("database")?;
        let signer = FileSigner::read(&config.keys_dir(), &origin)?;
        return Ok((store, FileBlobs::read_only(&config.blobs_dir()), signer));
    }
    for folder in [config.data.clone(), config.keys_dir(), config.blobs_dir(), config.archive_dir()]
    {
        privacy::make_dir(&folder)?;
    }
    if let app::StoreUrl::Sqlite(path) = &url {
        privacy::make_file(path)?;
    }
    let store = match (&url, how) {
        (app::StoreUrl::Sqlite(path), Open::Careless) => Store::open_careless(path).await,
        _ => Store::open(&url).await,
    };
    let signer = FileSigner::open(&config.keys_dir(), &origin)?;
    Ok((store.context("database")?, FileBlobs::open(&config.blobs_dir())?, signer))
}

async fn fill_in(cx: &Cx) -> anyhow::Result<()> {
    let filled = app::discretion::fill_in(cx).await.context("fines of earlier decisions")?;
    if filled > 0 {
        tracing::info!(filled, "fines of earlier decisions are kept for comparison");
    }
    Ok(())
}

fn superiors_first(mut agencies: Vec<Agency>) -> Vec<Agency> {
    agencies.sort_by_key(|agency| (agency.territory.depth(), agency.parent.is_some()));
    agencies
}

async fn open_archive(config: &Config) -> anyhow::Result<archive::Archive> {
    let settings = archive::Config {
        segment_bytes: config.archive.segment_bytes,
        wal_limit: config.archive.wal_bytes,
        ..archive::Config::new(config.archive_dir())
    };
    let (archive, recovery) = archive::Archive::open(settings).await.context("archive")?;
    tracing::info!(?recovery, "archive is open");
    Ok(archive)
}

/// As set, else as the environment says, else where the npm packages are.
fn font_dirs(config: &Config) -> Vec<PathBuf> {
    if config.fonts.is_empty() {
        return documents::fonts::default_dirs(Path::new("."));
    }
    config.fonts.clone()
}
