//! Bytes to messages and back, for every protocol that devices speak. Pure: no socket, no clock, no disk.

pub mod hj212;
