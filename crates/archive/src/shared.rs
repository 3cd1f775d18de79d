//! What the archive's handles, its writer thread and its upkeep share.

use crate::{
    Config, Error, Step,
    catalog::{Catalog, DataFile},
    engine::Engine,
    recent::Recent,
    wal::segment::Segment,
};
use parking_lot::{Mutex, RwLock};
use std::{fs::File, mem, path::PathBuf, sync::Arc};

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) state: RwLock<State>,
    pub(crate) recent: RwLock<Recent>,
    /// Why the log takes nothing more, once that is so.
    pub(crate) broken: RwLock<Option<String>>,
    /// Held while files are written, merged and named: one at a time.
    pub(crate) upkeep: Arc<tokio::sync::Mutex<()>>,
    pub(crate) engine: Engine,
    /// Keeps other processes out of the folder.
    pub(crate) lock: Mutex<Option<File>>,
}

/// Where every frame is: changed in one step, so that a query sees each exactly once.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) catalog: Arc<Catalog>,
    /// Log files, oldest first; the last is being written.
    pub(crate) segments: Vec<Arc<Segment>>,
}

impl Shared {
    pub(crate) fn wal_dir(&self) -> PathBuf {
        self.config.dir.join("wal")
    }

    pub(crate) fn latest_path(&self) -> PathBuf {
        self.config.dir.join("latest.bin")
    }

    /// All that is stored at this moment. Files in it stay readable for as long as it lives.
    pub(crate) fn snapshot(&self) -> State {
        self.state.read().clone()
    }

    pub(crate) fn wal_bytes(&self) -> u64 {
        self.state.read().segments.iter().map(|segment| segment.bytes()).sum()
    }

    /// Makes new files count, in place of others and of a log file. Only under `upkeep`.
    pub(crate) fn commit(
        &self,
        catalog: Catalog,
        replaced: &[Arc<DataFile>],
        moved: Option<&Arc<Segment>>,
    ) -> Result<(), Error> {
        catalog.save(&self.config.dir)?;
        self.halt(Step::ManifestReplaced)?;
        let mut state = self.state.write();
        state.segments.retain(|segment| !moved.is_some_and(|moved| Arc::ptr_eq(moved, segment)));
        let before = mem::replace(&mut state.catalog, Arc::new(catalog));
        drop(state);
        replaced.iter().for_each(|file| file.retire());
        drop(before);
        Ok(())
    }

    /// Ends the work here if a test asked for it.
    pub(crate) fn halt(&self, step: Step) -> Result<(), Error> {
        match self.config.halt_after {
            Some(asked) if asked == step => Err(Error::Halted(step)),
            _ => Ok(()),
        }
    }
}
