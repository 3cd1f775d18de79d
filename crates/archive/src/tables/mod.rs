//! The two tables as Arrow columns, and the Parquet files that hold them. Nothing outside this folder and `query` knows
//! a column by name.

pub(crate) mod file;
pub(crate) mod frames;
pub(crate) mod readings;

use crate::Error;
use datafusion::arrow::{
    array::{Array, RecordBatch},
    datatypes::{DataType, TimeUnit},
};
use std::sync::Arc;

/// An instant: whole milliseconds, UTC.
fn instant() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some(Arc::from("UTC")))
}

/// A column by name and type; an error if a file has another shape than its manifest entry promises.
fn column<'a, A: Array + 'static>(batch: &'a RecordBatch, name: &str) -> Result<&'a A, Error> {
    let column = batch.column_by_name(name).and_then(|column| column.as_any().downcast_ref());
    column.ok_or_else(|| Error::Query(format!("no column {name} of the expected type")))
}

/// What a stored row says that no row may say.
fn unreadable(what: &'static str) -> Error {
    Error::Query(format!("a stored row has no valid {what}"))
}
