//! Questions to the archive. Each sees Parquet and log at one moment, so that no frame is missed or counted twice.

use crate::{
    Archive, Error, FrameRef, StoredFrame,
    catalog::{DataFile, Table},
    codes::{ACCEPTED, QUARANTINED, REJECTED, fault_code},
    engine::within,
    shared::State,
    tables::{frames, readings},
    wal::segment::Segment,
};
use datafusion::prelude::{Expr, col, lit};
use domain::{
    Timestamp,
    reading::{Factor, Frame, FrameFault, Mn, Reading, ReadingKind, Verdict},
};
use std::sync::Arc;

/// No answer is longer, whatever was asked for.
pub const MAX_READINGS: usize = 1_000_000;
/// No list of frames is longer.
pub const MAX_FRAMES: usize = 1_000;
/// Folders read at once: a year of months, or some days of instants. It bounds the rows held while an answer is made.
const MONTHS: usize = 13;
const DAYS: usize = 4;
/// Frame files read at once, newest first, until the answer is full.
const FRAME_FILES: usize = 4;

/// Which readings.
#[derive(Debug, Clone)]
pub struct ReadingQuery {
    /// Of this device.
    pub mn: Mn,
    /// Of this factor, or of all.
    pub factor: Option<Factor>,
    /// Taken over this time.
    pub kind: ReadingKind,
    /// From this instant on.
    pub from: Timestamp,
    /// Before this instant.
    pub to: Timestamp,
    /// The earliest so many; at most [`MAX_READINGS`].
    pub limit: usize,
}

/// What became of the frames that are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// Whatever became of them.
    #[default]
    Any,
    /// Accepted.
    Accepted,
    /// Quarantined or rejected, for whatever reason.
    Faulty,
    /// Quarantined.
    Quarantined,
    /// Rejected.
    Rejected,
    /// Quarantined or rejected for this reason.
    Fault(FrameFault),
}

/// Which frames.
#[derive(Debug, Clone)]
pub struct FrameQuery {
    /// Of this device; of all devices, and of none, if not given.
    pub mn: Option<Mn>,
    /// Received from this instant on.
    pub from: Timestamp,
    /// Received before this instant.
    pub to: Timestamp,
    /// What became of them.
    pub standing: Standing,
    /// The newest so many; at most [`MAX_FRAMES`].
    pub limit: usize,
    /// Only frames stored before this one: the last of the page before.
    pub before: Option<FrameRef>,
}

impl Archive {
    /// Readings, ascending by time and factor. Of readings with one key the first counts: the one of the earliest
    /// frame, or the imported one where no frame has it.
    pub async fn readings(&self, query: ReadingQuery) -> Result<Vec<Reading>, Error> {
        let State { catalog, segments } = self.shared.snapshot();
        let folders = folders(&catalog.files, &query);
        let limit = query.limit.min(MAX_READINGS);
        let query = Arc::new(query);
        let mut buffered = {
            let query = query.clone();
            self.blocking(move || buffered_readings(&segments, &query))
                .await?
                .into_iter()
                .peekable()
        };
        let at_once = match query.kind {
            ReadingKind::Realtime | ReadingKind::Minute => DAYS,
            ReadingKind::Hour | ReadingKind::Day => MONTHS,
        };
        let mut out = Vec::new();
        let mut chunks = folders.chunks(at_once).peekable();
        while out.len() < limit {
            let chunk = chunks.next();
            let mut rows = match chunk {
                Some(chunk) => self.stored_readings(&chunk.concat(), &query).await?,
                None => Vec::new(),
            };
            // Folders do not overlap in time: what is earlier than the next folder's first row is complete now.
            let until = chunks.peek().map_or(i64::MAX, |next| earliest(next));
            while let Some(row) = buffered.next_if(|(_, r)| r.at.as_millis() < until) {
                rows.push(row);
            }
            rows.sort_by(|(f, a), (g, b)| {
                let first = f.unwrap_or(u64::MAX).cmp(&g.unwrap_or(u64::MAX));
                (a.at, &a.factor).cmp(&(b.at, &b.factor)).then(first)
            });
            rows.dedup_by(|(_, later), (_, first)| {
                (later.at, &later.factor) == (first.at, &first.factor)
            });
            out.extend(rows.into_iter().map(|(_, reading)| reading));
            if chunk.is_none() {
                break;
            }
        }
        out.truncate(limit);
        Ok(out)
    }

