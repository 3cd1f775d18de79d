//! One file for each subcommand.

pub(crate) mod backup;
pub(crate) mod demo;
pub(crate) mod first;
pub(crate) mod restore;
pub(crate) mod sums;
pub(crate) mod verify;
