//! What the law and the bureau mean. Pure: no I/O, no clock, no randomness; dates and ids arrive as arguments.

pub mod agency;
pub mod calendar;
pub mod discretion;
pub mod document;
pub mod enterprise;
pub mod id;
pub mod item;
pub mod jurisdiction;
pub mod law;
pub mod money;
pub mod reading;
pub mod record;
pub mod refusal;
pub mod region;
pub mod time;

pub use id::*;
pub use money::Fen;
pub use refusal::{Refusal, Refused};
pub use time::{Date, Timestamp};
