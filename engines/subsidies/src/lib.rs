//! Open data of grants: the file « Subventions » of the common base of local data (SCDL 2.1.1, sixteen columns) and the
//! fourteen columns of the order of 17 November 2017, written from typed rows, read back and checked; the DCAT-AP
//! catalogue of what is published; the three months a signed agreement has to be published. Whole cents, no clock. Pure.
//!
//! Sources: loi n° 2000-321, article 10; décret n° 2017-779; arrêté du 17 novembre 2017; schema
//! `scdl/subventions` 2.1.1 of schema.data.gouv.fr; etalab/format-subventions 1.1.1; DCAT-AP 2.1.1.
//!
//! | to do | use |
//! |---|---|
//! | publish | [`Grant`], [`write`] |
//! | know what is wrong with a file | [`check`] |
//! | read a file back | [`Table`] |
//! | describe what is published | [`Catalogue`] |
//! | know until when to publish | [`standing`] |
//!
//! The check refuses what the published validator of the schema (validata) refuses, and an amount that is no number
//! (`NaN`), which that one lets pass. What the schema accepts and nobody meant is told as advice.

mod catalogue;
mod cells;
mod checking;
mod columns;
mod delay;
mod fault;
mod grant;
mod number;
mod reading;
mod shifting;
mod writing;

pub use catalogue::{Catalogue, Contact, Dataset, Distribution, Publisher};
pub use checking::{Report, check};
pub use columns::{Column, Format};
pub use delay::{Duty, Standing, publish_by, standing};
pub use fault::{Fault, Problem};
pub use grant::{Beneficiary, Giver, Grant, Nature, Payment, Share, Terms};
pub use reading::{Entry, Table};
pub use writing::{Left, Note, Written, write};