    async fn stored_readings(
        &self,
        files: &[Arc<DataFile>],
        query: &ReadingQuery,
    ) -> Result<Vec<(Option<u64>, Reading)>, Error> {
        let table = self.shared.engine.open(Table::Readings(query.kind), files).await?;
        let mut filter = col("mn").eq(lit(query.mn.as_str()));
        if let Some(factor) = &query.factor {
            filter = filter.and(col("factor").eq(lit(&*factor.0)));
        }
        let chosen = table.filter(filter.and(within("at", query.from, query.to)))?;
        let mut rows = Vec::new();
        for batch in self.shared.engine.run(chosen).await? {
            readings::read(&batch, query.kind, |frame, reading| {
                rows.push((frame, reading));
            })?;
        }
        Ok(rows)
    }

    /// Frames with what became of them, newest first (by number, which is the order in which they were stored).
    pub async fn frames(&self, query: FrameQuery) -> Result<Vec<StoredFrame>, Error> {
        let State { catalog, segments } = self.shared.snapshot();
        let limit = query.limit.min(MAX_FRAMES);
        let before = query.before.map_or(u64::MAX, |reference| reference.0);
        let query = Arc::new(query);
        let mut out = {
            let query = query.clone();
            self.blocking(move || buffered_frames(&segments, &query, before, limit)).await?
        };
        let (from, to) = (query.from.as_millis(), query.to.as_millis());
        let mut files: Vec<_> = catalog
            .files
            .iter()
            .filter(|file| file.entry.table == Table::Frames)
            .filter(|file| file.entry.frames.is_some_and(|(first, _)| first < before))
            .filter(|file| file.entry.at.0 < to && from <= file.entry.at.1)
            .cloned()
            .collect();
        files.sort_by_key(|file| std::cmp::Reverse(file.entry.frames));
        for files in files.chunks(FRAME_FILES) {
            if out.len() >= limit {
                break;
            }
            let table = self.shared.engine.open(Table::Frames, files).await?;
            let chosen = table
                .filter(matching(&query, before))?
                .sort(vec![col("frame").sort(false, false)])?
                .limit(0, Some(limit - out.len()))?;
            for batch in self.shared.engine.run(chosen).await? {
                out.extend(frames::read(&batch)?);
            }
        }
        Ok(out)
    }

    /// The frame with this reference; none if there is none.
    pub async fn frame(&self, reference: &FrameRef) -> Result<Option<StoredFrame>, Error> {
        let State { catalog, segments } = self.shared.snapshot();
        let number = reference.0;
        if let Some(segment) = segments.into_iter().find(|s| (s.first..s.end()).contains(&number)) {
            return self.blocking(move || segment.frame(number)).await;
        }
        let holds = |file: &&Arc<DataFile>| {
            let Some((first, last)) = file.entry.frames else {
                return false;
            };
            file.entry.table == Table::Frames && (first..=last).contains(&number)
        };
        let Some(file) = catalog.files.iter().find(holds).cloned() else {
            return Ok(None);
        };
        let table = self.shared.engine.open(Table::Frames, &[file]).await?;
        let chosen = table.filter(col("frame").eq(lit(number as i64)))?;
        let mut found = Vec::new();
        for batch in self.shared.engine.run(chosen).await? {
            found.extend(frames::read(&batch)?);
        }
        Ok(found.pop())
    }
}

