//! What tests of the documentation ask for: its pieces of code, wherever they stand.

pub mod fences;
