//! What both sides read once an application is filed.

pub mod archive;
pub mod completion;
pub mod messages;
pub mod samples;
mod stream;
pub mod timeline;
mod told;
pub mod withdrawing;
