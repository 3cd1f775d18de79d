//! The checker against honest logs, against some hundreds of dishonest ones, and against the committed sample.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests, their helpers included, fail by panicking"
)]

mod fixture;
mod honest;
mod mutants;
mod proofs;
mod published;
mod sm2_line;
