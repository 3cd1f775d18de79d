//! Merging many small Parquet files of a folder into one. Queries that read the old files finish on them.

use crate::{
    Archive, Error,
    catalog::{Catalog, DataFile, Table},
    engine::order,
    tables::{file::Draft, readings::Summary},
};
use futures::StreamExt;
use std::{cmp, sync::Arc};

/// A folder that still grows is merged when so many files have gathered, a finished one always.
const GATHERED: usize = 8;
/// Files of more rows than this are well enough as they are.
const SMALL: u64 = 131_072;
/// No merged file has more rows.
const MAX_READINGS: u64 = 8_000_000;
const MAX_FRAMES: u64 = 1_000_000;

/// What one call of [`Archive::compact`] merged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Files that were merged away.
    pub merged: u64,
    /// Files they became.
    pub files: u64,
}

impl Archive {
    /// Merges small files. A file is only merged with others that together have a fair share of the rows, so that a
    /// row is rewritten a few times in its life and not with every new file.
    pub async fn compact(&self) -> Result<Compacted, Error> {
        let _guard = self.shared.upkeep.lock().await;
        let mut done = Compacted::default();
        loop {
            let catalog = self.shared.snapshot().catalog;
            let Some(run) = next_run(&catalog.files) else {
                return Ok(done);
            };
            self.merge(Catalog::clone(&catalog), &run).await?;
            done.merged += run.len() as u64;
            done.files += 1;
        }
    }

    async fn merge(&self, mut catalog: Catalog, run: &[Arc<DataFile>]) -> Result<(), Error> {
        let Some(first) = run.first() else {
            return Ok(());
        };
        let root = &self.shared.config.dir;
        let (table, folder) = (first.entry.table, first.entry.partition());
        // The files are sorted already, so this is a merge and holds only a batch of each.
        let rows = self.shared.engine.open(table, run).await?.sort(order(table))?;
        let mut batches = rows.execute_stream().await?;
        let mut draft = Draft::create(root, table, folder, catalog.take_number())?;
        while let Some(batch) = batches.next().await {
            draft.push(&batch?)?;
        }
        let merged = draft.finish(summary(run))?.publish(root)?;
        self.shared.commit(catalog.with(vec![merged], run), run, None)
    }
}

fn summary(run: &[Arc<DataFile>]) -> Summary {
    let span = |a: (u64, u64), b: (u64, u64)| (a.0.min(b.0), a.1.max(b.1));
    let entries = || run.iter().map(|file| &file.entry);
    let least = |pick: fn(&DataFile) -> i64| run.iter().map(|file| pick(file)).min();
    let greatest = |pick: fn(&DataFile) -> i64| run.iter().map(|file| pick(file)).max();
    let mns = || entries().filter_map(|entry| entry.mn.as_ref());
    let least_mn = mns().map(|(mn, _)| mn).min().cloned();
    Summary {
        at: (
            least(|file| file.entry.at.0).unwrap_or(0),
            greatest(|file| file.entry.at.1).unwrap_or(0),
        ),
        mn: least_mn.zip(mns().map(|(_, mn)| mn).max().cloned()),
        frames: entries().filter_map(|entry| entry.frames).reduce(span),
    }
}

/// Files of one folder that are worth merging now. Frame files stay in the order of their numbers.
fn next_run(files: &[Arc<DataFile>]) -> Option<Vec<Arc<DataFile>>> {
    let mut files = files.to_vec();
    files.sort_by(|a, b| {
        let key = |file: &DataFile| (file.entry.table, file.entry.frames);
        let folder = a.entry.partition().cmp(b.entry.partition());
        folder.then_with(|| key(a).cmp(&key(b))).then_with(|| a.path.cmp(&b.path))
    });
    let folders: Vec<_> =
        files.chunk_by(|a, b| a.entry.partition() == b.entry.partition()).collect();
    folders.iter().enumerate().find_map(|(i, folder)| {
        let table = folder.first()?.entry.table;
        // Folders are named by date, so the last of a table is the one that still grows.
        let next = folders.get(i + 1).and_then(|next| next.first());
        let finished = next.is_some_and(|next| next.entry.table == table);
        run_in(folder, table, finished).map(<[Arc<DataFile>]>::to_vec)
    })
}

fn run_in(folder: &[Arc<DataFile>], table: Table, finished: bool) -> Option<&[Arc<DataFile>]> {
    let limit = if table == Table::Frames { MAX_FRAMES } else { MAX_READINGS };
    let (count, share) = if finished { (2, 10) } else { (GATHERED, 2) };
    (0..folder.len()).map(|start| &folder[start..]).find(|run| {
        let rows = || run.iter().map(|file| file.entry.rows);
        let (sum, greatest) = (rows().sum::<u64>(), rows().fold(0, cmp::max));
        run.len() >= count
            && sum <= limit
            && (sum - greatest) * share >= sum
            && rows().any(|rows| rows < SMALL)
    })
}
