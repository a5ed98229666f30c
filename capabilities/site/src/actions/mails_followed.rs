//! Sending a mail again, on a person's decision and with her reason.

use database::Tx;
use jobs::mail;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::acts;

/// Longest reason, in signs.
const REASON_MAX: usize = 500;

/// Queues again a mail that was refused or is uncertain.
///
/// # Errors
/// Not allowed, no such mail, no reason given, or the mail needs nothing.
pub async fn send_mail_again(tx: &mut Tx, actor: &Actor, outside: &Outside, id: Uuid, reason: &str) -> Outcome<()> {
    actor.authorise(&acts::SEND_MAIL_AGAIN, &Scope::EVERYWHERE)?;
    let mail = mail::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let length = reason.chars().count();
    if length == 0 {
        return Err(Failure::field("motif", "Écrivez pourquoi ce courriel doit repartir"));
    }
    if length > REASON_MAX {
        let sentence = format!("Le motif doit faire {REASON_MAX} signes au plus : il en fait {length}");
        return Err(Failure::field("motif", sentence));
    }
    if !mail::send_again(tx, outside, id).await? {
        let title = "Ce courriel ne peut pas être renvoyé";
        let why = "Il attend, il est parti, ou son texte est déjà effacé. Refaites la demande qui l’avait fait partir.";
        return Err(Refusal::rule(title, why).into());
    }
    let detail = json!({ "kind": mail.kind, "state": mail.state.code() });
    let entry = Entry::on(acts::SEND_MAIL_AGAIN.code, "mail", id).why(reason).detail(detail);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
