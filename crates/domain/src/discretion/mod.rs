//! Discretion (裁量): from the facts of a case to a fine, in exact arithmetic, with every step in words.
//!
//! Two things are kept apart: the benchmark (how circumstances weigh) and the statutory range (what the article allows).
//! The range always has the last word.

mod benchmark;
mod calculate;
mod exact;
mod facts;
mod range;
mod trace;
mod violation;

pub use benchmark::{Benchmark, Benchmarks, Choice, Factor, Limits, Method};
pub use calculate::{Calculation, Outcome, calculate};
pub use exact::Exact;
pub use facts::{Adjustment, Change, Exemption, Facts, Ground};
pub use range::{Base, Bounds, Heavier, Ranges, StatutoryRange, Subject, Tier};
pub use trace::{Step, TraceStep};
pub use violation::{Route, Violation, Violations};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
