//! The program `traveler-audit`.

fn main() {}
