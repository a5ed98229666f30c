//! What is decided without asking anybody: pure types and functions.

pub mod codes;
pub mod delegation;
pub mod email;
pub mod limits;
pub mod organisation;
pub mod password;
pub mod reach;
pub mod recovery;
pub mod totp;
