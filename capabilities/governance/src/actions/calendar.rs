//! The private address by which somebody's calendar reads her meetings.

use accounts::facade::acting;
use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Refusal};
use serde_json::json;
use web::Keys;
use web::keys::token_hash;

use crate::{acts, store};

/// Opens an address, or another in place of the one before. Gives its secret part, which is shown once.
///
/// # Errors
/// Not signed in.
pub async fn open(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<String> {
    let account = actor.account().ok_or(Refusal::NotFound)?;
    let token = Keys::token(outside);
    let row = store::feed::open(tx, outside, account, &token.hash).await?;
    let detail = json!({ "acte": "agenda ouvert" });
    let touched = [("calendar_feed", row)];
    let entry = Entry::on(acts::SUBSCRIBE.code, "calendar_feed", row).detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(token.text)
}

/// Closes her address: whoever holds it reads nothing any more.
///
/// # Errors
/// Not signed in.
pub async fn close(tx: &mut Tx, outside: &Outside, actor: &Actor) -> Outcome<()> {
    let account = actor.account().ok_or(Refusal::NotFound)?;
    let gone = store::feed::close(tx, account).await?;
    if let Some(row) = gone.first() {
        let touched: Vec<(&str, kernel::Uuid)> = gone.iter().map(|row| ("calendar_feed", *row)).collect();
        let detail = json!({ "acte": "agenda fermé" });
        let entry = Entry::on(acts::SUBSCRIBE.code, "calendar_feed", *row).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    Ok(())
}

/// Whose meetings an address gives, with what she may do now. Nothing once her account is closed.
///
/// # Errors
/// No such address.
pub async fn reader(tx: &mut Tx, outside: &Outside, token: &str) -> Outcome<Actor> {
    let account = store::feed::account_of(tx, &token_hash(token)).await?.ok_or(Refusal::NotFound)?;
    Ok(acting(tx, (account, None), outside.now()).await?.ok_or(Refusal::NotFound)?)
}
