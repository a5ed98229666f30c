//! Which mails somebody follows; sending one again, on her decision and with her reason.

use database::Tx;
use jobs::mail::{self, Followed, Mail};
use journal::Entry;
use kernel::{Act, Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use crate::acts;

/// Longest reason, in signs.
const REASON_MAX: usize = 500;

/// The mails this actor may do this on: all, or those of the contracts she administers. A mail of no contract (a sign-in link, what is
/// written to residents) is for those who administer the whole platform.
///
/// # Errors
/// She administers neither the platform nor a whole contract.
pub fn followed(actor: &Actor, act: &'static Act) -> Outcome<Followed> {
    if actor.may(act, &Scope::EVERYWHERE).is_allowed() {
        return Ok(Followed::Every);
    }
    let grants = actor.person().map(|person| person.grants.as_slice()).unwrap_or_default();
    let mut contracts: Vec<Uuid> = grants.iter().filter_map(|grant| grant.scope.contract).collect();
    contracts.sort_unstable();
    contracts.dedup();
    contracts.retain(|contract| actor.may(act, &Scope::contract(*contract)).is_allowed());
    if contracts.is_empty() {
        actor.authorise(act, &Scope::EVERYWHERE)?;
    }
    Ok(Followed::Of(contracts))
}

/// A mail, for whoever may do this on it; not hers and not there look alike.
///
/// # Errors
/// Not there, or not this actor's.
pub async fn mail_for(tx: &mut Tx, actor: &Actor, act: &'static Act, id: Uuid) -> Outcome<Mail> {
    let mail = mail::find(tx, id).await?.ok_or(Refusal::NotFound)?;
    let place = mail.contract.map_or(Scope::EVERYWHERE, Scope::contract);
    if !actor.may(act, &place).is_allowed() {
        return Err(Refusal::NotFound.into());
    }
    Ok(mail)
}

/// Queues again a mail that was refused or is uncertain.
///
/// # Errors
/// No such mail, or it is not this actor's; no reason given, or the mail needs nothing.
pub async fn send_mail_again(tx: &mut Tx, actor: &Actor, outside: &Outside, id: Uuid, reason: &str) -> Outcome<()> {
    let mail = mail_for(tx, actor, &acts::SEND_MAIL_AGAIN, id).await?;
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
