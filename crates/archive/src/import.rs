//! History in bulk: readings without frames, straight to Parquet. An import counts whole or not at all.

use crate::{
    Archive, Error,
    catalog::Catalog,
    disk,
    persist::write_readings,
    shared::Shared,
    tables::{
        file::Written,
        readings::{Collector, Sorted},
    },
};
use domain::reading::Reading;
use std::{num::NonZeroUsize, thread};

/// Readings held in memory before they are sorted and written: 256 MB. More of them make fewer, better sorted files.
const BUFFER_ROWS: usize = 4_000_000;
const THREADS: usize = 8;

/// What an import stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Readings.
    pub readings: u64,
    /// Parquet files written.
    pub files: u64,
}

impl Archive {
    /// Stores history that comes from no frame. Where a device's own reading has the same key, that one counts.
    /// Order does not matter; by device or by time is fastest. Runs the iterator on a blocking thread.
    pub async fn import<I>(&self, readings: I) -> Result<Imported, Error>
    where
        I: IntoIterator<Item = Reading> + Send + 'static,
    {
        let guard = self.shared.upkeep.clone().lock_owned().await;
        let shared = self.shared.clone();
        self.blocking(move || {
            let _guard = guard;
            import(&shared, readings)
        })
        .await
    }
}

fn import(shared: &Shared, readings: impl IntoIterator<Item = Reading>) -> Result<Imported, Error> {
    let mut catalog = Catalog::clone(&shared.snapshot().catalog);
    let mut collector = Collector::default();
    let (mut written, mut latest) = (Vec::new(), Vec::new());
    let mut done = Imported::default();
    let mut flush = |collector: &mut Collector| {
        let parts = collector.drain();
        for part in &parts {
            latest.extend(part.latest()?);
        }
        written.extend(write_all(shared, &parts, &mut catalog)?);
        Ok::<_, Error>(())
    };
    for reading in readings {
        collector.push(&reading, None)?;
        done.readings += 1;
        if collector.rows() >= BUFFER_ROWS {
            flush(&mut collector)?;
        }
    }
    flush(&mut collector)?;
    done.files = written.len() as u64;
    let files = written.into_iter().map(|file: Written| file.publish(&shared.config.dir));
    let added = files.collect::<Result<Vec<_>, _>>()?;
    shared.commit(catalog.with(added, &[]), &[], None)?;
    let mut recent = shared.recent.write();
    latest.into_iter().for_each(|reading| recent.note_readings(None, vec![reading]));
    let latest = recent.encode()?;
    drop(recent);
    disk::replace(&shared.latest_path(), &latest)?;
    Ok(done)
}

/// Writes a file for each part, as many at once as there are cores.
fn write_all(
    shared: &Shared,
    parts: &[Sorted],
    catalog: &mut Catalog,
) -> Result<Vec<Written>, Error> {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(THREADS);
    let numbered: Vec<_> = parts.iter().map(|part| (part, catalog.take_number())).collect();
    let share = numbered.len().div_ceil(threads).max(1);
    let write = |share: &[(&Sorted, u64)]| {
        share.iter().map(|(part, number)| write_readings(shared, part, *number)).collect()
    };
    thread::scope(|scope| {
        let running: Vec<_> =
            numbered.chunks(share).map(|share| scope.spawn(move || write(share))).collect();
        let mut written = Vec::with_capacity(parts.len());
        for thread in running {
            let files: Result<Vec<Written>, Error> = thread
                .join()
                .map_err(|_| Error::Query("a thread that wrote a file failed".to_owned()))?;
            written.extend(files?);
        }
        Ok(written)
    })
}
