//! The archive's front door: opening, storing, closing.

use crate::{
    Error, FrameRef, Seen,
    catalog::Catalog,
    disk,
    engine::Engine,
    error::At,
    recent::Recent,
    shared::{Shared, State},
    wal::{
        segment::{Sealed, Segment},
        writer::{Command, QUEUE, Writer},
    },
};
use domain::reading::{Frame, Mn, Reading};
use parking_lot::{Mutex, RwLock};
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
    thread,
};
use tokio::sync::{mpsc, oneshot};

/// Frames that travel to the writer together.
const CHUNK: usize = 256;

/// Where the archive is, and its limits.
#[derive(Debug, Clone)]
pub struct Config {
    /// Its folder; made if missing.
    pub dir: PathBuf,
    /// A log file takes no further batch once it has so many bytes.
    pub segment_bytes: u64,
    /// The log may grow to about so many bytes; beyond it an append first moves frames to Parquet itself.
    pub wal_limit: u64,
    /// For crash tests: work stops with [`Error::Halted`] after this step.
    #[doc(hidden)]
    pub halt_after: Option<Step>,
}

impl Config {
    /// The limits for a bureau's server.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            segment_bytes: 64 * 1024 * 1024,
            wal_limit: 1024 * 1024 * 1024,
            halt_after: None,
        }
    }
}

/// The moments in [`Archive::persist`] and [`Archive::compact`] between which a crash is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// New files are on disk under their temporary names.
    FilesWritten,
    /// They have their own names.
    FilesNamed,
    /// The latest readings are saved.
    LatestSaved,
    /// The manifest names the new files.
    ManifestReplaced,
    /// The log file is gone.
    LogRemoved,
}

/// What opening the archive found and put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Log files that were read again.
    pub segments: u64,
    /// Frames found in them.
    pub frames: u64,
    /// Bytes after the last sound record of a log file: cut off, and kept in `wal/damaged`. After a crash these are
    /// frames that nobody was told were stored.
    pub cut_bytes: u64,
    /// Log files removed because Parquet had all their frames.
    pub stale_segments: u64,
    /// Parquet files removed because the manifest did not name them.
    pub orphans: u64,
}

/// Figures for the operator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Bytes in the log.
    pub wal_bytes: u64,
    /// Files in the log.
    pub wal_segments: u64,
    /// Frames that are only in the log.
    pub wal_frames: u64,
    /// Commands waiting for the writer.
    pub queued: u64,
    /// Parquet files.
    pub files: u64,
    /// Bytes in them.
    pub file_bytes: u64,
    /// Rows in them.
    pub rows: u64,
    /// Row groups that queries had to read since the archive was opened.
    pub row_groups_read: u64,
    /// Row groups that queries could leave out by their statistics.
    pub row_groups_pruned: u64,
    /// Whether the log is broken and takes nothing more.
    pub broken: bool,
}

/// A handle to the archive. Clones share it.
#[derive(Debug, Clone)]
pub struct Archive {
    pub(crate) shared: Arc<Shared>,
    commands: mpsc::Sender<Command>,
    writer: Arc<Mutex<Option<thread::JoinHandle<()>>>>,
}

impl Archive {
    /// Opens the archive in a folder and puts right what a crash left. Only one process can have it open.
    pub async fn open(config: Config) -> Result<(Self, Recovery), Error> {
        let opened = tokio::task::spawn_blocking(move || open(config)).await;
        opened.map_err(|error| Error::Query(error.to_string()))?
    }

    /// Stores a frame. When this returns it is on disk and every query finds it.
    ///
    /// If the caller goes away meanwhile, the frame may be stored all the same.
    pub async fn append(&self, frame: Frame) -> Result<FrameRef, Error> {
        self.make_room().await?;
        self.send(vec![Sealed::new(frame)?]).await?.await.map_err(|_| self.gone())?.map(FrameRef)
    }

