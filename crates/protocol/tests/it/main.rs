//! Integration tests of the protocol crate.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

mod builder;
mod corpus;
mod dialects;
mod framing;
mod render;
mod robustness;
mod sealing;
mod support;
