//! The use cases, on the real store.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests, their helpers included, fail by panicking"
)]

mod access;
mod adjustments;
mod benchmarks;
mod common;
mod comparing;
mod gates;
mod handover;
mod jurisdiction;
mod law;
mod library;
mod story;