    /// Stores frames; on an error, some of them may be stored. Cheaper than one by one.
    pub async fn append_many(&self, frames: Vec<Frame>) -> Result<Vec<FrameRef>, Error> {
        self.make_room().await?;
        let count = frames.len();
        let mut sealed = frames.into_iter().map(Sealed::new).collect::<Result<Vec<_>, _>>()?;
        let mut waiting = Vec::with_capacity(count.div_ceil(CHUNK));
        while !sealed.is_empty() {
            let rest = sealed.split_off(sealed.len().min(CHUNK));
            waiting.push((sealed.len() as u64, self.send(sealed).await?));
            sealed = rest;
        }
        let mut references = Vec::with_capacity(count);
        for (count, reply) in waiting {
            let first = reply.await.map_err(|_| self.gone())??;
            references.extend((first..first + count).map(FrameRef));
        }
        Ok(references)
    }

    async fn send(
        &self,
        sealed: Vec<Sealed>,
    ) -> Result<oneshot::Receiver<Result<u64, Error>>, Error> {
        let (reply, answer) = oneshot::channel();
        let sent = self.commands.send(Command::Append(sealed, reply)).await;
        sent.map_err(|_| self.gone())?;
        Ok(answer)
    }

    /// Asks the writer for something and waits until it is done.
    pub(crate) async fn ask(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<(), Error>>) -> Command,
    ) -> Result<(), Error> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).await.map_err(|_| self.gone())?;
        answer.await.map_err(|_| self.gone())?
    }

    /// Why the writer is no longer there.
    fn gone(&self) -> Error {
        self.shared.broken.read().clone().map_or(Error::Closed, Error::Broken)
    }

    async fn make_room(&self) -> Result<(), Error> {
        let full = || self.shared.wal_bytes() > self.shared.config.wal_limit;
        if full() {
            let guard = self.shared.upkeep.clone().lock_owned().await;
            // Many may have waited for the guard; the first of them made room for all.
            if full() {
                self.persist_under(guard).await?;
            }
        }
        Ok(())
    }

    /// Whether the readings of a frame were stored before, as far as the memory of [`crate::WINDOW`] keys for each
    /// device and kind reaches. Stores nothing. Two frames judged at the same moment do not see each other.
    pub fn seen(&self, frame: &Frame) -> Seen {
        self.shared.recent.read().seen(&frame.readings)
    }

    /// The same of readings that are not in a frame yet.
    pub fn seen_readings(&self, readings: &[Reading]) -> Seen {
        self.shared.recent.read().seen(readings)
    }

    /// The latest reading of each factor and kind, from memory, by kind and factor.
    pub async fn latest(&self, mn: &Mn) -> Vec<Reading> {
        let mut latest = self.shared.recent.read().latest(mn);
        latest.sort_by(|a, b| (a.kind, &a.factor).cmp(&(b.kind, &b.factor)));
        latest
    }

    /// Figures for the operator.
    pub fn stats(&self) -> Stats {
        let State { catalog, segments } = self.shared.snapshot();
        let files = || catalog.files.iter().map(|file| &file.entry);
        let engine = &self.shared.engine;
        Stats {
            wal_bytes: self.shared.wal_bytes(),
            wal_segments: segments.len() as u64,
            wal_frames: segments.iter().map(|segment| segment.count()).sum(),
            queued: (QUEUE - self.commands.capacity()) as u64,
            files: catalog.files.len() as u64,
            file_bytes: files().map(|entry| entry.bytes).sum(),
            rows: files().map(|entry| entry.rows).sum(),
            row_groups_read: engine.groups_read.load(Ordering::Relaxed),
            row_groups_pruned: engine.groups_pruned.load(Ordering::Relaxed),
            broken: self.shared.broken.read().is_some(),
        }
    }

    /// Stores what is queued, ends the writer and lets go of the folder. Other handles then fail with
    /// [`Error::Closed`]; they can still ask.
    pub async fn close(self) {
        let _guard = self.shared.upkeep.clone().lock_owned().await;
        let (reply, answer) = oneshot::channel();
        if self.commands.send(Command::Close(reply)).await.is_ok() {
            drop(answer.await);
        }
        if let Some(writer) = self.writer.lock().take()
            && writer.join().is_err()
        {
            tracing::error!("the log's writer failed");
        }
        drop(self.shared.lock.lock().take());
    }

    /// Runs file work off the async threads.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| Error::Query(error.to_string()))?
    }
}

