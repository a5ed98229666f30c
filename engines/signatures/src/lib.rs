//! Signed files: who signed, whether the signature covers the whole file, whether a word of it changed since, whether the
//! certificate was good that day and who answers for it. Pure: nothing is asked of anybody, so that nothing is known of
//! certificates that were revoked.
//!
//! An external service hands back a file in a [`SignedFormat`]. One is written: [`Pades`], the signature detached inside a PDF
//! (ISO 32000, ETSI EN 319 142), in CMS (RFC 5652). Structures are read by RustCrypto’s `cms` and `x509-cert`; signatures and
//! chains of certificates are verified by `rustls-webpki`.

mod certificate;
mod pades;
mod seal;
mod signed;

pub use certificate::{Certificate, read_pem};
pub use pades::Pades;
pub use seal::{Coverage, Dated, Read, Seal, Signed, Trust, Unread, Verdict};

/// A format in which an external service hands a signed file back.
pub trait SignedFormat {
    /// What it is called.
    fn name(&self) -> &'static str;

    /// Every signature of a file, in the order they were given; none when it is not signed in this format. `trusted` are the
    /// certificates somebody here answers for, `now` is in seconds since 1970.
    fn seals(&self, file: &[u8], trusted: &[Certificate], now: i64) -> Vec<Seal>;
}
