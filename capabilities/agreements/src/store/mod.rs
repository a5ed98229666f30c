//! All the SQL of the slice.

pub mod agreement;
pub mod batch;
pub mod payment;
pub mod publisher;
pub mod repayment;
pub mod report;
pub mod report_part;
pub mod scanning;
pub mod setting;
pub mod signing;
pub mod trusted;
pub mod version;
