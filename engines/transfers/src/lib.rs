//! Payments handed to an accountant or a bank, and what comes back: SEPA credit transfers (ISO 20022, pain.001), the
//! characters banks take, control sums, identifiers that never change; then the list of what was paid, matched with what
//! was asked. Whole cents, no clock, no chance: the same batch made twice is the same bytes. Pure.
//!
//! Sources: European Payments Council, SEPA Credit Transfer customer-to-bank implementation guidelines (EPC132-08) and
//! character set (EPC217-08); ISO 20022 pain.001.001.03 and pain.001.001.09.
//!
//! | to do | use |
//! |---|---|
//! | write a batch | [`Batch`], [`Batch::check`], [`Batch::to_xml`] |
//! | know what a bank will read of a name | [`sepa`] |
//! | know what was paid | [`read_payments`], [`reconcile`] |

mod batch;
mod letters;
mod pain;
mod payments;
mod reconciling;

pub use batch::{Account, Batch, Changed, Fault, Made, Order, Version};
pub use letters::{Spelt, sepa};
pub use payments::{Bad, Listing, Paid, read_payments};
pub use reconciling::{Awaited, Matched, Reconciled, reconcile};
