//! What awaits whoever assesses.

use database::{Result, Tx};
use jiff::tz::TimeZone;
use kernel::{Actor, Awaited, Moment, french};

use crate::store;

/// Readings and opinions asked of this person.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    let readings = i64::try_from(store::reading::awaited(tx, account).await?.len()).unwrap_or(i64::MAX);
    if readings > 0 {
        let what = format!("Instruire {}", french::count(readings, "projet", "projets"));
        let path = format!("/gestion/dossiers?lecteur={account}&etat=en-lecture");
        all.push(Awaited::new(what, "Votre lecture n’est pas encore donnée.", path));
    }
    let today = now.day(&TimeZone::UTC);
    for opinion in store::opinion::awaited(tx, account).await? {
        let what = format!("Donner l’avis de votre service ({})", opinion.service);
        all.push(Awaited::new(what, opinion.standing(today), format!("/gestion/avis-services/{}", opinion.id)));
    }
    Ok(all)
}
