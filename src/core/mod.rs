//! The brain: plain Rust without clock, page, network or chance, which all arrive inside events.
//! Read `effect` first: it is the table of contents of what the program can do.

pub mod campaign;
pub mod config;
pub mod consent;
pub mod decimal;
pub mod detect;
pub mod effect;
pub mod email;
pub mod engine;
pub mod event;
pub mod exit_intent;
pub mod experiment;
pub mod facts;
pub mod ident;
pub mod json;
pub mod money;
pub mod outbox;
pub mod product;
pub mod profile;
pub mod recommend;
pub mod record;
pub mod robot;
pub mod segment;
pub mod shelf;
pub mod snapshot;
pub mod text;
pub mod time;
pub mod value;
pub mod warning;
