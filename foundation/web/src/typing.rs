//! What was typed, counted as it comes. Too long a text is read to its end all the same: most browsers read no answer before
//! they have sent everything, and whoever pasted it finds it again on the page that refuses it.

use axum::body::Body;
use http_body_util::BodyExt;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::Fault;

/// How much longer than the limit a text may be, as it is sent, and still be given back: two megabytes of any alphabet.
const KEPT_BYTES: usize = 8 << 20;

/// What is this many times too large is not read to its end.
pub(crate) const DRAINED: usize = 20;

/// How many texts too long are kept in memory at once; of the others it is only said that they are too long.
static KEPT_AT_ONCE: Semaphore = Semaphore::const_new(4);

/// What to do with a piece that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Keep it with the others.
    Kept,
    /// Forget it, and read on.
    Forgotten,
    /// Nobody types so much: stop reading.
    Endless,
}

/// How much was typed, against how much a form takes.
pub(crate) struct Typing {
    limit: usize,
    read: usize,
    is_kept: bool,
    permit: Option<SemaphorePermit<'static>>,
}

impl Typing {
    /// Nothing yet.
    pub(crate) const fn new(limit: usize) -> Self {
        Self { limit, read: 0, is_kept: true, permit: None }
    }

    /// Counts a piece.
    pub(crate) fn count(&mut self, bytes: usize) -> Piece {
        self.read = self.read.saturating_add(bytes);
        if self.read > self.limit && self.permit.is_none() {
            self.permit = KEPT_AT_ONCE.try_acquire().ok();
            self.is_kept &= self.permit.is_some();
        }
        self.is_kept &= self.read <= self.limit.saturating_add(KEPT_BYTES);
        match (self.is_kept, self.read > self.limit.saturating_mul(DRAINED)) {
            (true, _) => Piece::Kept,
            (false, false) => Piece::Forgotten,
            (false, true) => Piece::Endless,
        }
    }

    /// Why it is refused, when it is too long.
    pub(crate) fn refusal(&self) -> Option<TooLong> {
        (self.read > self.limit).then_some(TooLong { limit: self.limit, is_kept: self.is_kept })
    }
}

/// More was typed than a form takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong {
    /// How much it takes, in bytes.
    pub limit: usize,
    /// Whether what was typed is given back.
    pub is_kept: bool,
}

/// Reads a form to its end. Gives its bytes, and why it is refused when it is too long; the bytes are empty when they could not
/// be kept.
///
/// # Errors
/// Cut on the way.
pub(crate) async fn read(mut body: Body, limit: usize) -> Result<(Vec<u8>, Option<TooLong>), Fault> {
    let (mut typing, mut bytes) = (Typing::new(limit), Vec::new());
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| crate::fields::unreadable())?.into_data() else { continue };
        match typing.count(data.len()) {
            Piece::Kept => bytes.extend_from_slice(&data),
            Piece::Forgotten => bytes = Vec::new(),
            Piece::Endless => break,
        }
    }
    let refusal = typing.refusal();
    if refusal.is_some_and(|refusal| !refusal.is_kept) {
        bytes = Vec::new();
    }
    Ok((bytes, refusal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_kept_up_to_a_bound_and_read_up_to_another() {
        let mut typing = Typing::new(1_000_000);
        assert_eq!((typing.count(1_000_000), typing.refusal()), (Piece::Kept, None));
        assert_eq!(typing.count(6_000_000), Piece::Kept);
        assert_eq!(typing.refusal(), Some(TooLong { limit: 1_000_000, is_kept: true }));
        assert_eq!(typing.count(3_000_000), Piece::Forgotten);
        assert_eq!(typing.refusal(), Some(TooLong { limit: 1_000_000, is_kept: false }));
        assert_eq!(typing.count(11_000_000), Piece::Endless);
    }
}
