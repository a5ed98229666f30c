//! What free answers speak of.
//!
//! This crate is pure: texts are handed in, suggestions and figures come out. It knows nothing of forms, databases or
//! pages. Everything is deterministic: the same answers give the same bytes, on every machine.
//!
//! | to do | use |
//! |---|---|
//! | read words, stems, sentences | [`text`] |
//! | find what people speak of, without knowing beforehand | [`grouping`] |
//! | keep a codebook, suggest themes, learn from what was coded | [`coding`] |
//! | code alike answers in one gesture | [`near`] |
//! | choose which answers to code | [`sampling`] |
//! | say how many speak of a theme, and how surely | [`shares`] |
//! | know whether coders agree | [`agreement`] |
//! | mask what names somebody | [`privacy`] |
//!
//! A machine's groups and suggestions are aids to sort and to code. A figure comes from hand codes of a random part
//! only, which the types see to: [`shares::Share`] has no other maker.

pub mod agreement;
pub mod coding;
pub mod grouping;
pub mod near;
pub mod privacy;
pub mod sampling;
pub mod shares;
pub mod text;
