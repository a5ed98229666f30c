//! Answers that somebody else typed: what is refused when they come, and what is kept as it was given.

use questionnaire::answering::FaultKind;

use super::Mode;

/// Whether what is wrong with an answer is kept as it came. A sheet is not sent back to whoever filled it in: a question she left
/// empty stays without answer. A partner’s file keeps what people did, four choices where three are allowed as well, so that
/// it is told beside the figures; what has no meaning for the form is never kept.
pub fn is_tolerated(mode: Mode, kind: FaultKind) -> bool {
    match mode {
        Mode::Online | Mode::Telephone | Mode::FaceToFace => false,
        Mode::Paper => kind == FaultKind::Missing,
        Mode::Import => !matches!(kind, FaultKind::WrongShape | FaultKind::NotOffered | FaultKind::TooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_asked_again_is_kept_as_it_came() {
        assert!(is_tolerated(Mode::Paper, FaultKind::Missing) && !is_tolerated(Mode::Paper, FaultKind::TooMany));
        assert!(is_tolerated(Mode::Import, FaultKind::TooMany) && !is_tolerated(Mode::Import, FaultKind::NotOffered));
        assert!(!is_tolerated(Mode::Telephone, FaultKind::Missing));
    }
}
