//! The brain: plain Rust without clock, page, network or chance, which all arrive inside events.
//! Read `effect` first: it is the table of contents of what the program can do.

pub mod decimal;
pub mod facts;
pub mod ident;
pub mod json;
pub mod money;
pub mod product;
pub mod recommend;
pub mod time;
pub mod value;
