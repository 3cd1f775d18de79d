//! Discretion (裁量): from the facts of a case to a fine, in exact arithmetic, with every step in words.
//!
//! Two things are kept apart: the benchmark (how circumstances weigh) and the statutory range (what the article allows).
//! The range always has the last word.

mod adjust;
mod benchmark;
mod calculate;
mod check;
mod compare;
mod daily;
mod decided;
mod diff;
mod effect;
mod entry;
mod exact;
mod exempt;
mod facts;
mod ground;
mod higher;
mod lookback;
mod party;
mod premises;
mod question;
mod range;
mod replay;
mod rules;
mod set;
mod span;
mod spread;
mod succession;
mod table;
mod trace;
mod violation;
mod weigh;
mod within;
mod workbook;

pub use benchmark::{Benchmark, Benchmarks, Choice, Factor, Method, Row};
pub use calculate::{Calculation, Outcome, calculate};
pub use check::{Checked, Flaw, Serve, Severity, check, passes};
pub use compare::{Band, Difference, Neighbour, Place, Scale, nearest};
pub use daily::{Act, Cycle, Daily, DailyFacts, Finding, Round, daily};
pub use decided::{Asked, DecidedFine, share};
pub use diff::{CellChange, SetDiff, TableDiff, diff};
pub use effect::{Effect, Like, effects};
pub use entry::{
    BenchmarkContent, BenchmarkEntry, EntryState, Filing, FilingBody, LegalReview, Released,
};
pub use exact::Exact;
pub use facts::{Adjustment, Answered, Change, Exemption, FIRST_OFFENCE, Facts, Pledge, UNKNOWN};
pub use ground::{Direction, Ground};
pub use higher::higher;
pub use lookback::{AtHand, Counted, Earlier, first_offence, look_back};
pub use premises::{Again, Clause, Premises};
pub use question::{Norm, Question};
pub use range::{Base, Bounds, Heavier, Ranges, StatutoryRange, Subject, Tier};
pub use replay::{Bar, Changed, EVER, Replay, Sample, Tally, Unplayed, replay_one};
pub use rules::{
    Anchor, Counts, Exclusion, Limits, PledgeRule, Rounding, Rules, Unknown, Window, WithinRange,
    Wording,
};
pub use set::BenchmarkSet;
pub use span::Span;
pub use spread::{Dispersion, Figures, OUTLIERS_FROM, Spread, at_depth, dispersion, year_before};
pub use succession::{Succession, SuccessionReview, Successions};
pub use table::{
    Column, Kind, Of, Order, PrintedRange, RowFine, Table, TableFactor, TableOption, TableRow,
};
pub use trace::{Step, TraceStep};
pub use violation::{Route, Violation, Violations};
pub use workbook::{ReadSet, Sheet, read_sheets, sheets, template};

#[cfg(test)]
mod check_tests;
#[cfg(test)]
mod daily_tests;
#[cfg(test)]
mod diff_tests;
#[cfg(test)]
mod grounds_tests;
#[cfg(test)]
mod guangdong_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod spread_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod workbook_tests;
