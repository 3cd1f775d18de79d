//! The use cases, on the real store.

mod common;
mod gates;
mod story;
