//! From a row of the outbox to the bytes of a message (RFC 5322).

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::{Address, Message};

use super::carrier::Sender;
use super::lease::HeldRow;

/// A message ready to leave.
pub(super) struct Written {
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// Builds the message; the error is a sentence in French for the administrator.
pub(super) fn write(mail: &HeldRow, from: &Sender) -> Result<Written, String> {
    let told = |error: &dyn std::fmt::Display| format!("le message n’a pas pu être composé : {error}");
    let to: Address = mail.to_address.parse().map_err(|error| told(&error))?;
    let name = Some(mail.to_name.clone()).filter(|name| !name.is_empty());
    let millis = u64::try_from(mail.created_at).unwrap_or(0);
    let text = SinglePart::builder()
        .header(ContentType::TEXT_PLAIN)
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(mail.text_body.clone());
    let mut message = Message::builder()
        .from(from.0.clone())
        .to(Mailbox::new(name, to.clone()))
        .subject(mail.subject.clone())
        .date(UNIX_EPOCH + Duration::from_millis(millis))
        .message_id(Some(mail.message_id.clone()))
        .singlepart(text)
        .map_err(|error| told(&error))?;
    // RFC 3834: tells holiday responders that nobody reads an answer.
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
    if let Some(address) = &mail.unsubscribe {
        for (name, value) in
            [("List-Unsubscribe", format!("<{address}>")), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into())]
        {
            let name = HeaderName::new_from_ascii_str(name);
            message.headers_mut().insert_raw(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value));
        }
    }
    Ok(Written { to, bytes: message.formatted() })
}

#[cfg(test)]
mod tests {
    use kernel::Uuid;

    use super::*;

    #[test]
    fn a_message_is_plain_ascii_with_one_of_each_header() {
        let mail = HeldRow {
            id: Uuid::from_u128(1),
            kind: "t".into(),
            to_address: "zoe@exemple.fr".into(),
            to_name: "Zoé « Élan », Œuvrard".into(),
            subject: "Été : votre lien de connexion, à très bientôt sur la plateforme du contrat de ville".into(),
            text_body: "Bonjour,\n\nhttps://parvis.example.fr/connexion?jeton=abc\n.\nÀ bientôt\n".into(),
            message_id: "<x@exemple.fr>".into(),
            unsubscribe: Some(format!("https://parvis.example.fr/actions/suivre/quitter?cle={}", "a".repeat(43))),
            attempts: 1,
            created_at: 1_773_572_400_000,
        };
        let from = Sender::read("Mairie d’Été <a@exemple.fr>").expect("a sender");
        let text = String::from_utf8(write(&mail, &from).expect("written").bytes).expect("text");
        assert!(text.is_ascii(), "{text}");
        // An address is not cut: only its own line may be longer.
        assert!(text.lines().all(|line| line.len() <= 78 || line.contains("<https://")), "{text}");
        assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
        assert!(text.contains("List-Unsubscribe: <https://parvis.example.fr/"), "{text}");
        let (headers, _) = text.split_once("\r\n\r\n").expect("headers, then text");
        for name in ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Auto-Submitted"] {
            let count = headers.lines().filter(|line| line.starts_with(&format!("{name}: "))).count();
            assert_eq!(count, 1, "{name} in {headers}");
        }
        assert!(headers.contains("Date: Sun, 15 Mar 2026 11:00:00 +0000"), "{headers}");
        assert!(headers.contains("Message-ID: <x@exemple.fr>"), "{headers}");
    }
}
