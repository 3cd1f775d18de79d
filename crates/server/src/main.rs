//! (empty room)
fn main() {}
