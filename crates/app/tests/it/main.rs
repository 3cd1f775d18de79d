//! The use cases, on the real store.

mod access;
mod common;
mod gates;
mod story;
