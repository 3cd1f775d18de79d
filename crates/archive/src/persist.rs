//! Moving log files to Parquet, in steps that may be cut short anywhere: write the files, name them, save the latest
//! readings, let the manifest name them, remove the log file. Before the manifest the log counts, after it the files.

use crate::{
    Archive, Error, Step, StoredFrame,
    catalog::{Catalog, Table},
    disk,
    shared::Shared,
    tables::{
        file::{Draft, Written},
        frames,
        readings::{Collector, Sorted, Summary},
    },
    wal::{segment::Segment, writer::Command},
};
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;

/// Rows turned into columns at once.
const BATCH_ROWS: usize = 8_192;
const FRAME_BATCH_ROWS: usize = 1_024;

/// What one call of [`Archive::persist`] moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Persisted {
    /// Log files moved and removed.
    pub segments: u64,
    /// Frames in them.
    pub frames: u64,
    /// Parquet files written.
    pub files: u64,
}

impl Archive {
    /// Moves every frame acknowledged so far from the log to Parquet, and removes the log files. How often it is called
    /// decides how old a log file gets; each call that finds frames writes one file for each folder they fall into.
    pub async fn persist(&self) -> Result<Persisted, Error> {
        let guard = self.shared.upkeep.clone().lock_owned().await;
        self.persist_under(guard).await
    }

    pub(crate) async fn persist_under(
        &self,
        guard: OwnedMutexGuard<()>,
    ) -> Result<Persisted, Error> {
        self.ask(Command::Seal).await?;
        let shared = self.shared.clone();
        self.blocking(move || {
            let _guard = guard;
            let mut done = Persisted::default();
            let mut segments = shared.snapshot().segments;
            segments.pop();
            for segment in segments {
                done.files += move_segment(&shared, &segment)?;
                done.frames += segment.count();
                done.segments += 1;
            }
            Ok(done)
        })
        .await
    }
}

fn move_segment(shared: &Shared, segment: &Arc<Segment>) -> Result<u64, Error> {
    let root = &shared.config.dir;
    let mut catalog = Catalog::clone(&shared.snapshot().catalog);
    let mut written = write_segment(shared, segment, &mut catalog)?;
    shared.halt(Step::FilesWritten)?;
    let added = written.drain(..).map(|file| file.publish(root)).collect::<Result<Vec<_>, _>>()?;
    shared.halt(Step::FilesNamed)?;
    let latest = shared.recent.read().encode()?;
    disk::replace(&shared.latest_path(), &latest)?;
    shared.halt(Step::LatestSaved)?;
    let files = added.len() as u64;
    let mut catalog = catalog.with(added, &[]);
    catalog.persisted_through = segment.end();
    shared.commit(catalog, &[], Some(segment))?;
    disk::remove(&segment.path)?;
    disk::sync_dir(&shared.wal_dir())?;
    shared.halt(Step::LogRemoved)?;
    Ok(files)
}

/// One file of frames, and one of readings for each folder.
fn write_segment(
    shared: &Shared,
    segment: &Segment,
    catalog: &mut Catalog,
) -> Result<Vec<Written>, Error> {
    let mut readings = Collector::default();
    let mut draft = None;
    let (mut least, mut greatest) = (i64::MAX, i64::MIN);
    let mut pending: Vec<StoredFrame> = Vec::with_capacity(FRAME_BATCH_ROWS);
    for number in segment.first..segment.end() {
        let Some(stored) = segment.frame(number)? else {
            break;
        };
        for reading in &stored.frame.readings {
            readings.push(reading, Some(number))?;
        }
        let received = stored.frame.received_at;
        least = least.min(received.as_millis());
        greatest = greatest.max(received.as_millis());
        if draft.is_none() {
            // One file for the log file, in the folder of its first frame, so that no two files' numbers overlap.
            let folder = Table::Frames.partition(received);
            draft = Some(Draft::create(
                &shared.config.dir,
                Table::Frames,
                &folder,
                catalog.take_number(),
            )?);
        }
        pending.push(stored);
        if pending.len() == FRAME_BATCH_ROWS
            && let Some(draft) = &mut draft
        {
            draft.push(&frames::batch(&pending)?)?;
            pending.clear();
        }
    }
    let mut written = Vec::new();
    if let Some(mut draft) = draft {
        draft.push(&frames::batch(&pending)?)?;
        let frames = Some((segment.first, segment.end() - 1));
        written.push(draft.finish(Summary { at: (least, greatest), mn: None, frames })?);
    }
    for sorted in readings.drain() {
        written.push(write_readings(shared, &sorted, catalog.take_number())?);
    }
    Ok(written)
}

pub(crate) fn write_readings(
    shared: &Shared,
    sorted: &Sorted,
    number: u64,
) -> Result<Written, Error> {
    let mut draft = Draft::create(&shared.config.dir, sorted.table, &sorted.folder, number)?;
    for batch in sorted.batches(BATCH_ROWS) {
        draft.push(&batch?)?;
    }
    draft.finish(sorted.summary())
}
