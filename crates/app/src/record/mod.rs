//! The record as people read it, and as the log that anybody can verify.

mod lines;
mod log;

pub(crate) use lines::lines_of;
pub use lines::{RecordLine, latest, of_subject};
pub use log::{
    Opening, Standing, Walk, checkpoint, keys, openings, proof, rows_astray, standing, tile,
    whole_tile,
};
