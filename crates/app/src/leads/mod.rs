//! Leads (线索): raised by telemetry, verified and dispatched by the duty officer.

mod candidates;
mod close;
mod list;
mod raise;
mod read;
mod replay;

pub use candidates::{Candidate, candidates};
pub use close::{CloseLead, close};
pub use list::{LeadRow, list};
pub use raise::{Signal, raise};
pub use read::{LeadPage, read};
pub use replay::{Replay, replay};
pub use store::leads::LeadFilter;
