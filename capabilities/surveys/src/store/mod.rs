//! All the SQL of the slice.

pub mod answer;
pub mod calls;
pub mod collected;
pub mod invitation;
pub mod margin;
pub mod paper;
pub mod parked;
pub mod partner;
pub mod photo;
pub mod purge;
pub mod quota;
pub mod survey;
pub mod words;
