//! What awaits the people of associations and the agents; where somebody just welcomed goes on.

use database::{Result, Tx};
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Function, Moment, Outcome, Outside, Scope, Uuid, french};

use super::checked;
use crate::facade::is_kept_out;
use crate::rules::State;
use crate::{acts, store};

/// What awaits somebody here: what is missing or ends in the sheets she fills, requests to join.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment, zone: &TimeZone) -> Result<Vec<Awaited>> {
    let mut all = Vec::new();
    if let Some(account) = actor.account() {
        for one in accounts::facade::organisations_of(tx, account).await? {
            if !actor.may(&acts::FILL, &Scope::organisation(one.id)).is_allowed() {
                continue;
            }
            let Some(card) = accounts::facade::organisation(tx, one.id).await? else { continue };
            let checks = checked(tx, &card, now.day(zone)).await?;
            let missing = checks.iter().filter(|check| check.state != State::Sound).count();
            if let Some(first) = checks.first() {
                let count = i64::try_from(missing).unwrap_or(i64::MAX);
                let what = format!("Compléter la fiche de {} : {}", card.name, french::count(count, "point", "points"));
                all.push(Awaited::new(what, first.sentence.clone(), format!("/mon-association/{}", card.id)));
            }
            let signs = actor.may(&acts::BANK, &Scope::organisation(one.id)).is_allowed();
            if signs && store::bank::waiting(tx, one.id).await?.is_some_and(|bank| bank.is_another(actor)) {
                let what = format!("Confirmer le compte bancaire de {}", card.name);
                let why = "Le service l’a saisi : il ne sert pas encore.";
                all.push(Awaited::new(what, why, format!("/mon-association/{}", card.id)));
            }
            if actor.may(&acts::MEMBERS, &Scope::organisation(one.id)).is_allowed() {
                let waiting = store::join::waiting(tx, Some(one.id)).await?.len();
                if waiting > 0 {
                    let what = format!("Répondre à qui demande à rejoindre {}", card.name);
                    all.push(Awaited::new(what, "", format!("/mon-association/{}/membres", card.id)));
                }
            }
        }
    }
    if actor.person().is_some() && actor.may_somewhere(&acts::MANAGE).is_allowed() {
        for bank in store::bank::all_waiting(tx).await?.into_iter().filter(|bank| bank.is_another(actor)) {
            if is_kept_out(tx, actor, bank.organisation).await? {
                continue;
            }
            let Some(card) = accounts::facade::organisation(tx, bank.organisation).await? else { continue };
            let what = format!("Confirmer le compte bancaire de {}", card.name);
            let why = "Une autre personne du service l’a saisi : il ne sert pas encore.";
            all.push(Awaited::new(what, why, format!("/gestion/associations/{}", card.id)));
        }
        let waiting = store::join::waiting(tx, None).await?;
        if let Some(first) = waiting.first() {
            let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
            let what = format!(
                "Relire {}",
                french::count(count, "demande pour rejoindre", "demandes pour rejoindre") + " une association"
            );
            let path = format!("/gestion/associations/{}/membres", first.organisation);
            all.push(Awaited::new(what, "Si l’association ne répond pas, vous le pouvez.", path));
        }
    }
    Ok(all)
}

/// Where somebody who just accepted an invitation goes on: to the declaration, when nothing was given to her.
///
/// # Errors
/// The database failed.
pub async fn accepted(tx: &mut Tx, outside: &Outside, account: Uuid) -> Outcome<Option<String>> {
    let belongs = !accounts::facade::organisations_of(tx, account).await?.is_empty();
    let holds = accounts::facade::holds_something(tx, account, outside.now()).await?;
    Ok((!belongs && !holds).then(|| "/mon-association".to_owned()))
}

/// The functions of associations, in the order screens list them.
pub(crate) const FUNCTIONS: [Function; 3] =
    [Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator];
