//! What every room of the house speaks: identifiers, money, time, people and their rights, refusals,
//! and French typography. Pure: no database, no HTTP, no clock or chance of its own.

pub mod actor;
pub mod awaited;
pub mod cents;
pub mod french;
pub mod id;
pub mod outside;
pub mod privacy;
pub mod refusal;
pub mod rights;
pub mod table;
pub mod text;
mod words;

pub use actor::{Actor, Person};
pub use awaited::Awaited;
pub use cents::Cents;
pub use id::Id;
pub use outside::{Chance, Clock, Moment, Outside};
pub use refusal::{Breakdown, Failure, FieldError, Filled, Outcome, Refusal};
pub use rights::{Act, Function, Grant, Scope, Verdict};
pub use uuid::Uuid;
