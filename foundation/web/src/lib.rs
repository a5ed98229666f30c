//! How pages are served: the doors (routes with the right each needs), the visit (who asks, in which
//! language), typed text read without refusing anybody, failures told in French, security headers,
//! limits, figures for supervision, and the server itself.

extern crate interface;

pub mod answer;
pub mod attached;
pub mod door;
pub mod fault;
pub mod fields;
mod headers;
pub mod house;
mod kept;
pub mod keys;
mod limits;
mod metrics;
pub mod offline;
mod reading;
mod server;
pub mod shelves;
pub mod testing;
mod typing;
pub mod visit;

pub use door::{Door, Right, RouteLine, Surface};
pub use fault::Fault;
pub use fields::{Asked, Fields, PathId, Upload};
pub use house::{Gatekeeper, House, Settings};
pub use kept::KeptPages;
pub use keys::Keys;
pub use metrics::Metrics;
pub use offline::Offline;
pub use reading::Reading;
pub use server::{ServeError, listen, serve};
pub use shelves::Shelves;
pub use visit::Visit;

/// What handlers return.
pub type Answer = Result<axum::response::Response, Fault>;
