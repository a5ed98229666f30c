//! A mail read from what was typed: once it exists, nothing in it can forge a header.

use std::str::FromStr;

use kernel::{FieldError, Moment, Uuid};
use lettre::Address;

/// Longest subject and name, in characters.
const LONGEST_LINE: usize = 200;
/// Longest text, in bytes.
const LONGEST_TEXT: usize = 200_000;

/// A mail to queue, in plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMail {
    pub(super) kind: &'static str,
    pub(super) to_address: String,
    pub(super) to_name: String,
    pub(super) subject: String,
    pub(super) text_body: String,
    pub(super) keep_days: i64,
    pub(super) useful_until: Option<Moment>,
    pub(super) unsubscribe: Option<String>,
    pub(super) contract: Option<Uuid>,
}

impl NewMail {
    /// Reads a mail. `kind` says what it is for (`accounts.link`), for the administrator's list; its text
    /// is erased 30 days later, see [`NewMail::keep_days`].
    ///
    /// # Errors
    /// The field (`address`, `name`, `subject` or `text`) and a sentence in French: an address that is not
    /// one, a line break or another control character in a header, a text too long.
    pub fn read(
        kind: &'static str,
        to_address: &str,
        to_name: &str,
        subject: &str,
        text_body: &str,
    ) -> Result<Self, FieldError> {
        Ok(Self {
            kind,
            to_address: read_address(to_address)?,
            to_name: read_line("name", "Le nom du destinataire", to_name)?,
            subject: read_subject(subject)?,
            text_body: read_text(text_body)?,
            keep_days: 30,
            useful_until: None,
            unsubscribe: None,
            contract: None,
        })
    }

    /// How many days after it was queued its text and recipient are erased, sent or not.
    #[must_use]
    pub const fn keep_days(mut self, days: i64) -> Self {
        self.keep_days = days;
        self
    }

    /// The contract it is written for: whoever administers that contract follows it too. Without one, as for what is written to
    /// residents and for what opens an account, only those who administer the whole platform do.
    #[must_use]
    pub fn of_contract(mut self, contract: impl Into<Option<Uuid>>) -> Self {
        self.contract = contract.into();
        self
    }

    /// Where the recipient stops such mails in one gesture: a whole web address of ours, which mail programs show as a
    /// button (RFC 2369, RFC 8058). An address that is none is left out.
    #[must_use]
    pub fn unsubscribe(mut self, address: &str) -> Self {
        let is_plain = address.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'));
        let is_address = is_plain && (address.starts_with("https://") || address.starts_with("http://"));
        self.unsubscribe = is_address.then(|| address.to_owned());
        self
    }

    /// Not sent after this moment (a sign-in link that has expired would only mislead). Without it, a
    /// server that is away is waited for five days, as mail servers do (RFC 5321, 4.5.4.1).
    #[must_use]
    pub const fn useful_until(mut self, moment: Moment) -> Self {
        self.useful_until = Some(moment);
        self
    }
}

fn read_address(text: &str) -> Result<String, FieldError> {
    let told = |sentence: &str| FieldError::new("address", sentence);
    let address = text.trim_matches(' ');
    if address.is_empty() {
        return Err(told("Indiquez une adresse électronique."));
    }
    if !address.is_ascii() {
        return Err(told(
            "L’adresse électronique contient des lettres accentuées ou d’autres signes que notre messagerie ne sait \
             pas écrire. Indiquez une adresse sans accent, comme nom@exemple.fr.",
        ));
    }
    let is_plain = address.len() <= 254 && !address.chars().any(|c| c.is_control() || c == ' ');
    match Address::from_str(address) {
        Ok(_) if is_plain => Ok(address.to_owned()),
        _ => Err(told("L’adresse électronique doit avoir la forme nom@exemple.fr.")),
    }
}

/// One line of a header: control characters (line breaks first) and Unicode's own line ends are refused.
pub(super) fn read_line(field: &str, name: &str, text: &str) -> Result<String, FieldError> {
    if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(FieldError::new(
            field,
            format!("{name} doit tenir sur une seule ligne, sans retour ni tabulation."),
        ));
    }
    if text.chars().count() > LONGEST_LINE {
        return Err(FieldError::new(field, format!("{name} est trop long : {LONGEST_LINE} caractères au plus.")));
    }
    Ok(text.trim().to_owned())
}

fn read_subject(text: &str) -> Result<String, FieldError> {
    let subject = read_line("subject", "L’objet", text)?;
    if subject.is_empty() {
        return Err(FieldError::new("subject", "Indiquez l’objet du message."));
    }
    Ok(subject)
}

fn read_text(text: &str) -> Result<String, FieldError> {
    if text.trim().is_empty() {
        return Err(FieldError::new("text", "Écrivez le texte du message."));
    }
    if text.len() > LONGEST_TEXT {
        return Err(FieldError::new("text", "Le texte du message est trop long : 200 000 signes au plus."));
    }
    // A zero byte is kept by no PostgreSQL text, and by few mail servers.
    Ok(text.replace('\0', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field_of(address: &str, name: &str, subject: &str, text: &str) -> Option<String> {
        NewMail::read("t", address, name, subject, text).err().map(|error| error.field)
    }

    #[test]
    fn a_header_cannot_be_forged() {
        for forged in ["a\r\nBcc: b@c.fr", "a\nX: y", "a\rb", "a\0b", "a\u{85}b", "a\u{2028}b", "a\tb"] {
            assert_eq!(field_of("a@b.fr", forged, "s", "t").as_deref(), Some("name"), "{forged:?}");
            assert_eq!(field_of("a@b.fr", "n", forged, "t").as_deref(), Some("subject"), "{forged:?}");
            assert_eq!(field_of(&format!("{forged}@b.fr"), "n", "s", "t").as_deref(), Some("address"), "{forged:?}");
            assert_eq!(field_of(&format!("a@b.fr{forged}"), "n", "s", "t").as_deref(), Some("address"), "{forged:?}");
        }
        assert_eq!(field_of("a@b.fr\r\n", "n", "s", "t").as_deref(), Some("address"));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for (address, field) in [("", "address"), ("moi", "address"), ("a b@c.fr", "address"), ("é@b.fr", "address")] {
            assert_eq!(field_of(address, "n", "s", "t").as_deref(), Some(field), "{address}");
        }
        assert_eq!(field_of("a@b.fr", "n", " ", "t").as_deref(), Some("subject"));
        assert_eq!(field_of("a@b.fr", "n", "s", "\n").as_deref(), Some("text"));
        assert_eq!(field_of("a@b.fr", &"n".repeat(201), "s", "t").as_deref(), Some("name"));
        assert_eq!(field_of(" prenom.nom+qpv@ville.example.fr ", "Zoé Œuvrard, « Élan »", "Été", "Bonjour,\r\n"), None);
    }
}
