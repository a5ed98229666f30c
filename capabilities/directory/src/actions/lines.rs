//! Lists of a sheet: people, approvals, years.

use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Failure, Filled, Outcome, Outside, Refusal, Uuid};

use super::{filled, record};
use crate::rules::{Approval, PersonTerms, Representative, Year, YearTerms, check_approval, check_person, check_year};
use crate::store;

/// Most people, approvals or years of a sheet.
const MOST: usize = 40;

fn room(count: usize) -> Outcome<()> {
    match count < MOST {
        true => Ok(()),
        false => Err(Failure::field("", "Cette liste est pleine : retirez d’abord une ligne")),
    }
}

/// Puts somebody on the sheet of an organisation.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn add_person(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    organisation: Uuid,
    terms: impl Into<Filled<PersonTerms>>,
) -> Outcome<()> {
    let (_, act) = filled(tx, actor, organisation).await?;
    let mut form = terms.into();
    form.find(check_person(&form.value));
    let terms = form.sound()?;
    room(store::lines::people(tx, organisation).await?.len())?;
    let one = Representative { id: outside.uuid(), organisation, terms, revision: 1 };
    store::lines::insert_person(tx, &one, outside.now()).await?;
    record(tx, outside, (actor, act), (organisation, "personne ajoutée"), &[("organisation_person", one.id)]).await
}

/// Somebody on a sheet, for whoever fills it.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn person(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Representative> {
    let one = store::lines::person(tx, id).await?.ok_or(Refusal::NotFound)?;
    filled(tx, actor, one.organisation).await?;
    Ok(one)
}

/// Changes somebody on a sheet. Gives the organisation.
///
/// # Errors
/// Not this actor’s; something to correct; somebody changed it since `revision`.
pub async fn amend_person(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<PersonTerms>>,
) -> Outcome<Uuid> {
    let one = person(tx, actor, id).await?;
    let (_, act) = filled(tx, actor, one.organisation).await?;
    let mut form = terms.into();
    form.find(check_person(&form.value));
    let terms = form.sound()?;
    if !store::lines::save_person(tx, id, &terms, revision).await? {
        let kept = [("Prénom", terms.given_name.as_str()), ("Nom", &terms.family_name), ("Fonction", &terms.role)];
        return Err(Failure::conflict("cette personne", &kept));
    }
    let what = (one.organisation, "personne modifiée");
    record(tx, outside, (actor, act), what, &[("organisation_person", id)]).await?;
    Ok(one.organisation)
}

/// Takes somebody off a sheet. Gives the organisation.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn remove_person(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let one = person(tx, actor, id).await?;
    let (_, act) = filled(tx, actor, one.organisation).await?;
    store::lines::remove_person(tx, id).await?;
    let what = (one.organisation, "personne retirée");
    record(tx, outside, (actor, act), what, &[("organisation_person", id)]).await?;
    Ok(one.organisation)
}

/// Puts an approval on a sheet; its identifier and organisation are set here.
///
/// # Errors
/// Not this actor’s; something to correct.
pub async fn add_approval(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    organisation: Uuid,
    one: impl Into<Filled<Approval>>,
) -> Outcome<()> {
    let (_, act) = filled(tx, actor, organisation).await?;
    let mut form = one.into();
    form.find(check_approval(&form.value, outside.now().day(zone)));
    let one = Approval { id: outside.uuid(), organisation, ..form.sound()? };
    room(store::lines::approvals(tx, organisation).await?.len())?;
    store::lines::insert_approval(tx, &one).await?;
    record(tx, outside, (actor, act), (organisation, "agrément ajouté"), &[("organisation_approval", one.id)]).await
}

/// Takes an approval off a sheet. Gives the organisation.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn remove_approval(tx: &mut Tx, outside: &Outside, actor: &Actor, id: Uuid) -> Outcome<Uuid> {
    let one = store::lines::approval(tx, id).await?.ok_or(Refusal::NotFound)?;
    let (_, act) = filled(tx, actor, one.organisation).await?;
    store::lines::remove_approval(tx, id).await?;
    let what = (one.organisation, "agrément retiré");
    record(tx, outside, (actor, act), what, &[("organisation_approval", id)]).await?;
    Ok(one.organisation)
}

fn year_taken(error: database::DbError) -> Failure {
    if error.is_unique_violation() {
        return Failure::field("annee", "Cette année est déjà sur la fiche : ouvrez-la pour la corriger");
    }
    error.into()
}

/// Puts a year on a sheet.
///
/// # Errors
/// Not this actor’s; something to correct; the year is there.
pub async fn add_year(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    organisation: Uuid,
    terms: impl Into<Filled<YearTerms>>,
) -> Outcome<()> {
    let (_, act) = filled(tx, actor, organisation).await?;
    let mut form = terms.into();
    form.find(check_year(&form.value, outside.now().day(zone)));
    let one = Year { id: outside.uuid(), organisation, terms: form.sound()?, revision: 1 };
    room(store::lines::years(tx, organisation).await?.len())?;
    store::lines::insert_year(tx, &one).await.map_err(year_taken)?;
    record(tx, outside, (actor, act), (organisation, "année ajoutée"), &[("organisation_year", one.id)]).await
}

/// A year, for whoever fills the sheet.
///
/// # Errors
/// Not there, or not this actor’s.
pub async fn year(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Year> {
    let one = store::lines::year(tx, id).await?.ok_or(Refusal::NotFound)?;
    filled(tx, actor, one.organisation).await?;
    Ok(one)
}

/// Changes a year. Gives the organisation.
///
/// # Errors
/// Not this actor’s; something to correct; somebody changed it since `revision`.
pub async fn amend_year(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision): (Uuid, i64),
    terms: impl Into<Filled<YearTerms>>,
) -> Outcome<Uuid> {
    let one = year(tx, actor, id).await?;
    let (_, act) = filled(tx, actor, one.organisation).await?;
    let mut form = terms.into();
    form.find(check_year(&form.value, outside.now().day(zone)));
    let terms = form.sound()?;
    if !store::lines::save_year(tx, id, &terms, revision).await.map_err(year_taken)? {
        let (charges, products) = (terms.charges.unwrap_or_default(), terms.products.unwrap_or_default());
        let (charges, products) = (kernel::french::euros(charges), kernel::french::euros(products));
        let kept = [("Année", terms.year.to_string()), ("Charges", charges), ("Produits", products)];
        let kept: Vec<(&str, &str)> = kept.iter().map(|(label, text)| (*label, text.as_str())).collect();
        return Err(Failure::conflict("cette année", &kept));
    }
    record(tx, outside, (actor, act), (one.organisation, "année modifiée"), &[("organisation_year", id)]).await?;
    Ok(one.organisation)
}
