//! The `martlet` command line.

fn main() {}
