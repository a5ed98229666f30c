//! All the SQL of the slice.

pub mod account;
pub mod delegation;
pub mod function;
pub mod guess;
pub mod invitation;
pub mod link;
pub mod organisation;
pub mod purge;
pub mod second_factor;
pub mod session;
