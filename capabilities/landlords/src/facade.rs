//! What other slices, and the binary, may ask.

use database::{Result, Tx};
use kernel::{Actor, Awaited, Moment, Uuid, french};

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

/// An action of a landlord, as the thread tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionTold {
    /// Which.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// The landlord.
    pub landlord: String,
    /// The neighbourhood.
    pub area: String,
    /// The year.
    pub year: i64,
    /// What is planned, in cents.
    pub planned: i64,
    /// What was spent, once it is known.
    pub done: Option<i64>,
    /// The contract.
    pub contract: Uuid,
    /// Where this reader reads it.
    pub path: String,
}

/// An action of a landlord: for those who read its agreement, and for everybody once it is published.
///
/// # Errors
/// The database failed.
pub async fn action_told(tx: &mut Tx, id: Uuid, reader: Option<&Actor>) -> Result<Option<ActionTold>> {
    let Some(one) = store::action::by_id(tx, id).await? else { return Ok(None) };
    let Some(year) = store::year::by_id(tx, one.year).await? else { return Ok(None) };
    let Some(agreement) = store::agreement::by_id(tx, year.agreement).await? else { return Ok(None) };
    let is_reader = reader.is_some_and(|actor| actor.may(&acts::READ, &agreement.scope()).is_allowed());
    if !is_reader && !agreement.is_public {
        return Ok(None);
    }
    let told = crate::actions::told(tx, &agreement).await?;
    let counted = one.terms.counted;
    Ok(Some(ActionTold {
        id,
        title: counted.title,
        landlord: told.landlord,
        area: told.area,
        year: year.year,
        planned: counted.planned,
        done: counted.done,
        contract: agreement.contract,
        path: match is_reader {
            true => format!("/gestion/abattement/{}/annees/{}", agreement.id, year.year),
            false => format!("/abattement/{}", agreement.id),
        },
    }))
}
