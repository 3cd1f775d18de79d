//! Everything that can go wrong in the archive.

use std::{fmt, io, path::Path, path::PathBuf};

/// Why the archive could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The frame breaks a rule of the stored format; nothing of it was stored.
    #[error("frame not storable: {0}")]
    Malformed(&'static str),
    /// The disk failed an earlier write. What is on disk after a failed sync is not known, so nothing more is accepted
    /// until the archive is opened again.
    #[error("the log is broken: {0}")]
    Broken(String),
    /// The archive was closed.
    #[error("the archive is closed")]
    Closed,
    /// Another process has the folder open.
    #[error("{} is in use by another process", .0.display())]
    Locked(PathBuf),
    /// A file was written by a newer version of this software.
    #[error("{} has format {found}, which this version cannot read", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The format it claims.
        found: u32,
    },
    /// A stored file does not say what it should.
    #[error("{} is damaged: {why}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The operating system refused.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The query engine failed.
    #[error("query: {0}")]
    Query(String),
    /// A test asked to stop after this step (see [`crate::Step`]).
    #[error("stopped after {0:?} as asked")]
    Halted(crate::Step),
}

impl Error {
    pub(crate) fn damaged(path: &Path, why: impl fmt::Display) -> Self {
        Self::Damaged { path: path.to_owned(), why: why.to_string() }
    }
}

impl From<datafusion::error::DataFusionError> for Error {
    fn from(error: datafusion::error::DataFusionError) -> Self {
        Self::Query(error.to_string())
    }
}

impl From<datafusion::arrow::error::ArrowError> for Error {
    fn from(error: datafusion::arrow::error::ArrowError) -> Self {
        Self::Query(error.to_string())
    }
}

impl From<datafusion::parquet::errors::ParquetError> for Error {
    fn from(error: datafusion::parquet::errors::ParquetError) -> Self {
        Self::Query(error.to_string())
    }
}

/// Says which file an I/O error is about.
pub(crate) trait At<T> {
    fn at(self, path: &Path) -> Result<T, Error>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, Error> {
        self.map_err(|source| Error::Io { path: path.to_owned(), source })
    }
}
