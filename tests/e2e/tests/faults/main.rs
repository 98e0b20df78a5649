//! What becomes of events when things go wrong: nothing durable is lost, copies are the same to the byte, and the page hears nothing of it.
//! `cargo xtask faults` tells these stories and makes a table of what they measured.

mod leaving;
mod network;
mod storage;
mod tabs;
