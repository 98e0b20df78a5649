//! Turns the sources into `pkg/`, the package a shop copies. Start in [`contents`], the list of what is in it; [`assemble`] is the order of
//! the steps.

pub mod areas;
pub mod contents;
pub mod lock;
pub mod node;
pub mod place;
pub mod sources;

#[cfg(feature = "build")]
pub mod assemble;
#[cfg(feature = "build")]
mod bundle;
#[cfg(feature = "build")]
mod glue;
#[cfg(feature = "build")]
mod manifest;
#[cfg(feature = "build")]
mod order;
#[cfg(feature = "build")]
mod split;
#[cfg(feature = "build")]
mod tables;
#[cfg(feature = "build")]
mod texts;
#[cfg(feature = "build")]
mod wasm;
#[cfg(feature = "build")]
pub mod weigh;
