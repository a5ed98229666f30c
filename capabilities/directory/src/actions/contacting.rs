//! Writing to an association through its form: its address is shown to nobody.

use database::Tx;
use jobs::mail::{self, NewMail};
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use super::sheet_of;
use crate::{acts, store};

/// What somebody writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Who she says she is.
    pub name: String,
    /// Where to answer her.
    pub email: String,
    /// What she has to say.
    pub words: String,
}

/// Sends a letter to an association of the directory. Neither the journal nor any table of ours keeps who wrote or what.
///
/// # Errors
/// Not in the directory; no address to send to; something to correct.
pub async fn write(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (organisation, service): (Uuid, &str),
    letter: &Letter,
) -> Outcome<()> {
    let card = accounts::facade::organisation(tx, organisation).await?.ok_or(Refusal::NotFound)?;
    let sheet = sheet_of(tx, organisation).await?;
    if !sheet.listing.is_listed || sheet.contact.email.is_empty() {
        return Err(Refusal::NotFound.into());
    }
    let mut errors = Vec::new();
    if letter.name.is_empty() || letter.name.chars().count() > 120 || letter.name.contains(char::is_control) {
        errors.push(FieldError::new("nom", "Dites qui vous êtes, en une ligne"));
    }
    let has_form = letter.email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if !has_form || letter.email.contains(char::is_whitespace) || letter.email.chars().count() > 254 {
        errors.push(FieldError::new("courriel", "L’adresse électronique doit avoir la forme nom@exemple.fr"));
    }
    if letter.words.is_empty() || letter.words.chars().count() > 5000 {
        errors.push(FieldError::new("message", "Écrivez votre message, en 5 000 signes au plus"));
    }
    Failure::unless_empty(errors)?;
    let text = format!(
        "Bonjour,\n\n{} vous écrit par l’annuaire des associations de {service} :\n\n{}\n\nPour répondre, écrivez à {}. \
         Votre adresse ne lui a pas été donnée.\n",
        letter.name, letter.words, letter.email
    );
    let new = NewMail::read("directory.contact", &sheet.contact.email, &card.name, "Un message par l’annuaire", &text);
    let new = new.map_err(|error| Failure::field("message", error.sentence))?;
    mail::queue(tx, outside, &new.keep_days(7)).await?;
    let id = outside.uuid();
    store::sheet::note_contact(tx, id, organisation, outside.now()).await?;
    let touched = [("organisation_contact", id)];
    let detail = json!({ "acte": "message par l’annuaire" });
    let entry = Entry::on(acts::CONTACT, "organisation", organisation).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
