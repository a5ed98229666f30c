//! Walks through the doors of the listening, on both databases.

mod corrections;
mod documents;
mod removal;
mod setting;
mod ties;
mod wrong_forms;
