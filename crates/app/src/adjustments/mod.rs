//! Adjustments of item lists (动态调整): one file for each side of the table; every step leaves a line of the record.

mod cleanup;
mod page;
mod propose;
mod step;

pub use cleanup::cleanups;
pub use page::{AdjustmentPage, Due, list, read};
pub use propose::propose;
pub use step::{Enter, Mend, Opinion, Publish, Recipient, publish, review, revise, send, withdraw};
