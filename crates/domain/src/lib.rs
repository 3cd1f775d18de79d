//! What the law and the bureau mean. Pure: no I/O, no clock, no randomness; dates and ids arrive as arguments.

pub mod adjustment;
pub mod agency;
pub mod calendar;
pub mod case;
pub mod change_set;
pub mod citing;
pub mod clearance;
pub mod complaint;
pub mod discretion;
pub mod document;
pub mod doubt;
pub mod enclosure;
pub mod enterprise;
pub mod id;
pub mod inspection;
pub mod item;
pub mod judging;
pub mod jurisdiction;
pub mod law;
pub mod lead;
pub mod mapping;
pub mod money;
pub mod notice;
pub mod officer;
pub mod outlet;
pub mod reading;
pub mod record;
pub mod refusal;
pub mod refusals;
pub mod region;
pub mod task;
pub mod time;

pub use id::*;
pub use money::Fen;
pub use refusal::{Refusal, Refused};
pub use time::{Date, Timestamp};
