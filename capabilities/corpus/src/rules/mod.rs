//! What is valid, what may be told, and how it is counted: pure.

pub mod code;
pub mod codebook;
pub mod intake;
pub mod setting;
pub mod shares;
