//! The HTTP layer on a real site: router, use cases, store.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests, their helpers included, fail by panicking"
)]

mod benchmarks;
mod bond;
mod browser;
mod discretion;
mod entry;
mod gate;
mod jurisdiction;
mod law;
mod law_proposals;
mod limits;
mod lists;
mod live;
mod openapi;
mod overlays;
mod pages;
mod resources;
mod routes;
mod standing;
mod telemetry;
mod uploads;
mod withdrawal;
mod workbooks;
