//! The automation of the project: one command for each chore.
fn main() {}
