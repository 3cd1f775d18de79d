//! Tests of the archive from outside: contract, crashes, stored formats, queries.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod contract;
mod crash;
mod formats;
mod make;
mod queries;
mod repeats;
mod samples;
mod steps;
