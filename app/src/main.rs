//! The `parvis` binary.
fn main() {}
