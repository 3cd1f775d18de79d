//! Which Parquet files count. A file is in the archive when the manifest names it, and not before: the manifest is
//! replaced in one step, so that new files, merged files and the end of the log move together.

use crate::{Error, disk, error::At};
use domain::{
    Timestamp,
    reading::{Mn, ReadingKind},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

const VERSION: u32 = 1;
const NAME: &str = "manifest.json";

/// What a Parquet file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Table {
    /// Frames, ascending by number.
    Frames,
    /// Readings of one kind, ascending by (mn, factor, at, frame).
    Readings(ReadingKind),
}

impl Table {
    /// The folder for what happened at this instant: a civil day (Asia/Shanghai) of the many, a month of the few.
    pub(crate) fn partition(self, at: Timestamp) -> String {
        let date = at.date();
        let month = format!("{:04}-{:02}", date.year(), date.month());
        match self {
            Self::Frames => format!("frames/day={date}"),
            Self::Readings(ReadingKind::Realtime) => format!("readings/kind=realtime/day={date}"),
            Self::Readings(ReadingKind::Minute) => format!("readings/kind=minute/day={date}"),
            Self::Readings(ReadingKind::Hour) => format!("readings/kind=hour/month={month}"),
            Self::Readings(ReadingKind::Day) => format!("readings/kind=day/month={month}"),
        }
    }
}

/// One Parquet file as the manifest describes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Relative to the archive's folder.
    pub(crate) path: String,
    pub(crate) table: Table,
    pub(crate) rows: u64,
    pub(crate) bytes: u64,
    /// Least and greatest instant: of the readings, or when the frames arrived.
    pub(crate) at: (i64, i64),
    /// Least and greatest device, where every row has one and the rows are sorted by it.
    pub(crate) mn: Option<(Mn, Mn)>,
    /// Least and greatest frame number; none for imported readings.
    pub(crate) frames: Option<(u64, u64)>,
}

impl Entry {
    pub(crate) fn partition(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// A file that counts, or that some query still reads. It leaves the disk when the last reader lets go.
#[derive(Debug)]
pub(crate) struct DataFile {
    pub(crate) entry: Entry,
    pub(crate) path: PathBuf,
    replaced: AtomicBool,
}

impl Drop for DataFile {
    fn drop(&mut self) {
        if self.replaced.load(Ordering::Acquire)
            && let Err(error) = disk::remove(&self.path)
        {
            tracing::warn!(%error, "a merged file stays until the archive is opened again");
        }
    }
}

/// The files that count, and the number of the first frame that is still only in the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalog {
    pub(crate) persisted_through: u64,
    pub(crate) next_file: u64,
    pub(crate) files: Vec<Arc<DataFile>>,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    version: u32,
    persisted_through: u64,
    next_file: u64,
    files: Vec<Entry>,
}

impl Catalog {
    /// Reads the manifest of a folder and removes Parquet files that it does not name: a crash left them.
    pub(crate) fn open(root: &Path) -> Result<(Self, u64), Error> {
        let path = root.join(NAME);
        let catalog = match fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => return Err(error).at(&path),
            Ok(bytes) => Self::parse(root, &path, &bytes)?,
        };
        let known: HashSet<_> = catalog.files.iter().map(|file| file.path.clone()).collect();
        let mut orphans = 0;
        for table in ["frames", "readings"] {
            orphans += remove_unknown(&root.join(table), &known)?;
        }
        Ok((catalog, orphans))
    }

    fn parse(root: &Path, path: &Path, bytes: &[u8]) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let damaged = |error: serde_json::Error| Error::damaged(path, error);
        let Version { version } = serde_json::from_slice(bytes).map_err(damaged)?;
        if version > VERSION {
            return Err(Error::Newer { path: path.to_owned(), found: version });
        }
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(damaged)?;
        let Manifest { persisted_through, next_file, files, .. } = manifest;
        let files: Vec<_> = files.into_iter().map(|entry| DataFile::new(root, entry)).collect();
        if let Some(missing) = files.iter().find(|file| !file.path.is_file()) {
            return Err(Error::damaged(&missing.path, "named by the manifest, but not there"));
        }
        Ok(Self { persisted_through, next_file, files })
    }

    /// Makes this the truth on disk.
    pub(crate) fn save(&self, root: &Path) -> Result<(), Error> {
        disk::replace(&root.join(NAME), &self.encode(root)?)
    }

    /// The manifest's bytes.
    pub(crate) fn encode(&self, root: &Path) -> Result<Vec<u8>, Error> {
        let manifest = Manifest {
            version: VERSION,
            persisted_through: self.persisted_through,
            next_file: self.next_file,
            files: self.files.iter().map(|file| file.entry.clone()).collect(),
        };
        serde_json::to_vec_pretty(&manifest).map_err(|error| Error::damaged(root, error))
    }

    /// A number that no file had before.
    pub(crate) fn take_number(&mut self) -> u64 {
        self.next_file += 1;
        self.next_file
    }

    /// This catalogue with files added and others replaced by them.
    pub(crate) fn with(&self, added: Vec<Arc<DataFile>>, replaced: &[Arc<DataFile>]) -> Self {
        let stays = |file: &&Arc<DataFile>| !replaced.iter().any(|gone| Arc::ptr_eq(gone, file));
        let files = self.files.iter().filter(stays).cloned().chain(added).collect();
        Self { files, ..*self }
    }
}

impl DataFile {
    pub(crate) fn new(root: &Path, entry: Entry) -> Arc<Self> {
        let path = root.join(&entry.path);
        Arc::new(Self { entry, path, replaced: AtomicBool::new(false) })
    }

    /// Says that the manifest no longer names this file.
    pub(crate) fn retire(&self) {
        self.replaced.store(true, Ordering::Release);
    }
}

fn remove_unknown(dir: &Path, known: &HashSet<PathBuf>) -> Result<u64, Error> {
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        other => other.at(dir)?,
    };
    let mut removed = 0;
    for entry in entries {
        let path = entry.at(dir)?.path();
        if path.is_dir() {
            removed += remove_unknown(&path, known)?;
        } else if path.extension().is_some_and(|e| e == "parquet" || e == "part")
            && !known.contains(&path)
        {
            disk::remove(&path)?;
            removed += 1;
        }
    }
    Ok(removed)
}
