//! A small Langfang for tests: the real store on a throw-away file, the real use cases, and stand-ins for what is outside.
//!
//! Nothing here is a mock of our own code: only the five ports have stand-ins, and each says in its name what it is.

#![expect(clippy::expect_used, reason = "a test that cannot be set up has failed, and says why")]

mod clock;
mod multiply;
mod people;
mod ports;
mod postgres;
mod procedure;
mod town;
mod world;

pub use clock::StepClock;
pub use people::{People, an_officer};
pub use ports::{FailingArchive, MemoryArchive, MemoryBlobs, PlainTypesetter, SeededSigner};
pub use postgres::TemporaryCluster;
pub use procedure::{Procedure, a_png, a_service, all_checked, an_hour, pass};
pub use town::{Town, YANJIAO_DELEGATION};
pub use world::{Plant, World};
