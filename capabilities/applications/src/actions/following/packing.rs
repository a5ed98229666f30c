//! The whole file of an application taken away: who takes it is recorded, since it leaves the platform.

use database::Tx;
use journal::Entry;
use kernel::{Actor, Outcome, Outside, Refusal, Uuid};
use serde_json::json;

use crate::actions::looking::{Found, for_services};
use crate::rules::ApplicationState;
use crate::store::writing_budget::Attached;
use crate::{acts, store};

/// A document with the file it is.
pub type Paper = (Attached, ::files::File);

/// Takes the file of an application away: what it holds beside its answers, in order.
///
/// # Errors
/// Not there, not filed, not this actor's, or she stays out of it: the four look alike.
pub async fn take(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<(Found, Vec<Paper>)> {
    let found = for_services(tx, actor, &acts::READ, id).await?;
    if found.application.state == ApplicationState::Draft {
        return Err(Refusal::NotFound.into());
    }
    let mut papers = Vec::new();
    for one in store::writing_budget::files(tx, id).await? {
        if let Some(file) = ::files::find(tx, one.file).await? {
            papers.push((one, file));
        }
    }
    let detail = json!({ "acte": "dossier emporté", "pièces": papers.len() });
    journal::record(tx, outside, actor, Entry::on(acts::READ.code, "application", id).detail(detail)).await?;
    Ok((found, papers))
}

/// A document of an application, for services who may read it.
///
/// # Errors
/// As [`take`]; no such document in it.
pub async fn paper(tx: &mut Tx, actor: &Actor, (id, piece): (Uuid, Uuid)) -> Outcome<::files::File> {
    let found = for_services(tx, actor, &acts::READ, id).await?;
    if found.application.state == ApplicationState::Draft {
        return Err(Refusal::NotFound.into());
    }
    let one = store::writing_budget::file(tx, piece).await?.filter(|one| one.application == id);
    let one = one.ok_or(Refusal::NotFound)?;
    Ok(::files::find(tx, one.file).await?.ok_or(Refusal::NotFound)?)
}
