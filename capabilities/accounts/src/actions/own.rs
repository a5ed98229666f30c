//! One's own account.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, FieldError, Outcome, Outside, Refusal, Uuid};
use serde_json::json;
use web::Keys;

use super::guessing::count_try;
use super::own_account;
use super::passwords::{fits, hashed};
use crate::rules::limits::Counted;
use crate::rules::{email, password};
use crate::{acts, store};

/// Chooses or changes a password. Somebody who has one gives it first. Other sessions end.
///
/// # Errors
/// The present password is not the one, or was tried too often; the new one is too easy to guess.
pub async fn change_password(
    db: &database::Db,
    outside: &Outside,
    keys: &Keys,
    actor: &Actor,
    present: &str,
    wanted: &str,
) -> Outcome<()> {
    let id = own_account(actor, &acts::OWN)?;
    let account = store::account::by_id(&mut db.read().await?, id).await?.ok_or(Refusal::NotFound)?;
    if account.password_hash.is_some() {
        count_try(db, outside, keys, Counted::PasswordOfEmail, &email::key(&account.email)).await?;
    }
    let mut errors = Vec::new();
    if account.password_hash.is_some() && !fits(account.password_hash.clone(), present).await? {
        errors.push(FieldError::new("mot-de-passe-actuel", "Ce n’est pas votre mot de passe actuel"));
    }
    let problem = password::problem(wanted, &[&account.name, &account.email]);
    errors.extend(problem.map(|sentence| FieldError::new("mot-de-passe", sentence)));
    Failure::unless_empty(errors)?;
    let hash = hashed(outside, wanted).await?;
    let mut tx = db.write().await?;
    store::account::set_password(&mut tx, id, &hash).await?;
    store::session::end_others(&mut tx, id, actor.person().map(|person| person.session)).await?;
    let touched = [("account", id)];
    let entry =
        Entry::on(acts::OWN.code, "account", id).detail(json!({ "acte": "mot de passe changé" })).touched(&touched);
    journal::record(&mut tx, outside, actor, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends one of one's sessions.
///
/// # Errors
/// [`Refusal::NotFound`]: it is not hers, or is over.
pub async fn end_session(tx: &mut Tx, outside: &Outside, actor: &Actor, session: Uuid) -> Outcome<()> {
    let id = own_account(actor, &acts::OWN)?;
    if !store::session::end(tx, id, session).await? {
        return Err(Refusal::NotFound.into());
    }
    let entry = Entry::on(acts::OWN.code, "account", id).detail(json!({ "acte": "session fermée" }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}

/// Ends every session but this one.
///
/// # Errors
/// Nobody is signed in.
pub async fn end_other_sessions(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<()> {
    let id = own_account(actor, &acts::OWN)?;
    let count = store::session::end_others(tx, id, actor.person().map(|person| person.session)).await?;
    let entry =
        Entry::on(acts::OWN.code, "account", id).detail(json!({ "acte": "autres sessions fermées", "nombre": count }));
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
