//! The Yew app.

fn main() {}
