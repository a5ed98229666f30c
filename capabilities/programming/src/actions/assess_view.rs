//! Lists somebody keeps under a name.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use crate::rules::check_view;
use crate::store::view::View;
use crate::{acts, store};

/// Keeps a list under a name. Gives its filters and order.
///
/// # Errors
/// Nobody signed in, or not hers to read; no name, or too many kept already.
pub async fn keep(tx: &mut Tx, outside: &Outside, actor: &Actor, name: &str, query: &str) -> Outcome<String> {
    let account = actor.account().ok_or(Refusal::NotFound)?;
    let known = store::view::of_account(tx, account).await?;
    Failure::unless_empty(check_view(name, known.len()))?;
    let query: String = query.trim_start_matches('?').chars().take(2_000).collect();
    let view = View { id: outside.uuid(), name: name.trim().to_owned(), query };
    store::view::insert(tx, account, &view, outside.now()).await?;
    let (detail, touched) = (json!({ "acte": "vue gardée" }), [("assessment_view", view.id)]);
    let entry = Entry::general(acts::READ.code, "assessment_view").detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(view.query)
}

/// Forgets a list.
///
/// # Errors
/// Not there, or somebody else’s.
pub async fn forget(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<()> {
    let account = actor.account().ok_or(Refusal::NotFound)?;
    if !store::view::remove(tx, account, id).await? {
        return Err(Refusal::NotFound.into());
    }
    let (detail, touched) = (json!({ "acte": "vue retirée" }), [("assessment_view", id)]);
    let entry = Entry::general(acts::READ.code, "assessment_view").detail(detail).touched(&touched);
    journal::record(tx, outside, actor, entry).await?;
    Ok(())
}
