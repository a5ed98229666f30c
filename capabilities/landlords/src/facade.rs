//! What other slices, and the binary, may ask.

use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, french};

use crate::{acts, store};

/// What awaits this person here: agreements in force whose programme of the year is not there.
///
/// # Errors
/// The database failed.
pub async fn awaited(tx: &mut Tx, actor: &Actor, now: Moment) -> Result<Vec<Awaited>> {
    if !actor.may_somewhere(&acts::FILL).is_allowed() {
        return Ok(Vec::new());
    }
    let year = i64::from(now.day(&jiff::tz::TimeZone::UTC).year());
    let mut missing = 0;
    for one in store::agreement::all(tx).await? {
        let is_hers = one.covers(year) && actor.may(&acts::FILL, &one.scope()).is_allowed();
        if is_hers && store::year::of_agreement(tx, one.id, year).await?.is_none() {
            missing += 1;
        }
    }
    let what = format!("Remplir {} d’abattement pour {year}", french::count(missing, "programme", "programmes"));
    let why = "Le bailleur dit chaque année ce qu’il fait en retour de l’abattement.";
    let path = format!("/gestion/abattement?annee={year}");
    Ok((missing > 0).then(|| Awaited::new(what, why, path)).into_iter().collect())
}
