//! All the SQL of the slice.

pub mod answer;
pub mod collected;
pub mod invitation;
pub mod parked;
pub mod purge;
pub mod survey;
pub mod words;
