//! The binary as an operator runs it: processes, signals, files.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests, their helpers included, fail by panicking"
)]

mod copies;
mod crash;
mod operator;
mod service;
mod verify;
