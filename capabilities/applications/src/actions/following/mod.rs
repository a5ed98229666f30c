//! What both sides do once an application is filed.

pub mod awaiting;
pub mod giving;
pub mod mailing;
pub mod messaging;
pub mod packing;
pub mod withdrawing;
