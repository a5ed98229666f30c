//! Whom to call for help, as the installation says it.

use std::sync::OnceLock;

static HELPLINE: OnceLock<String> = OnceLock::new();

/// Told once, at start: the telephone that pages of associations show; nothing when it is empty.
pub fn tell_helpline(phone: String) {
    let _ = HELPLINE.set(phone);
}

/// The telephone told; empty when nobody told one.
pub fn helpline() -> &'static str {
    HELPLINE.get().map_or("", String::as_str)
}
