//! Leads (线索): raised by telemetry or opened by hand, verified and dispatched by the duty officer.

mod candidates;
mod close;
mod list;
mod open;
mod raise;
mod read;
mod replay;

pub use candidates::{Candidate, candidates};
pub use close::{CloseLead, close};
pub use list::{LeadRow, list};
pub use open::{OpenLead, open};
pub use raise::{Signal, raise};
pub use read::{LeadPage, read};
pub use replay::{Replay, replay};
pub use store::leads::LeadFilter;
