//! Addresses compared as people mean them.

/// The key two spellings of one mailbox share: lower case, no spaces around. The part before `@` is compared
/// without case too: no mail server in use tells `Claire@` from `claire@`, and two accounts would.
pub fn key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether the text has the form of an address; the mail outbox checks the rest.
pub fn has_form(email: &str) -> bool {
    let email = email.trim();
    let is_plain =
        email.is_ascii() && email.len() <= 254 && !email.chars().any(|c| c.is_control() || c.is_whitespace());
    let Some((local, domain)) = email.rsplit_once('@') else { return false };
    let dots = domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    is_plain && !local.is_empty() && dots && !local.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_mailbox_are_one() {
        assert_eq!(key(" Claire.Vidal@Ville.FR "), "claire.vidal@ville.fr");
        for bad in ["", "a", "a@b", "@b.fr", "a b@c.fr", "é@b.fr", "a@b@c.fr", "a@.fr"] {
            assert!(!has_form(bad), "{bad}");
        }
        assert!(has_form(" prenom.nom+qpv@ville.example "));
    }
}
