//! What is valid, what may be told, and how it is counted: pure.

pub mod batch;
pub mod code;
pub mod codebook;
pub mod disclosure;
pub mod intake;
pub mod proposals;
pub mod setting;
