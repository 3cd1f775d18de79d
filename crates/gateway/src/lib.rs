//! Device sockets. HJ 212 over TCP: bytes become drafts, drafts go in, and only what is on disk is acknowledged.
//!
//! One task for each connection does the same four things for ever: take what has arrived, store it as one batch, answer
//! what was stored, wait. While a batch is on its way to disk the peer's bytes wait in the socket, so that a slow disk
//! slows devices down instead of filling memory, and one sync serves all connections that wait for it.

mod config;
mod connection;
mod dialect;
mod limits;
mod listen;
mod message;
mod reader;

pub use config::{Config, Heartbeat};
pub use listen::Gateway;
