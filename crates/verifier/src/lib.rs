//! The independent checker of the record log: written from `docs/log-format.md` alone, it shares no code with the writer.
//!
//! [`verify_proof`] checks one self-contained proof, offline. [`verify_log`] recomputes a whole log from its published
//! files, and [`verify_files`] does so together with every stored file. Nothing here opens a socket or a database: the
//! caller hands in a closure that reads a path below the log's prefix.

mod fault;
mod leaf;
mod log;
mod note;
mod proof;
mod tree;

pub use fault::Fault;
pub use leaf::{Digests, Held, Leaf, Part};
pub use log::{Head, MAX_FAULTS, Report, Source, verify_files, verify_log, verify_record};
pub use note::{Checkpoint, TrustedKey};
pub use proof::{Proven, verify_consistency, verify_proof};
pub use tree::Hash;