fn open(config: Config) -> Result<(Archive, Recovery), Error> {
    let root = config.dir.clone();
    disk::create_dir(&root.join("wal"))?;
    let lock = lock(&root)?;
    let (catalog, orphans) = Catalog::open(&root)?;
    let mut recovery = Recovery { orphans, ..Recovery::default() };
    let mut recent = Recent::default();
    recent.load(&root.join("latest.bin"))?;
    let wal = root.join("wal");
    let (mut segments, next) = replay(&wal, &catalog, &mut recent, &mut recovery)?;
    let active = Arc::new(Segment::create(&wal, next)?);
    segments.push(active.clone());
    let segment_bytes = config.segment_bytes;
    let shared = Arc::new(Shared {
        config,
        state: RwLock::new(State { catalog: Arc::new(catalog), segments }),
        recent: RwLock::new(recent),
        broken: RwLock::new(None),
        upkeep: Arc::default(),
        engine: Engine::new(),
        lock: Mutex::new(Some(lock)),
    });
    let (sender, commands) = mpsc::channel(QUEUE);
    let writer = Writer { shared: shared.clone(), active, segment_bytes, commands };
    let thread = thread::Builder::new().name("archive-log".to_owned());
    let thread = thread.spawn(move || writer.run()).at(&root)?;
    let archive = Archive { shared, commands: sender, writer: Arc::new(Mutex::new(Some(thread))) };
    Ok((archive, recovery))
}

fn lock(root: &Path) -> Result<File, Error> {
    let path = root.join("lock");
    let file = File::create(&path).at(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Locked(root.to_owned())),
        Err(TryLockError::Error(error)) => Err(error).at(&path),
    }
}

/// Reads the log files that are not in Parquet yet, and removes those that are. Also the number of the next frame.
fn replay(
    wal: &Path,
    catalog: &Catalog,
    recent: &mut Recent,
    recovery: &mut Recovery,
) -> Result<(Vec<Arc<Segment>>, u64), Error> {
    let mut segments = Vec::new();
    let mut next = catalog.persisted_through;
    for (first, path) in log_files(wal)? {
        // A log file moves whole, so its first frame says whether it has moved.
        if first < catalog.persisted_through {
            disk::remove(&path)?;
            recovery.stale_segments += 1;
            continue;
        }
        let (segment, cut) = Segment::reopen(path, |number, frame| {
            recovery.frames += 1;
            recent.note_readings(Some(FrameRef(number)), frame.readings);
        })?;
        // The cut bytes held fewer frames than bytes: no number in them is ever given again.
        let end = segment.as_ref().map_or(first, Segment::end);
        next = next.max(end + cut);
        recovery.cut_bytes += cut;
        recovery.segments += u64::from(segment.is_some());
        segments.extend(segment.map(Arc::new));
    }
    disk::sync_dir(wal)?;
    Ok((segments, next))
}

/// The log files by the number of their first frame, ascending.
fn log_files(wal: &Path) -> Result<Vec<(u64, PathBuf)>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(wal).at(wal)? {
        let path = entry.at(wal)?.path();
        if path.extension().is_some_and(|extension| extension == "wal") {
            let first = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            let first = first.ok_or_else(|| Error::damaged(&path, "its name is no number"))?;
            files.push((first, path));
        }
    }
    files.sort_unstable();
    Ok(files)
}
