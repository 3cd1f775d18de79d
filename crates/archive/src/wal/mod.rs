//! The log: where a frame is safe from the moment it is acknowledged until it is in Parquet.

pub mod record;
pub(crate) mod segment;
pub(crate) mod writer;
