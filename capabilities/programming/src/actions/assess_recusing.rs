//! Conflicts of interest: whoever is tied to a file stays out of it at once.

use applications::facade::{self as files, NewRecusal};
use database::Tx;
use journal::Entry;
use kernel::{Actor, Failure, Outcome, Outside, Refusal, Scope, Uuid};
use serde_json::json;

use super::assess_settling;
use crate::{acts, store};

/// Whom it concerns, how far, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Somebody else; nobody: oneself.
    pub account: Option<Uuid>,
    /// Whether it holds for everything the same organisation asks.
    pub is_whole_organisation: bool,
    /// Why.
    pub reason: String,
}

/// Whether this actor may keep somebody else out of a file.
pub fn may_name(actor: &Actor, contract: Uuid) -> bool {
    actor.may(&acts::ROUTE, &Scope::contract(contract)).is_allowed()
}

/// Has somebody stay out of a file from now on: it is no longer there for her. What she had begun to write of it goes; what
/// she gave no longer counts. Gives the address of the list to come back to.
///
/// # Errors
/// Not there or not this actor’s; no reason; somebody else named by whoever may not.
pub async fn declare(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid, declared: Declared) -> Outcome<String> {
    let view = files::assessed_for(tx, actor, &acts::RECUSE, id).await?;
    let account = declared.account.or(actor.account()).ok_or(Refusal::NotFound)?;
    if Some(account) != actor.account() && !may_name(actor, view.call.contract) {
        return Err(Failure::field("personne", "Vous ne pouvez déclarer que votre propre lien avec ce dossier"));
    }
    let new = NewRecusal {
        account: Some(account),
        is_whole_organisation: declared.is_whole_organisation,
        reason: &declared.reason,
    };
    files::recuse(tx, outside, actor, id, new).await?;
    let others = match declared.is_whole_organisation {
        true => files::filed_by(tx, view.application.organisation).await?,
        false => vec![id],
    };
    let (mut touched, mut freed) = (Vec::new(), Vec::new());
    for application in others {
        for reading in store::reading::of_application(tx, application).await? {
            if reading.reader == account && store::reading::unassign(tx, reading.id).await? {
                touched.push(("assessment_reading", reading.id));
                freed.push((application, reading.project));
            }
        }
    }
    if !touched.is_empty() {
        let detail = json!({ "acte": "lectures reprises après un retrait", "lectures": touched.len() });
        let entry = Entry::on(acts::RECUSE.code, "application", id).detail(detail).touched(&touched);
        journal::record(tx, outside, actor, entry).await?;
    }
    // Hers was the last that was awaited, perhaps.
    for project in freed {
        assess_settling::settle(tx, outside, project).await?;
    }
    Ok(view.call.address)
}

/// Names of those who stay out of a file, for its minutes; the caller has looked it up.
///
/// # Errors
/// The database failed.
pub async fn names(tx: &mut Tx, view: &files::ApplicationView) -> database::Result<Vec<String>> {
    let mut all = Vec::new();
    for (account, ..) in files::recused(tx, view).await? {
        let name = accounts::facade::account_name(tx, account).await?;
        let name = name.unwrap_or_else(|| "personne dont le nom est effacé".to_owned());
        if !all.contains(&name) {
            all.push(name);
        }
    }
    Ok(all)
}
