//! Discretion (裁量): from the facts of a case to a fine, in exact arithmetic, with every step in words.
//!
//! Two things are kept apart: the benchmark (how circumstances weigh) and the statutory range (what the article allows).
//! The range always has the last word.

mod adjust;
mod benchmark;
mod calculate;
mod daily;
mod exact;
mod facts;
mod ground;
mod higher;
mod lookback;
mod range;
mod rules;
mod set;
mod span;
mod trace;
mod violation;
mod weigh;
mod within;

pub use benchmark::{Benchmark, Benchmarks, Choice, Factor, Method, Row};
pub use calculate::{Calculation, Outcome, calculate};
pub use daily::{Act, Cycle, Daily, DailyFacts, Finding, Round, daily};
pub use exact::Exact;
pub use facts::{Adjustment, Change, Exemption, Facts, Pledge, UNKNOWN};
pub use ground::{Direction, Ground};
pub use higher::higher;
pub use lookback::{AtHand, Counted, Earlier, look_back};
pub use range::{Base, Bounds, Heavier, Ranges, StatutoryRange, Subject, Tier};
pub use rules::{
    Anchor, Counts, Exclusion, Limits, PledgeRule, Rounding, Rules, Unknown, Window, WithinRange,
    Wording,
};
pub use set::{
    BenchmarkSet, Column, Kind, Of, PrintedRange, RowFine, Table, TableFactor, TableOption,
    TableRow,
};
pub use span::Span;
pub use trace::{Step, TraceStep};
pub use violation::{Route, Violation, Violations};

#[cfg(test)]
mod daily_tests;
#[cfg(test)]
mod guangdong_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