/// The files that may hold readings asked for, by folder, earliest folder first.
fn folders(files: &[Arc<DataFile>], query: &ReadingQuery) -> Vec<Vec<Arc<DataFile>>> {
    let mut chosen: Vec<_> = files
        .iter()
        .filter(|file| {
            let entry = &file.entry;
            let device = entry.mn.as_ref().is_some_and(|(a, b)| (a..=b).contains(&&query.mn));
            let (first, last) = entry.at;
            entry.table == Table::Readings(query.kind)
                && device
                && first < query.to.as_millis()
                && query.from.as_millis() <= last
        })
        .cloned()
        .collect();
    chosen.sort_by(|a, b| a.entry.partition().cmp(b.entry.partition()));
    chosen
        .chunk_by(|a, b| a.entry.partition() == b.entry.partition())
        .map(<[Arc<DataFile>]>::to_vec)
        .collect()
}

fn earliest(folders: &[Vec<Arc<DataFile>>]) -> i64 {
    folders.iter().flatten().map(|file| file.entry.at.0).min().unwrap_or(i64::MAX)
}

/// Readings that are only in the log yet, ascending by time.
fn buffered_readings(
    segments: &[Arc<Segment>],
    query: &ReadingQuery,
) -> Result<Vec<(Option<u64>, Reading)>, Error> {
    let mut out = Vec::new();
    for segment in segments {
        for number in segment.frames_of(&query.mn) {
            let Some(stored) = segment.frame(number)? else {
                continue;
            };
            let chosen = stored.frame.readings.into_iter().filter(|reading| {
                reading.kind == query.kind
                    && (query.from..query.to).contains(&reading.at)
                    && query.factor.as_ref().is_none_or(|factor| *factor == reading.factor)
            });
            out.extend(chosen.map(|reading| (Some(number), reading)));
        }
    }
    out.sort_by_key(|(_, reading)| reading.at);
    Ok(out)
}

/// Frames that are only in the log yet, newest first.
fn buffered_frames(
    segments: &[Arc<Segment>],
    query: &FrameQuery,
    before: u64,
    limit: usize,
) -> Result<Vec<StoredFrame>, Error> {
    let mut out = Vec::new();
    for segment in segments.iter().rev() {
        let numbers = match &query.mn {
            Some(mn) => segment.frames_of(mn),
            None => (segment.first..segment.end()).collect(),
        };
        for number in numbers.into_iter().rev().filter(|number| *number < before) {
            if out.len() >= limit {
                return Ok(out);
            }
            let stored = segment.frame(number)?;
            out.extend(stored.filter(|stored| fits(&stored.frame, query)));
        }
    }
    Ok(out)
}

fn fits(frame: &Frame, query: &FrameQuery) -> bool {
    let fault = match &frame.verdict {
        Verdict::Accepted { .. } => None,
        Verdict::Quarantined { fault } | Verdict::Rejected { fault } => Some(*fault),
    };
    (query.from..query.to).contains(&frame.received_at)
        && match query.standing {
            Standing::Any => true,
            Standing::Accepted => fault.is_none(),
            Standing::Faulty => fault.is_some(),
            Standing::Quarantined => matches!(frame.verdict, Verdict::Quarantined { .. }),
            Standing::Rejected => matches!(frame.verdict, Verdict::Rejected { .. }),
            Standing::Fault(asked) => fault == Some(asked),
        }
}

/// The same choice as [`fits`], for the engine.
fn matching(query: &FrameQuery, before: u64) -> Expr {
    let before = i64::try_from(before).unwrap_or(i64::MAX);
    let mut filter = within("received_at", query.from, query.to).and(col("frame").lt(lit(before)));
    if let Some(mn) = &query.mn {
        filter = filter.and(col("mn").eq(lit(mn.as_str())));
    }
    match query.standing {
        Standing::Any => filter,
        Standing::Accepted => filter.and(col("verdict").eq(lit(ACCEPTED))),
        Standing::Faulty => filter.and(col("verdict").not_eq(lit(ACCEPTED))),
        Standing::Quarantined => filter.and(col("verdict").eq(lit(QUARANTINED))),
        Standing::Rejected => filter.and(col("verdict").eq(lit(REJECTED))),
        Standing::Fault(fault) => filter.and(col("fault").eq(lit(fault_code(fault)))),
    }
}
