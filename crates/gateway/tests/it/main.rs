//! The gateway over real sockets, in front of the real use cases.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests may")]

mod answers;
mod believing;
mod faults;
mod judging;
mod parts;
mod peers;
mod support;
