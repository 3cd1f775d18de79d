//! The use cases, on the real store.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests, their helpers included, fail by panicking"
)]

mod access;
mod adjustments;
mod backdating;
mod benchmarks;
mod bond;
mod clearance;
mod closing;
mod common;
mod comparing;
mod finding;
mod gates;
mod handover;
mod items;
mod jurisdiction;
mod law;
mod library;
mod refusals;
mod second_person;
mod standing;
mod story;
mod telemetry;
mod uploads;
